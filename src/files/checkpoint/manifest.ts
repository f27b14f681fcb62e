import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { type FolderFormat, storedFile } from '../manifest.js';

const format = 'heterograph-checkpoint';
const version = 3;
const messages = {
  what: 'checkpoint',
  absentHint:
    'Give the folder that was given as checkpoint.dir; a run stopped before its first checkpoint leaves none.',
  corruptHint: 'Start again in another folder, or remove this one.',
};
const countFrom0 = option.countFrom(0);

const content = z.object({
  config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  random: z.object({ seed: countFrom0, epoch: countFrom0, step: countFrom0 }),
  progress: z.object({
    epoch: countFrom0,
    batch: countFrom0,
    step: countFrom0,
    epochLossSum: z.number(),
    epochExamples: countFrom0,
    bestEpoch: countFrom0,
    bestCriterion: z.nullable(z.number()),
    failedEpochs: countFrom0,
  }),
  history: z.record(z.string(), z.array(z.nullable(z.number()))),
  parameters: z.array(z.object({ name: z.string(), shape: z.array(countFrom0) })),
  /** Raw little-endian float32, the parameters one after the other. */
  files: z.array(storedFile),
});

/** Content of the manifest of one checkpoint. */
export type Manifest = z.infer<typeof content>;

/** The folder of one checkpoint. */
export const checkpointFormat: FolderFormat<Manifest> = {
  ...{ manifest: 'manifest.json', format, version, content },
  ...messages,
};

const pointer = z.object({
  /** Name of the sub-folder to read. */
  folder: z.string().check(z.regex(/^epoch-[0-9a-z-]+$/)),
});

/** The folder of a run: `latest.json` is replaced by one rename, so that it names a whole checkpoint at any moment. */
export const pointerFormat: FolderFormat<z.infer<typeof pointer>> = {
  ...{ manifest: 'latest.json', format, version, content: pointer },
  ...messages,
};
