import * as z from 'zod/mini';
import { ItemPanels } from '../../compute/index.js';
import { checkOptions, checkRows, expectMembers, HeteroGraphError, option } from '../../core/index.js';
import type { Embedding } from '../core/types.js';

export interface NearestOptions {
  /** Neighbours that vote; default 5. */
  readonly k?: number;
}

/** What the nearest neighbours of rows are. */
export interface NearestClasses {
  /** Class of each row: that of most weight among its neighbours, of equal weights the lowest, [B]; -1 where no neighbour is there. */
  readonly classes: Int32Array;
  /** Share of the weight that each class has, [B, C]; zeros where no neighbour is there. */
  readonly shares: Float32Array;
  readonly numClasses: number;
  /** The neighbours, nearest first, as rows of the vectors, [B, k]; -1 behind the last. */
  readonly neighbours: Int32Array;
  /** Their cosines, [B, k]. */
  readonly cosines: Float32Array;
}

const optionsSchema = z.strictObject({ k: z.optional(option.count) });

/**
 * Classes of rows by their k nearest neighbours among rows of known class, by cosine, each counting as much as 1 + its cosine. A row is no neighbour of
 * itself. O(rows x known x width), on all threads.
 *
 * @param vectors of all rows, [N, width], such as `embeddings.embed(nodeType, rows)`
 * @param labels from 0, -1 where a class is not known (or must not be looked at), [N]
 * @param rows whose classes are asked for
 * @throws {HeteroGraphError} INVALID_OPTION; SHAPE_MISMATCH of the labels; of rows WRONG_DTYPE, INDEX_OUT_OF_RANGE; NO_ROWS where no class is known
 * @example
 * const vectors = { values: embeddings.valuesOf('paper'), width: embeddings.width };
 * const { classes } = nearestClasses(vectors, trainLabels, split.test, { k: 10 });
 */
export function nearestClasses(
  vectors: Embedding,
  labels: Int32Array,
  rows: Int32Array,
  options: NearestOptions = {},
): NearestClasses {
  expectMembers(vectors, 'vectors', { values: 'numbers', width: 'number' });
  checkOptions(optionsSchema, options);
  const { k = 5 } = options;
  const { values, width } = vectors;
  const numRows = values.length / width;
  checkRows(rows, numRows, 'rows');
  if (!(labels instanceof Int32Array) || labels.length !== numRows) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${labels?.length} labels for ${numRows} rows.`, {
      column: 'labels',
      hint: 'Give an Int32Array with a class for every row, -1 where it is not known.',
    });
  }
  const known = Int32Array.from(labels.keys()).filter((row) => labels[row]! >= 0);
  if (known.length === 0) {
    throw new HeteroGraphError('NO_ROWS', 'No class is known.', { column: 'labels', hint: 'Give labels from 0.' });
  }
  const numClasses = known.reduce((most, row) => Math.max(most, labels[row]! + 1), 0);
  const { indices, values: products } = nearest(vectors, known, rows, k);
  const [classes, shares] = [new Int32Array(rows.length).fill(-1), new Float32Array(rows.length * numClasses)];
  for (let i = 0; i < rows.length; i++) {
    const own = shares.subarray(i * numClasses, (i + 1) * numClasses);
    let total = 0;
    for (let j = i * k; j < (i + 1) * k && indices[j]! >= 0; j++) {
      const weight = Math.max(0, 1 + products[j]!);
      own[labels[indices[j]!]!]! += weight;
      total += weight;
    }
    if (indices[i * k]! < 0) continue;
    let best = 0;
    for (let c = 1; c < numClasses; c++) if (own[c]! > own[best]!) best = c;
    classes[i] = best;
    if (total > 0) for (let c = 0; c < numClasses; c++) own[c]! /= total;
  }
  return { classes, shares, numClasses, neighbours: indices, cosines: products };
}

/** The k nearest of the known rows, each row itself left out, as rows of the vectors. */
function nearest({ values, width }: Embedding, known: Int32Array, rows: Int32Array, k: number) {
  const place = new Int32Array(values.length / width).fill(-1);
  for (const [i, row] of known.entries()) place[row] = i;
  const indptr = new Int32Array(rows.length + 1);
  for (const [i, row] of rows.entries()) indptr[i + 1] = indptr[i]! + Number(place[row]! >= 0);
  const own = Int32Array.from(rows, (row) => place[row]!).filter((at) => at >= 0);
  const exclude = { numRows: rows.length, numCols: known.length, indptr, indices: own };
  const panels = new ItemPanels(directions(values, width, known), width);
  try {
    const found = panels.topK(directions(values, width, rows), k, { exclude });
    return { indices: found.indices.map((at) => (at < 0 ? -1 : known[at]!)), values: found.values };
  } finally {
    panels.dispose();
  }
}

/** Rows of length 1, [rows, width]; zeros stay. */
function directions(values: Float32Array, width: number, rows: Int32Array): Float32Array {
  const out = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) {
    const own = values.subarray(row * width, (row + 1) * width);
    let squares = 0;
    for (let c = 0; c < width; c++) squares += own[c]! ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let c = 0; c < width; c++) out[i * width + c] = own[c]! * scale;
  }
  return out;
}
