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
    throw new HeteroGraphError(
      'SHAPE_MISMATCH',
      `The first matrix has ${a.numCols} columns, the second ${b.numRows} rows.`,
      {
        hint: 'Both numbers must be the same.',
      },
    );
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
        throw new HeteroGraphError('TOO_LARGE', 'The product has 2^31 entries or more.', {
          hint: 'Keep only the largest entries of each row with the option cap.',
        });
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
