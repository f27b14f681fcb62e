import { RandomStream } from '../../../src/core/index.js';
import { column } from './tables.js';

/** Lists of rows with relevances 0 to 4, which two of five columns tell with noise. */
export function plantedLists(lists: number, length: number, seed: number) {
  const stream = new RandomStream(seed, 'lists');
  const rows = lists * length;
  const uniform = () => stream.nextInt(1_000_000) / 1_000_000;
  const columns = Array.from({ length: 5 }, (_, i) => column(`x${i}`, Array.from({ length: rows }, uniform)));
  const [a, b] = [columns[0]!.values, columns[1]!.values];
  const targets = Float64Array.from({ length: rows }, (_, row) => {
    const score = a[row]! + Math.sin(6 * b[row]!) / 2 + (uniform() - 0.5) * 0.8;
    return Math.max(0, Math.min(4, Math.floor(3 * score)));
  });
  const groups = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / length));
  return { columns, targets, groups };
}
