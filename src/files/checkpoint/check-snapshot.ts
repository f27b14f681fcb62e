import { corrupt } from '../manifest.js';
import { checkpointFormat } from './manifest.js';
import type { Snapshot } from './snapshot.js';

/**
 * Refuses to go on from a checkpoint whose parts contradict each other, whatever its checksums say.
 *
 * @throws {HeteroGraphError} CORRUPT_FILE saying what is wrong
 */
export function checkSnapshot(dir: string, { progress, history, parameters, weights }: Snapshot): void {
  const fail = (message: string): never => {
    throw corrupt(checkpointFormat, dir, message);
  };
  const { epoch, batch, step, epochExamples, bestEpoch, bestCriterion, failedEpochs } = progress;
  for (const [name, values] of Object.entries(history)) {
    if (values.length === epoch) continue;
    fail(`Its history has ${values.length} values of ${JSON.stringify(name)} after ${epoch} epochs.`);
  }
  if (step < epoch + batch) fail(`It has taken ${step} steps in ${epoch} epochs and ${batch} batches.`);
  if ((batch === 0) !== (epochExamples === 0)) fail(`It has seen ${epochExamples} examples in ${batch} batches.`);
  if (bestEpoch > epoch || failedEpochs > epoch) fail('Its best epoch is none of those that it has completed.');
  if ((bestEpoch === 0) !== (weights.best === undefined) || (bestEpoch === 0 && bestCriterion !== null)) {
    fail('Its best epoch, criterion and weights do not belong together.');
  }
  const check = (arrays: readonly Float32Array[], what: string, isValid: (value: number) => boolean) => {
    for (const [i, values] of arrays.entries()) {
      const wrong = values.find((value) => !isValid(value));
      if (wrong !== undefined) fail(`A value of the ${what} of ${JSON.stringify(parameters[i]!.name)} is ${wrong}.`);
    }
  };
  check(weights.current, 'weights', Number.isFinite);
  check(weights.best ?? [], 'best weights', Number.isFinite);
  for (const [slot, arrays] of Object.entries(weights.optimizer)) check(arrays, slot, (value) => !Number.isNaN(value));
}
