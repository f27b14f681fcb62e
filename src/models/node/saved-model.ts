import * as z from 'zod/mini';
import { nodeModule, option } from '../../core/index.js';
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
import { settingsSchema } from '../rphgnn/settings-check.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

const countFrom0 = option.countFrom(0);

const content = z.object({
  settings: settingsSchema,
  projection: z.enum(['sparse', 'very-sparse']),
  seed: option.seed,
  nodeType: z.string(),
  /** Where labels that are an input come from; absent: the first label column. */
  labelColumn: z.optional(z.string()),
  /** Class names, in the order of the scores. */
  classes: z.array(z.string()),
  multiLabel: z.boolean(),
  /** Input groups in the order of the weights. */
  groups: z.array(z.object({ name: z.string(), hops: countFrom0, width: countFrom0 })),
  parameters: z.array(z.object({ name: z.string(), shape: z.array(countFrom0) })),
  weights: storedFile,
  trainRows: storedFile,
});

const format: FolderFormat<z.infer<typeof content>> = {
  manifest: 'model.json',
  format: 'heterograph-rphgnn',
  version: 2,
  content,
  what: 'saved model',
  absentHint: 'Give a folder that RpHgnnClassifier.save wrote, such as RUN/model.',
  corruptHint: 'Save or train it again.',
};

/** A trained encoder with all that is needed to make its input again from a graph. */
export interface SavedModel extends Omit<z.infer<typeof content>, 'weights' | 'trainRows'> {
  readonly weights: readonly Float32Array[];
  /** Rows whose labels the label groups may see; empty where there are none. */
  readonly trainRows: Int32Array;
}

/**
 * Writes the model into a folder, whole or not at all; a model that is there is replaced.
 *
 * @throws {HeteroGraphError} WRITE_FAILED with the cause
 */
export async function writeModel(dir: string, { weights, trainRows, ...rest }: SavedModel): Promise<void> {
  await writeFolder(dir, format, async (folder) => ({
    ...rest,
    weights: await writeStored(folder, 'weights.f32', encodeWords(weights)),
    trainRows: await writeStored(folder, 'train-rows.i32', encodeWords([trainRows])),
  }));
}

/** @throws {HeteroGraphError} FILE_NOT_FOUND, UNSUPPORTED_FORMAT_VERSION, CORRUPT_FILE naming the file */
export async function readModel(dir: string): Promise<SavedModel> {
  const { weights, trainRows, ...rest } = await readManifest(dir, format);
  const lengths = rest.parameters.map(({ shape }) => shape.reduce((size, length) => size * length, 1));
  const size = lengths.reduce((sum, length) => sum + length, 0) * 4;
  if (weights.bytes !== size) throw corrupt(format, join(dir, weights.file), `It should have ${size} bytes.`);
  if (trainRows.bytes % 4 !== 0) throw corrupt(format, join(dir, trainRows.file), 'It holds no whole numbers.');
  return {
    ...rest,
    weights: decodeFloats(await readStored(dir, weights, format), lengths),
    trainRows: decodeInts(await readStored(dir, trainRows, format)),
  };
}
