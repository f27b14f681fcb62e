import { accumulateTiling, entriesOf, spmmTiling } from '../compute/internal.js';
import type { Csr, SparseMatrix } from '../core/index.js';
import type { Operator } from './operator.js';

/** Class and size of an operator, as the cost model takes it. */
export type Work = Pick<Operator, 'kind' | 'flops' | 'bytes'>;

/** What a core's cache may hold of the rows that are read. */
const CACHE_BYTES = 1 << 20;
/** And what the cores' common cache may. */
const NEAR_BYTES = 1 << 23;
/** Entries a row from which on more rows of X are read in turn than the processor fetches ahead. */
const HUB_ENTRIES = 32;
/** Drawing an entry of a sign matrix, in additions of a projection; and with the lists by input row that sparse rows need. Measured. */
const DRAW_COST = 450;
const DRAW_BY_INPUT_COST = 20;
/** Bringing a number into the transposed block, or out of it. */
const MOVE_COST = 4;
/** What reading a single row costs in addition to its bytes: the wait for the first of them. */
const ROW_BYTES = 256;

/** How the rows of X are read, which decides how fast: each way is a class of its own. */
interface Reading {
  /** Of the class. */
  readonly suffix: string;
  readonly bytes: number;
}

/** Each row once where caches hold it, or a panel of its columns, until it is read again; else once per entry, from main memory. */
function readingOf({ numRows, numCols, indices }: Csr, width: number, panel: number, entries: number): Reading {
  const rowBytes = width * 4;
  if (panel < width) return { suffix: ' by panels', bytes: 2 * numCols * rowBytes };
  if (numCols * rowBytes <= CACHE_BYTES) return { suffix: '', bytes: Math.min(numCols, entries) * rowBytes };
  if (numCols * rowBytes <= NEAR_BYTES) return { suffix: ' from near', bytes: entries * rowBytes };
  const isHub = indices.length > HUB_ENTRIES * numRows;
  return { suffix: isHub ? ' of hubs' : ' from far', bytes: entries * (rowBytes + ROW_BYTES) };
}

/** Means of dense rows; of `numRows` of the relation's rows (default all). */
export function meanWork(csr: Csr, width: number, numRows = csr.numRows): Work {
  const entries = entriesOf(csr, numRows);
  const { panel } = spmmTiling({ numCols: csr.numCols, entries, width, count: numRows, format: 'f32' });
  const { suffix, bytes } = readingOf(csr, width, panel, entries);
  return { kind: `mean${suffix}`, flops: entries * width, bytes: bytes + numRows * width * 4 };
}

/** Means of sparse rows, as dense ones. */
export function sparseMeanWork(csr: Csr, x: SparseMatrix, numRows = csr.numRows): Work {
  const entries = (csr.indices.length * numRows) / Math.max(1, csr.numRows);
  const perRow = x.values.length / Math.max(1, x.numRows);
  const bytes = entries * perRow * 8 + numRows * x.width * 4;
  return { kind: 'mean of sparse rows', flops: entries * perRow, bytes };
}

/** Normalised means added to sums. */
export function meanAndAddWork(csr: Csr, width: number): Work {
  const entries = csr.indices.length;
  const { blockRows, panel } = accumulateTiling(csr, width);
  const { suffix, bytes } = readingOf(csr, width, panel, entries);
  const blocks = panel < width ? csr.numRows / blockRows / 2 : 1;
  return { kind: `mean and add${suffix}`, flops: entries * width, bytes: bytes * blocks + 2 * csr.numRows * width * 4 };
}

/** Drawing a sign matrix [width, outWidth] of density 1/s and projecting rows by it. */
export function projectWork(
  z: { readonly numRows: number; readonly width: number } | SparseMatrix,
  outWidth: number,
  s: number,
): Work {
  const isSparse = 'indptr' in z;
  const numbers = isSparse ? z.values.length : z.numRows * z.width;
  const signs = (z.width * outWidth) / s;
  const moved = isSparse ? 0 : MOVE_COST * z.numRows * (z.width + outWidth);
  return {
    kind: isSparse ? 'project sparse rows' : 'project',
    flops: (numbers * outWidth) / s + (isSparse ? DRAW_BY_INPUT_COST : DRAW_COST) * signs + moved,
    bytes: numbers * (isSparse ? 8 : 4) + z.numRows * outWidth * 4,
  };
}

/** The same, normalised and added to sums. */
export function projectAndAddWork(
  z: { readonly numRows: number; readonly width: number },
  outWidth: number,
  s: number,
): Work {
  const { flops, bytes } = projectWork(z, outWidth, s);
  return {
    kind: 'project and add',
    flops: flops + MOVE_COST * z.numRows * outWidth,
    bytes: bytes + z.numRows * outWidth * 4,
  };
}

export function copyWork(numRows: number, width: number): Work {
  return { kind: 'copy', flops: 0, bytes: numRows * (width * 8 + ROW_BYTES) };
}

/** Entries of sparse rows put into rows that are there. */
export function copySparseWork(x: SparseMatrix, numRows: number): Work {
  const entries = (x.values.length * numRows) / Math.max(1, x.numRows);
  return { kind: 'copy of sparse rows', flops: entries + 4 * numRows, bytes: entries * 64 };
}

/** Normal numbers of a stream. */
export function embedWork(numbers: number): Work {
  return { kind: 'embed', flops: numbers, bytes: numbers * 4 };
}

/** Numbers that are collected and written to a file. */
export function diskWork(numbers: number): Work {
  return { kind: 'disk', flops: 0, bytes: numbers * 4 };
}
