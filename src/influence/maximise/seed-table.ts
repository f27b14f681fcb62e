import { Float64, Int32, Table, Utf8, vectorFromArray } from 'apache-arrow';
import type { InfluenceSeed } from './result-parts.js';

/** Seeds as an Arrow table. */
export function seedTable(seeds: readonly InfluenceSeed[]): Table {
  const ids = seeds.map(({ id }) => id);
  const areNumbers = ids.every((id) => typeof id === 'number' && (id | 0) === id);
  return new Table({
    type: vectorFromArray(
      seeds.map(({ type }) => type),
      new Utf8(),
    ),
    row: vectorFromArray(
      seeds.map(({ row }) => row),
      new Int32(),
    ),
    node: areNumbers ? vectorFromArray(ids as number[], new Int32()) : vectorFromArray(ids.map(String), new Utf8()),
    gain: vectorFromArray(
      seeds.map(({ gain }) => gain),
      new Float64(),
    ),
  });
}
