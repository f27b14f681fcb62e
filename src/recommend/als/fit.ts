import { type Arena, getPool, leastSquaresRows, paddedWidth, transposeCsr } from '../../compute/index.js';
import { RandomStream, throwIfAborted, type WeightedCsr, yieldToEventLoop } from '../../core/index.js';
import type { FitOptions } from '../core/definition.js';
import { repadded } from './padding.js';
import { AlsScorer, solveHistories } from './scorer.js';
import type { AlsSettings } from './settings.js';

/**
 * Alternating least squares from small random vectors. The users are solved once more at the end, each from its history alone: the vector of
 * a user of the matrix is then, to the bit, that of a stranger with the same history. O(iterations steps (entries factors + (users + items)
 * factors^2)).
 */
export async function fitAls(matrix: WeightedCsr, settings: AlsSettings, options: FitOptions): Promise<AlsScorer> {
  const { factors, alpha, regularization, iterations, steps } = settings;
  const width = paddedWidth(factors);
  const { arena } = getPool();
  const kept: (Float32Array | Int32Array)[] = [];
  const keep = <T extends Float32Array | Int32Array>(values: T): T => {
    kept.push(values);
    return values;
  };
  try {
    const forward = placedCsr(arena, matrix, keep);
    const backward = placedCsr(arena, transposeCsr(matrix) as WeightedCsr, keep);
    const users = keep(arena.allocFloat32(matrix.numRows * width));
    const items = keep(arena.allocFloat32(matrix.numCols * width));
    const start = new RandomStream(options.seed, 'als', 'items');
    const drawn = start.fillNormal(new Float32Array(matrix.numCols * factors), 0.1 / Math.sqrt(factors));
    items.set(repadded(drawn, factors, width));
    const solver = { alpha, regularization, steps };
    for (let done = 0; done < iterations; done++) {
      options.onProgress?.({ stage: 'als', done, total: iterations, unit: 'iterations' });
      await yieldToEventLoop();
      throwIfAborted(options.signal);
      leastSquaresRows(forward, items, users, factors, solver);
      leastSquaresRows(backward, users, items, factors, solver);
    }
    const solved = solveHistories(forward, items, settings);
    options.onProgress?.({ stage: 'als', done: iterations, total: iterations, unit: 'iterations' });
    return new AlsScorer(repadded(solved, width, factors), repadded(items.slice(), width, factors), settings);
  } finally {
    for (const values of kept) arena.free(values);
  }
}

type Keep = <T extends Float32Array | Int32Array>(values: T) => T;

/** A copy in the arena, which many kernels read. */
function placedCsr(arena: Arena, { numRows, numCols, indptr, indices, values }: WeightedCsr, keep: Keep): WeightedCsr {
  const whole = (from: Int32Array) => {
    const to = keep(arena.int32(arena.alloc(from.byteLength), from.length));
    to.set(from);
    return to;
  };
  const weights = keep(arena.float32(arena.alloc(values.byteLength), values.length));
  weights.set(values);
  return { numRows, numCols, indptr: whole(indptr), indices: whole(indices), values: weights };
}
