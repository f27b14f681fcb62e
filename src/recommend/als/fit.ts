import { gramOfRows, leastSquaresRows, paddedWidth, transposeCsr } from '../../compute/index.js';
import { repadded } from '../../compute/internal.js';
import { RandomStream, throwIfAborted, type WeightedCsr, yieldToEventLoop } from '../../core/index.js';
import { FitCheckpoint, type FitState } from '../../files/index.js';
import { Arrays } from '../core/arrays.js';
import type { FitOptions } from '../core/definition.js';
import { AlsScorer, solveHistories } from './scorer.js';
import type { AlsSettings } from './settings.js';

/**
 * Alternating least squares from small random vectors. The users are solved once more at the end, each from its history alone: the vector of
 * a user of the matrix is then, to the bit, that of a stranger with the same history. O(iterations steps (entries factors + (users + items)
 * factors^2)).
 */
export async function fitAls(
  matrix: WeightedCsr,
  settings: AlsSettings,
  options: FitOptions,
): Promise<{ scorer: AlsScorer; remarks: readonly string[] }> {
  const { factors, alpha, regularization, iterations, steps } = settings;
  const width = paddedWidth(factors);
  const arrays = new Arrays();
  try {
    const forward = arrays.csr(matrix);
    const backward = arrays.csr(transposeCsr(matrix) as WeightedCsr);
    const users = arrays.floats(matrix.numRows * width);
    const items = arrays.floats(matrix.numCols * width);
    const start = new RandomStream(options.seed, 'als', 'items');
    const drawn = start.fillNormal(new Float32Array(matrix.numCols * factors), 0.1 / Math.sqrt(factors));
    items.set(repadded(drawn, factors, width));
    const solver = { alpha, regularization, steps };
    const parameters = [
      { name: 'users', shape: [matrix.numRows, width] },
      { name: 'items', shape: [matrix.numCols, width] },
    ];
    const checkpoint = FitCheckpoint.of(options, { epochs: iterations, steps: 1, parameters, isBetweenEpochs: true });
    const found = await checkpoint?.open();
    for (const [i, values] of [users, items].entries()) if (found) values.set(found.weights.current[i]!);
    for (let done = found?.progress.epoch ?? 0; done < iterations; done++) {
      options.onProgress?.({ stage: 'als', done, total: iterations, unit: 'iterations' });
      await yieldToEventLoop();
      if (options.signal?.aborted) await checkpoint?.stop(stateOf(done, [users, items]), options.signal.reason);
      throwIfAborted(options.signal);
      leastSquaresRows(forward, items, users, factors, solver);
      leastSquaresRows(backward, users, items, factors, solver);
      await checkpoint?.saveIfDue(() => stateOf(done + 1, [users, items]), { epoch: done + 1 });
    }
    await checkpoint?.save(stateOf(iterations, [users, items]));
    const solved = solveHistories(forward, items, gramOfRows(items, factors), settings);
    options.onProgress?.({ stage: 'als', done: iterations, total: iterations, unit: 'iterations' });
    const scorer = new AlsScorer(repadded(solved, width, factors), repadded(items.slice(), width, factors), settings);
    return { scorer, remarks: checkpoint?.remarks ?? [] };
  } finally {
    arrays.dispose();
  }
}

/** The state after so many iterations. */
function stateOf(done: number, current: readonly Float32Array[]): FitState {
  const none = { batch: 0, epochLossSum: 0, epochExamples: 0, bestEpoch: 0, bestCriterion: null, failedEpochs: 0 };
  return { progress: { epoch: done, step: done, ...none }, history: {}, weights: { current, optimizer: {} } };
}
