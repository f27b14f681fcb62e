import * as z from 'zod/mini';
import { expectMembers, HeteroGraphError, isHeteroGraphError, nodeModule, option } from '../../core/index.js';
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
import type { LinkEstimator } from '../core/link-types.js';
import type { Estimator, ModelResources, SavedModel } from '../core/types.js';
import { restoreLinkModel, restoreModel } from '../registry.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

const countFrom0 = option.countFrom(0);

const fittedOn = z.optional(z.object({ nodeTypes: z.array(z.string()), relations: z.array(z.string()) }));

const content = z.object({
  /** Name in the registry. */
  model: z.string(),
  settings: z.record(z.string(), z.unknown()),
  seed: option.seed,
  task: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('classification'),
      nodeType: z.string(),
      labelColumn: z.optional(z.string()),
      classes: z.array(z.string()),
      multiLabel: z.boolean(),
      fittedOn,
    }),
    z.object({
      kind: z.literal('regression'),
      nodeType: z.string(),
      labelColumn: z.optional(z.string()),
      mean: z.number(),
      deviation: z.number(),
      fittedOn,
    }),
    z.object({ kind: z.literal('links'), edgeTypes: z.array(z.tuple([z.string(), z.string(), z.string()])) }),
  ]),
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
  expectMembers(model, 'model', { save: 'function' });
  const saved = await model.save();
  const { fittedOn: before, ...task } = saved.task;
  const seen = before ? { fittedOn: { nodeTypes: [...before.nodeTypes], relations: [...before.relations] } } : {};
  const what = task.kind === 'classification' ? { ...task, classes: [...task.classes] } : task;
  await writeSaved(folder, saved, { ...what, ...seen });
}

/** The same of a model of links. */
export async function saveLinkModel(model: LinkEstimator, folder: string): Promise<void> {
  expectMembers(model, 'model', { save: 'function' });
  const saved = await model.save();
  const edgeTypes = saved.task.edgeTypes.map(([from, name, to]): [string, string, string] => [from, name, to]);
  await writeSaved(folder, saved, { kind: 'links', edgeTypes });
}

type Content = z.infer<typeof content>;

async function writeSaved(folder: string, saved: Omit<SavedModel, 'task'>, task: Content['task']): Promise<void> {
  const { weights, trainRows, parameters, model, settings, seed, state } = saved;
  await writeFolder(folder, modelFolder, async (temporary) => ({
    ...{ model, settings: { ...settings }, seed, state: { ...state }, task },
    parameters: parameters.map(({ name, shape }) => ({ name, shape: [...shape] })),
    weights: await writeStored(temporary, 'weights.f32', encodeWords(weights)),
    trainRows: await writeStored(temporary, 'train-rows.i32', encodeWords([trainRows])),
  }));
}

/**
 * The fitted model in a folder; which one it is, the folder says. `predict` and `embed` need a graph.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, UNSUPPORTED_FORMAT_VERSION; CORRUPT_FILE naming the file; UNKNOWN_MODEL where it
 * was not registered; UNSUPPORTED_BY_MODEL where it is one of links
 */
export async function loadModel(folder: string, resources: ModelResources = {}): Promise<Estimator> {
  const saved = await readSaved(folder);
  const { task } = saved;
  if (task.kind === 'links') throw otherTask(folder, task.kind);
  return made(folder, () => restoreModel({ ...saved, task }, resources));
}

/** The fitted model of links in a folder. @throws {HeteroGraphError} as {@link loadModel} */
export async function loadLinkModel(folder: string, resources: ModelResources = {}): Promise<LinkEstimator> {
  const saved = await readSaved(folder);
  const { task } = saved;
  if (task.kind !== 'links') throw otherTask(folder, task.kind);
  return made(folder, () => restoreLinkModel({ ...saved, task }, resources));
}

function otherTask(folder: string, kind: string): HeteroGraphError {
  return new HeteroGraphError('UNSUPPORTED_BY_MODEL', `The saved model was trained for ${kind}.`, {
    file: join(folder, modelFolder.manifest),
    hint: 'Use loadLinkModel for links, loadModel for classes and numbers of nodes.',
  });
}

function made<T>(folder: string, restore: () => T): T {
  try {
    return restore();
  } catch (cause) {
    if (isHeteroGraphError(cause) && cause.code === 'UNKNOWN_MODEL') throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw corrupt(
      modelFolder,
      join(folder, modelFolder.manifest),
      `The model cannot be made from it: ${reason}`,
      cause,
    );
  }
}

async function readSaved(folder: string): Promise<Omit<SavedModel, 'task'> & Pick<Content, 'task'>> {
  const { weights, trainRows, ...rest } = await readManifest(folder, modelFolder);
  const lengths = rest.parameters.map(({ shape }) => shape.reduce((size, length) => size * length, 1));
  const size = lengths.reduce((sum, length) => sum + length, 0) * 4;
  if (weights.bytes !== size)
    throw corrupt(modelFolder, join(folder, weights.file), `It has ${weights.bytes} bytes instead of ${size}.`);
  if (trainRows.bytes % 4 !== 0)
    throw corrupt(modelFolder, join(folder, trainRows.file), `Its ${trainRows.bytes} bytes are not a multiple of 4.`);
  return {
    ...rest,
    weights: decodeFloats(await readStored(folder, weights, modelFolder), lengths),
    trainRows: decodeInts(await readStored(folder, trainRows, modelFolder)),
  };
}
