import * as z from 'zod/mini';
import { option } from '../../../core/index.js';
import { type FolderFormat, storedArray, storedFile } from '../../../files/index.js';

const content = z.object({
  settings: z.record(z.string(), z.unknown()),
  seed: option.seed,
  numEvents: option.count,
  /** Steps of Adam so far. */
  steps: option.countFrom(0),
  losses: z.array(z.number()),
  /** The columns and their values, as JSON. */
  columns: storedFile,
  /** Parameters, moments, counts and mean terms. */
  arrays: z.array(storedArray),
});

export const apeFolder: FolderFormat<z.infer<typeof content>> = {
  manifest: 'ape.json',
  format: 'heterograph-ape',
  version: 1,
  content,
  what: 'saved APE',
  absentHint: 'Give a folder that saveApe wrote.',
  corruptHint: 'Fit and save it again.',
};

/** The columns in the order of the events, each with its values in the order of their codes. */
export const savedColumns = z
  .array(
    z.object({
      name: z.string(),
      labels: z.array(z.union([z.string(), z.null()])),
      cuts: z.optional(z.array(z.number())),
    }),
  )
  .check(z.minLength(2));
