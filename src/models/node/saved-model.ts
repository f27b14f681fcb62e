import { z } from 'zod';
import { HeteroGraphError, nodeModule } from '../../core/index.js';
import {
  decodeFloats,
  encodeFloats,
  makeTemporary,
  moveIntoPlace,
  removeStale,
  removeTemporary,
  sha256Hex,
} from '../../files/index.js';
import { settingsSchema } from '../rphgnn/settings-check.js';

const { readFile, writeFile } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { endianness } = nodeModule<typeof import('node:os')>('node:os');
const { join } = nodeModule<typeof import('node:path')>('node:path');

const FORMAT = 'heterograph-rphgnn';
const VERSION = 1;
const MANIFEST = 'model.json';
const WEIGHTS = 'weights.f32';
const ROWS = 'train-rows.i32';
const count = z.number().int().nonnegative();

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  settings: settingsSchema,
  projection: z.enum(['sparse', 'very-sparse']),
  seed: count,
  nodeType: z.string(),
  /** Where labels that are an input come from; absent: the first label column. */
  labelColumn: z.string().optional(),
  /** Class names, in the order of the scores. */
  classes: z.array(z.string()),
  multiLabel: z.boolean(),
  /** Input groups in the order of the weights. */
  groups: z.array(z.object({ name: z.string(), hops: count, width: count })),
  parameters: z.array(z.object({ name: z.string(), shape: z.array(count) })),
  sha256: z.object({ weights: z.string(), trainRows: z.string() }),
});

/** A trained encoder with all that is needed to make its input again from a graph. */
export interface SavedModel extends Omit<z.infer<typeof manifestSchema>, 'format' | 'version' | 'sha256'> {
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
  try {
    await removeStale(dir);
    const temporary = await makeTemporary(dir);
    try {
      const bytes = encodeFloats(weights);
      const rows = Buffer.from(new Uint8Array(trainRows.buffer, trainRows.byteOffset, trainRows.byteLength));
      if (endianness() !== 'LE') rows.swap32();
      const sha256 = { weights: sha256Hex(bytes), trainRows: sha256Hex(rows) };
      await writeFile(join(temporary, WEIGHTS), bytes, { flush: true });
      await writeFile(join(temporary, ROWS), rows, { flush: true });
      const text = JSON.stringify({ format: FORMAT, version: VERSION, ...rest, sha256 }, undefined, 1);
      await writeFile(join(temporary, MANIFEST), `${text}\n`, { flush: true });
      await moveIntoPlace(temporary, dir);
    } catch (error) {
      await removeTemporary(temporary);
      throw error;
    }
  } catch (cause) {
    throw new HeteroGraphError('WRITE_FAILED', 'The model could not be written.', {
      file: dir,
      hint: 'See to space and permissions.',
      cause,
    });
  }
}

/** @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE naming the file */
export async function readModel(dir: string): Promise<SavedModel> {
  const path = join(dir, MANIFEST);
  const { format: _, version: __, sha256, ...rest } = parse(await read(path, true), path);
  const bytes = await read(join(dir, WEIGHTS));
  const lengths = rest.parameters.map(({ shape }) => shape.reduce((size, length) => size * length, 1));
  const wanted = lengths.reduce((sum, length) => sum + length, 0) * 4;
  if (bytes.length !== wanted || sha256Hex(bytes) !== sha256.weights) throw damaged(join(dir, WEIGHTS));
  const rows = await read(join(dir, ROWS));
  if (rows.length % 4 !== 0 || sha256Hex(rows) !== sha256.trainRows) throw damaged(join(dir, ROWS));
  if (endianness() !== 'LE') rows.swap32();
  const trainRows = new Int32Array(new Uint8Array(rows).buffer);
  return { ...rest, weights: decodeFloats(bytes, lengths), trainRows };
}

async function read(path: string, isFirst = false): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const isAbsent = ['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');
    if (!isFirst || !isAbsent) throw damaged(path, cause);
    throw new HeteroGraphError('FILE_NOT_FOUND', 'There is no saved model here.', {
      file: path,
      hint: 'Give a folder that RpHgnnClassifier.save wrote, such as RUN/model.',
      cause,
    });
  }
}

function parse(bytes: Buffer, path: string): z.infer<typeof manifestSchema> {
  try {
    return manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function damaged(file: string, cause?: unknown): HeteroGraphError {
  return new HeteroGraphError('CORRUPT_FILE', 'The saved model is damaged, or of a version that cannot be read.', {
    file,
    hint: 'Save or train it again.',
    cause,
  });
}
