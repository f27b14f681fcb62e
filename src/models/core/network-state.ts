import { HeteroGraphError } from '../../core/index.js';
import { hashGraph } from '../../graph/index.js';
import type { Parameter } from '../../tensor/index.js';
import type { CheckpointOptions } from '../../training/index.js';
import type { ModelResources, Problem, SavedModel } from './types.js';

/** Names, shapes and values of parameters, as a saved model holds them. */
export async function readWeights(
  parameters: readonly Parameter[],
): Promise<Pick<SavedModel, 'parameters' | 'weights'>> {
  return {
    parameters: parameters.map(({ name, shape }) => ({ name, shape: [...shape] })),
    weights: await Promise.all(parameters.map((parameter) => parameter.read())),
  };
}

/**
 * Sets parameters to the values of a saved model.
 *
 * @throws {HeteroGraphError} MODEL_MISMATCH naming the first parameter that it has otherwise
 */
export function writeWeights(
  parameters: readonly Parameter[],
  saved: Pick<SavedModel, 'parameters' | 'weights'>,
): void {
  const described = ({ name, shape }: { name: string; shape: readonly number[] }) => `${name} [${shape}]`;
  for (let i = 0; i < Math.max(parameters.length, saved.parameters.length); i++) {
    const [own, stored] = [parameters[i], saved.parameters[i]];
    if (own && stored && described(own) === described(stored)) continue;
    const [is, was] = [own, stored].map((each) => (each ? described(each) : 'nothing'));
    throw new HeteroGraphError('MODEL_MISMATCH', `Parameter ${i} is ${is}; the saved model has ${was}.`, {
      column: own?.name ?? stored?.name,
      hint: 'Save or train the model again.',
    });
  }
  for (const [i, parameter] of parameters.entries()) parameter.write(saved.weights[i]!);
}

export function countWeights(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, parameter) => sum + parameter.size, 0);
}

/**
 * Where the trainer keeps its checkpoint; undefined where none is kept. The tag names what the weights depend on and the trainer
 * cannot see, so that a checkpoint of another graph of the same shapes is refused. Epochs and patience may change on resuming.
 */
export function checkpointFor(
  { graph, nodeType, labelColumn }: Problem,
  settings: Stopping,
  resources: ModelResources,
): CheckpointOptions | undefined {
  const learned = () => ({ graph: hashGraph(graph), nodeType, labelColumn: labelColumn ?? null });
  return checkpointOf(learned, settings, resources);
}

interface Stopping {
  readonly epochs: number;
  readonly patience: number;
}

/** The same of any problem, named by plain data. */
export function checkpointOf(
  learned: () => object,
  { epochs: _, patience: __, ...settings }: Stopping,
  { checkpointDir: dir, checkpointEvery: everyEpochs }: ModelResources,
): CheckpointOptions | undefined {
  if (dir === undefined) return undefined;
  return { dir, tag: JSON.stringify({ ...learned(), settings }), everyEpochs };
}
