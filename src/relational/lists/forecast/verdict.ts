import { expectMembers } from '../../../core/index.js';
import type { FittedListForecast } from './fit.js';

/** What was kept of lists and why, in words with numbers. */
export function listForecastVerdict(fitted: FittedListForecast): string {
  expectMembers(fitted, 'fitted', { task: 'object', kept: 'object', scores: 'list' });
  const { protocol, kept, scores, gain, k } = fitted;
  const own = scores.find(({ isKept }) => isKept)!;
  const { value, low, high } = own.test.map;
  const figure = `MAP@${k} ${short(value)} on the test (95 % ${short(low)} to ${short(high)}; ${protocol} history)`;
  const first = `${capital(kept.title)} (${kept.name}) was kept: ${figure}.`;
  if (!gain) return first;
  const titled = (name: string) => `${scores.find((score) => score.name === name)!.title} (${name})`;
  const amount = `${(100 * gain.mean).toFixed(2)} ± ${(100 * gain.error).toFixed(2)} points of MAP@${k}`;
  if (gain.isBeyondChance)
    return `${first} On the validation rows it is ${amount} better than ${titled(gain.over)}, the best without learning.`;
  const why = gain.mean > 0 ? `is ${amount} better, which may be chance` : `is no better (${amount})`;
  return `${first} What learns best, ${titled(gain.of)}, ${why} on the validation rows.`;
}

function short(value: number): string {
  return Number.isNaN(value) ? '-' : String(Number(value.toPrecision(3)));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
