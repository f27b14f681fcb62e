import { RandomStream } from '../../core/index.js';
import { canonicalRows } from './canonical-rows.js';

export interface LofOptions {
  /** Neighbours of a row; default 20, or all others where there are fewer. */
  readonly neighbours?: number;
  /** Rows that others are compared with, at most; more are drawn from. Time and memory grow with it. Default 2,000. */
  readonly maxRows?: number;
  /** Default 1. */
  readonly seed?: number;
}

/**
 * Local outlier factor: how much thinner rows lie around a row than around its nearest neighbours, by Euclidean distance; about 1 inside a
 * cluster. Breunig, Kriegel, Ng, Sander: LOF: identifying density-based local outliers. SIGMOD 2000. O(rows x maxRows x columns).
 *
 * @param columns one array a column, of like scales
 * @returns scores of rows, given in the same form, that were not among those of the fit
 */
export function fitLof(
  columns: readonly Float64Array[],
  { neighbours = 20, maxRows = 2000, seed = 1 }: LofOptions = {},
): (columns: readonly Float64Array[]) => Float64Array {
  const order = canonicalRows(columns);
  const random = new RandomStream(seed, 'lof');
  const kept = order.length > maxRows ? random.permutation(order.length).subarray(0, maxRows).sort() : order.keys();
  const rows = Int32Array.from(kept, (place) => order[place]!);
  const known = columns.map((values) => Float64Array.from(rows, (row) => values[row]!));
  const k = Math.max(1, Math.min(neighbours, rows.length - 1));
  if (rows.length < 2) return (given) => new Float64Array(given[0]?.length ?? 0).fill(1);
  const nearest = Array.from(rows, (_, row) => nearestOf(known, known, row, k, row));
  const reach = Float64Array.from(nearest, ({ distances }) => distances[k - 1]!);
  const density = (found: Nearest) => {
    let sum = 0;
    for (let at = 0; at < k; at++) sum += Math.max(found.distances[at]!, reach[found.rows[at]!]!);
    return 1 / (sum / k + TINY);
  };
  const densities = Float64Array.from(nearest, density);
  return (given) =>
    Float64Array.from({ length: given[0]?.length ?? 0 }, (_, row) => {
      const found = nearestOf(known, given, row, k, -1);
      let sum = 0;
      for (let at = 0; at < k; at++) sum += densities[found.rows[at]!]!;
      return sum / k / density(found);
    });
}

/** Added to distances, so that rows that are all the same have a density. */
const TINY = 1e-10;

interface Nearest {
  readonly rows: Int32Array;
  /** Rising. */
  readonly distances: Float64Array;
}

/** The k rows of `known` that are nearest to a row, without one; of equal distances the first ones. */
function nearestOf(
  known: readonly Float64Array[],
  given: readonly Float64Array[],
  row: number,
  k: number,
  without: number,
): Nearest {
  const rows = new Int32Array(k);
  const distances = new Float64Array(k).fill(Number.POSITIVE_INFINITY);
  for (let other = 0; other < known[0]!.length; other++) {
    if (other === without) continue;
    let squares = 0;
    for (let column = 0; column < known.length; column++) {
      const difference = known[column]![other]! - given[column]![row]!;
      squares += difference * difference;
    }
    if (squares >= distances[k - 1]!) continue;
    let at = k - 1;
    for (; at > 0 && distances[at - 1]! > squares; at--) {
      distances[at] = distances[at - 1]!;
      rows[at] = rows[at - 1]!;
    }
    distances[at] = squares;
    rows[at] = other;
  }
  return { rows, distances: distances.map(Math.sqrt) };
}
