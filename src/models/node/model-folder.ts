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
import type { SavedModel } from '../core/types.js';

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
      link: z.optional(z.literal('log')),
      fittedOn,
    }),
    z.object({ kind: z.literal('embedding'), nodeTypes: z.array(z.string()) }),
    z.object({ kind: z.literal('graphs'), numClasses: option.count, nodeTypes: z.array(z.string()) }),
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

/** What the manifest of a saved model says. */
export type Content = z.infer<typeof content>;

/** Writes what a model keeps, whole or not at all. @throws {HeteroGraphError} WRITE_FAILED with the cause */
export async function writeSaved(
  folder: string,
  saved: Omit<SavedModel, 'task'>,
  task: Content['task'],
): Promise<void> {
  const { weights, trainRows, parameters, model, settings, seed, state } = saved;
  await writeFolder(folder, modelFolder, async (temporary) => ({
    ...{ model, settings: { ...settings }, seed, state: { ...state }, task },
    parameters: parameters.map(({ name, shape }) => ({ name, shape: [...shape] })),
    weights: await writeStored(temporary, 'weights.f32', encodeWords(weights)),
    trainRows: await writeStored(temporary, 'train-rows.i32', encodeWords([trainRows])),
  }));
}

/** What is made of a folder's content, whose faults are those of the folder. @throws {HeteroGraphError} CORRUPT_FILE; UNKNOWN_MODEL */
export function made<T>(folder: string, restore: () => T): T {
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

/** What `writeSaved` wrote. @throws {HeteroGraphError} FILE_NOT_FOUND, UNSUPPORTED_FORMAT_VERSION; CORRUPT_FILE naming the file */
export async function readSaved(folder: string): Promise<Omit<SavedModel, 'task'> & Pick<Content, 'task'>> {
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
