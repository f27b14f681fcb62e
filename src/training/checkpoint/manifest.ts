import { z } from 'zod';
import { HeteroGraphError } from '../../core/index.js';

export const formatName = 'heterograph-checkpoint';
export const formatVersion = 2;
export const manifestFile = 'manifest.json';
export const pointerFile = 'latest.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

const manifestSchema = z.object({
  format: z.literal(formatName),
  version: z.literal(formatVersion),
  config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  random: z.object({ seed: count, epoch: count, step: count }),
  progress: z.object({
    epoch: count,
    batch: count,
    step: count,
    epochLossSum: z.number(),
    epochExamples: count,
    bestEpoch: count,
    bestCriterion: z.number().nullable(),
    failedEpochs: count,
  }),
  history: z.record(z.string(), z.array(z.number().nullable())),
  parameters: z.array(z.object({ name: z.string(), shape: z.array(count) })),
  /** By file name; raw little-endian float32, the parameters one after the other. */
  files: z.record(z.string().regex(/^[\w-]+\.f32$/), z.object({ bytes: count, sha256 })),
});

/** `manifest.json` of one checkpoint. */
export type Manifest = z.infer<typeof manifestSchema>;

const pointerSchema = z.object({
  format: z.literal(formatName),
  version: z.literal(formatVersion),
  /** Name of the sub-folder to read. */
  folder: z.string().regex(/^epoch-[0-9a-z-]+$/),
  manifestSha256: sha256,
});

/** `latest.json`: replaced by one rename, so that it names a whole checkpoint at any moment. */
export type Pointer = z.infer<typeof pointerSchema>;

export function parseManifest(text: string, file: string): Manifest {
  return parse(manifestSchema, text, file);
}

export function parsePointer(text: string, file: string): Pointer {
  return parse(pointerSchema, text, file);
}

function parse<T>(schema: z.ZodType<T>, text: string, file: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw corrupt(file, 'It is no checkpoint description that this version reads.', cause);
  }
}

export function corrupt(file: string, message: string, cause?: unknown): HeteroGraphError {
  return new HeteroGraphError('CORRUPT_FILE', message, {
    file,
    hint: 'Start again in another folder, or remove this one.',
    cause,
  });
}
