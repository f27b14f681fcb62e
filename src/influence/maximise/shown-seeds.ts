import { tablesHtml } from '../../core/index.js';
import type { InfluenceSeed } from './result-parts.js';

/** Seeds that a notebook shows. */
const MOST = 50;

/** A result as notebooks with rich display show it: what it says of itself, and its first seeds as a table. */
export function seedsHtml(title: string, seeds: readonly InfluenceSeed[]): Readonly<Record<string, string>> {
  const rows = seeds.slice(0, MOST).map(({ type, id, gain }, i) => [i + 1, type, String(id), gain]);
  const note = seeds.length > MOST ? `${seeds.length - MOST} more seeds` : undefined;
  const table = {
    title: 'seeds',
    heads: ['rank', 'type', 'node', 'gain'],
    rows,
    ...(note === undefined ? {} : { note }),
  };
  return { 'text/html': tablesHtml(title, [table]) };
}
