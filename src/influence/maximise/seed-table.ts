import { type Data, Table, Vector } from 'apache-arrow';
import { numericColumn, textColumn } from '../../graph/internal.js';
import type { InfluenceSeed } from './result-parts.js';

/** Seeds as an Arrow table. */
export function seedTable(seeds: readonly InfluenceSeed[]): Table {
  const ids = seeds.map(({ id }) => id);
  const areNumbers = ids.every((id) => typeof id === 'number' && (id | 0) === id);
  const numbers = (type: 'int32' | 'float64', values: readonly number[]) =>
    numericColumn(type, type === 'int32' ? Int32Array.from(values) : Float64Array.from(values));
  const columns: Record<string, Data> = {
    type: textColumn(seeds.length, (i) => seeds[i]!.type),
    row: numbers(
      'int32',
      seeds.map(({ row }) => row),
    ),
    node: areNumbers ? numbers('int32', ids as number[]) : textColumn(ids.length, (i) => String(ids[i])),
    gain: numbers(
      'float64',
      seeds.map(({ gain }) => gain),
    ),
  };
  return new Table(Object.fromEntries(Object.entries(columns).map(([name, data]) => [name, new Vector([data])])));
}
