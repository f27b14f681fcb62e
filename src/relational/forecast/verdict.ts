import { expectMembers } from '../../core/index.js';
import type { FittedForecast } from './forecast.js';
import { mainFigure } from './score.js';

/** What was kept and why, in words with numbers. */
export function forecastVerdict(fitted: FittedForecast): string {
  expectMembers(fitted, 'fitted', { task: 'object', kept: 'object', scores: 'list' });
  const { task, protocol, kept, scores, gain } = fitted;
  const { name, title } = mainFigure[task.kind];
  const own = scores.find(({ isKept }) => isKept)!;
  const { value, low, high } = own.test[name]!;
  const figure = `${title} ${short(value)} on the test (95 % ${short(low)} to ${short(high)}; ${protocol} history)`;
  if (!gain) {
    const best = `Nothing forecasts better than ${kept.title}`;
    return `${best}, as far as the validation rows show; that was kept: ${figure}.`;
  }
  const [factor, unit] = task.kind === 'numbers' ? [1, ''] : [100, ' points'];
  const over = scores.find((score) => score.name === gain.over)!;
  const amount = withError(factor * gain.mean, factor * gain.error) + unit;
  return (
    `${capital(kept.title)} (${kept.name}) was kept: ${figure}. On the validation rows it is ${amount} of ${title} ` +
    `better than ${over.title} (${over.name}), the best constant${gain.isBeyondChance ? '' : ', which may be chance'}.`
  );
}

/** To three digits of the value, the error to as many decimals. */
function withError(value: number, error: number): string {
  const decimals = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return `${value.toFixed(decimals)} ± ${error.toFixed(decimals)}`;
}

function short(value: number): string {
  return Number.isNaN(value) ? '-' : String(Number(value.toPrecision(3)));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
