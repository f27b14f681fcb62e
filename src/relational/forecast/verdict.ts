import { expectMembers } from '../../core/index.js';
import type { FittedForecast } from './forecast.js';
import { mainFigure } from './score.js';

/** What was kept and why, in words with numbers. */
export function forecastVerdict(fitted: FittedForecast): string {
  expectMembers(fitted, 'fitted', { task: 'object', kept: 'object', scores: 'list' });
  const { task, protocol, kept, scores, gain } = fitted;
  const { name, title, isError } = mainFigure[task.kind];
  const own = scores.find(({ isKept }) => isKept)!;
  const { value, low, high } = own.test[name]!;
  const figure = `${title} ${short(value)} on the test (95 % ${short(low)} to ${short(high)}; ${protocol} history)`;
  if (!gain) {
    const best = `Nothing forecasts better than ${kept.title} beyond chance`;
    return `${best}, as far as the validation rows show; that was kept: ${figure}.`;
  }
  const [points, unit] = task.kind === 'numbers' ? [1, ''] : [100, ' points'];
  const over = scores.find((score) => score.name === gain.over)!;
  return (
    `${capital(kept.title)} (${kept.name}) were kept: ${figure}. On the validation rows ${isError ? 'its error is' : 'they are'} ` +
    `${short(points * gain.mean)} ± ${short(points * gain.error)}${unit} ${isError ? 'less' : 'above'} than ${over.title} (${over.name}), the best constant.`
  );
}

function short(value: number): string {
  return Number.isNaN(value) ? '-' : String(Number(value.toPrecision(3)));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
