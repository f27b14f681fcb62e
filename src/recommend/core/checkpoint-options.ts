import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { FitCheckpointOptions, RunConfig } from '../../files/index.js';
import type { CheckpointOptions } from '../../training/index.js';

/** Where a fit keeps its state and how often: a folder of its own, `everyEpochs` (of `als`: iterations) or `everySeconds`, as of a `Trainer`. */
export type RecommenderCheckpoint = Omit<CheckpointOptions, 'tag'>;

export const checkpointSchema: z.ZodMiniType<RecommenderCheckpoint> = z.strictObject({
  dir: z.string('the path of a folder').check(z.minLength(1, 'the path of a folder')),
  everyEpochs: z.optional(option.count),
  everySeconds: z.optional(option.nonNegative),
});

/** Folder of one of several trainings that make up a fit. */
export function partFolder(dir: string, part: number): string {
  return `${dir}/fit-${part}`;
}

/** The options for such a part; `told` tells it from the others. */
export function partOf<O extends { readonly checkpoint?: FitCheckpointOptions }>(
  options: O,
  part: number,
  told: RunConfig,
): O {
  const { checkpoint } = options;
  if (!checkpoint) return options;
  const config = { ...checkpoint.config, ...told };
  return { ...options, checkpoint: { ...checkpoint, dir: partFolder(checkpoint.dir, part), config } };
}
