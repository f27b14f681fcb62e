import { type Csr, HeteroGraphError, type WeightedCsr } from '../../core/index.js';
import { placed } from '../threads/placed.js';
import { getPool } from '../threads/pool.js';
import { expectCount, expectCsr } from './checks.js';
import type { PoolOption } from './run-into.js';

export interface MultiplyCsrOptions extends PoolOption {
  /** Most entries of a row that are kept: those of the largest values, the lower column of equals. Default: all. */
  readonly cap?: number;
}

/** Rows a thread takes at once. */
const grain = 16;

/**
 * Sparse times sparse: A [n, k] B [k, m] -> CSR [n, m] with ascending columns and no parallel entries; entries without values count
 * 1, so that the product of two relations counts the paths of a metapath. With `cap` a row keeps its largest sums. Gustavson's
 * algorithm (1978), twice over: entries are counted first. Threaded, the same bits for any number of threads; a thread takes
 * 16 m bytes. O(SUM of the row lengths of B over the entries of A), times log cap where rows are cut.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION, TOO_LARGE where there are 2^31 entries or more
 */
export function multiplyCsr(
  a: Csr | WeightedCsr,
  b: Csr | WeightedCsr,
  { cap = Number.POSITIVE_INFINITY, pool = getPool() }: MultiplyCsrOptions = {},
): WeightedCsr {
  expectCsr(a);
  expectCsr(b);
  if (cap !== Number.POSITIVE_INFINITY) expectCount('cap', cap);
  if (a.numCols !== b.numRows) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `${a.numCols} columns do not meet ${b.numRows} rows.`);
  }
  const { arena } = pool;
  const [numRows, numCols] = [a.numRows, b.numCols];
  const columnBytes = Math.ceil(numCols / 64) * 256;
  const stride = 4 * columnBytes + columnBytes / 32 + 192;
  return placed(arena, (place) => {
    const addresses = (csr: Csr | WeightedCsr) => {
      const values = 'values' in csr ? place.of(csr.values) : 0;
      return [place.of(csr.indptr), place.of(csr.indices), values];
    };
    const sides = [...addresses(a), ...addresses(b)];
    const scratch = place.block(stride * pool.threads);
    arena.int32(scratch, (stride * pool.threads) / 4).fill(0);
    const indptrAt = place.block((numRows + 1) * 4);
    pool.run('multiplyCount', [...sides, indptrAt + 4, scratch, stride], numRows, grain);
    const indptr = arena.int32(indptrAt, numRows + 1);
    indptr[0] = 0;
    let total = 0;
    for (let r = 1; r <= numRows; r++) {
      total += Math.min(indptr[r]!, cap);
      if (total > 0x7fffffff) {
        throw new HeteroGraphError('TOO_LARGE', 'The product has 2^31 entries or more.', { hint: 'Set a cap.' });
      }
      indptr[r] = total;
    }
    const indicesAt = place.block(total * 4);
    const valuesAt = place.block(total * 4);
    // Marks of the first pass hold 1..numRows: the second begins above them.
    const args = [...sides, indptrAt, indicesAt, valuesAt, scratch, stride, numCols, numRows + 1];
    pool.run('multiplyFill', args, numRows, grain);
    return {
      numRows,
      numCols,
      indptr: indptr.slice(),
      indices: arena.int32(indicesAt, total).slice(),
      values: arena.float32(valuesAt, total).slice(),
    };
  });
}

/** Plain maps; sums in float64, in the order of the kernel, rounded at every step so that ties agree. */
export function multiplyCsrReference(
  a: Csr | WeightedCsr,
  b: Csr | WeightedCsr,
  cap = Number.POSITIVE_INFINITY,
): { indptr: number[]; indices: number[]; values: number[] } {
  const [indptr, indices, values]: [number[], number[], number[]] = [[0], [], []];
  for (let r = 0; r < a.numRows; r++) {
    const sums = new Map<number, number>();
    for (let e = a.indptr[r]!; e < a.indptr[r + 1]!; e++) {
      const middle = a.indices[e]!;
      for (let q = b.indptr[middle]!; q < b.indptr[middle + 1]!; q++) {
        const product = Math.fround(('values' in a ? a.values[e]! : 1) * ('values' in b ? b.values[q]! : 1));
        sums.set(b.indices[q]!, Math.fround((sums.get(b.indices[q]!) ?? 0) + product));
      }
    }
    const kept = [...sums].sort((x, y) => y[1] - x[1] || x[0] - y[0]).slice(0, cap);
    for (const [column, value] of kept.sort((x, y) => x[0] - y[0])) {
      indices.push(column);
      values.push(value);
    }
    indptr.push(indices.length);
  }
  return { indptr, indices, values };
}
