import * as z from 'zod/mini';
import { isHeteroGraphError, nodeModule, option } from '../../core/index.js';
import {
  corrupt,
  decodeFloats,
  decodeInts,
  encodeWords,
  type FolderFormat,
  readManifest,
  readStored,
  storedFile,
  writeFolder,
  writeStored,
} from '../../files/index.js';
import type { Estimator, ModelResources, SavedModel } from '../core/types.js';
import { restoreModel } from '../registry.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

const countFrom0 = option.countFrom(0);

const content = z.object({
  /** Name in the registry. */
  model: z.string(),
  settings: z.record(z.string(), z.unknown()),
  seed: option.seed,
  task: z.object({
    kind: z.literal('classification'),
    nodeType: z.string(),
    labelColumn: z.optional(z.string()),
    classes: z.array(z.string()),
    multiLabel: z.boolean(),
    fittedOn: z.optional(z.object({ nodeTypes: z.array(z.string()), relations: z.array(z.string()) })),
  }),
  /** What else the model keeps. */
  state: z.record(z.string(), z.unknown()),
  parameters: z.array(z.object({ name: z.string(), shape: z.array(countFrom0) })),
  weights: storedFile,
  trainRows: storedFile,
});

export const modelFolder: FolderFormat<z.infer<typeof content>> = {
  manifest: 'model.json',
  format: 'heterograph-model',
  version: 2,
  content,
  what: 'saved model',
  absentHint: 'Give a folder that saveModel wrote, such as RUN/model.',
  corruptHint: 'Save or train it again.',
};

/**
 * Writes a fitted model into a folder, whole or not at all; a model that is there is replaced.
 *
 * @throws {HeteroGraphError} NOT_FITTED; WRITE_FAILED with the cause
 */
export async function saveModel(model: Estimator, folder: string): Promise<void> {
  const { weights, trainRows, parameters, task, ...rest } = await model.save();
  await writeFolder(folder, modelFolder, async (temporary) => ({
    ...{ model: rest.model, settings: { ...rest.settings }, seed: rest.seed, state: { ...rest.state } },
    task: { ...task, classes: [...task.classes] },
    parameters: parameters.map(({ name, shape }) => ({ name, shape: [...shape] })),
    weights: await writeStored(temporary, 'weights.f32', encodeWords(weights)),
    trainRows: await writeStored(temporary, 'train-rows.i32', encodeWords([trainRows])),
  }));
}

/**
 * The fitted model in a folder; which one it is, the folder says. `predict` and `embed` need a graph.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, UNSUPPORTED_FORMAT_VERSION; CORRUPT_FILE naming the file; UNKNOWN_MODEL where it
 * was not registered
 */
export async function loadModel(folder: string, resources: ModelResources = {}): Promise<Estimator> {
  const saved = await readSaved(folder);
  try {
    return restoreModel(saved, resources);
  } catch (cause) {
    if (isHeteroGraphError(cause) && cause.code === 'UNKNOWN_MODEL') throw cause;
    throw corrupt(modelFolder, join(folder, modelFolder.manifest), 'The model cannot be made from it.', cause);
  }
}

async function readSaved(folder: string): Promise<SavedModel> {
  const { weights, trainRows, ...rest } = await readManifest(folder, modelFolder);
  const lengths = rest.parameters.map(({ shape }) => shape.reduce((size, length) => size * length, 1));
  const size = lengths.reduce((sum, length) => sum + length, 0) * 4;
  if (weights.bytes !== size) throw corrupt(modelFolder, join(folder, weights.file), `It should have ${size} bytes.`);
  if (trainRows.bytes % 4 !== 0) throw corrupt(modelFolder, join(folder, trainRows.file), 'It holds no whole numbers.');
  return {
    ...rest,
    weights: decodeFloats(await readStored(folder, weights, modelFolder), lengths),
    trainRows: decodeInts(await readStored(folder, trainRows, modelFolder)),
  };
}
