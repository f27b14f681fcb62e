import { sha256Hex } from '../files/index.js';
import type { RunConfig } from './checkpoint/snapshot.js';
import { resolveCriterion } from './early-stopping.js';
import { trueClasses, trueFlags } from './metrics/decisions.js';
import type { ResolvedOptions } from './trainer-options.js';
import type { Model, Targets, TrainingRows } from './types.js';

/**
 * Everything that the bits of a run follow from, as far as the trainer can see. Epochs and patience are left out on
 * purpose: they say when to stop, not what happens until then, so that a finished run can be made longer.
 */
export function runConfig(model: Model, options: ResolvedOptions, targets: Targets, rows: TrainingRows): RunConfig {
  const { optimizer } = options;
  return {
    model: model.name,
    numClasses: model.numClasses,
    loss: options.loss.name,
    criterion: resolveCriterion(options.criterion).name,
    seed: options.seed,
    learningRate: optimizer.learningRate,
    beta1: optimizer.beta1,
    beta2: optimizer.beta2,
    epsilon: optimizer.epsilon,
    learningRateDecay: options.learningRateDecay,
    batchSize: options.batchSize ?? null,
    validateEvery: options.validateEvery,
    evalBatchSize: options.evalBatchSize,
    data: dataHash(targets, rows),
    tag: options.checkpoint?.tag ?? null,
  };
}

/** SHA-256 of the rows and their labels. */
function dataHash(targets: Targets, { train, valid }: TrainingRows): string {
  const labels = (rows: Int32Array) =>
    bytesOf(targets.kind === 'single' ? trueClasses(rows, targets) : trueFlags(rows, targets));
  const head = JSON.stringify([targets.kind, targets.numClasses, train.length, valid.length]);
  return sha256Hex(head, bytesOf(train), bytesOf(valid), labels(train), labels(valid));
}

function bytesOf(values: Int32Array | Uint8Array): Uint8Array {
  // A copy, since the values may lie in shared memory.
  return new Uint8Array(values.slice().buffer);
}
