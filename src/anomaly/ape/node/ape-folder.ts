import * as z from 'zod/mini';
import { option } from '../../../core/index.js';
import { type FolderFormat, storedArray, storedFile } from '../../../files/index.js';

/** What the manifest of a folder says of an APE. */
export const apeContent = z.object({
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

export type ApeContent = z.infer<typeof apeContent>;

export const apeFolder: FolderFormat<ApeContent> = {
  manifest: 'ape.json',
  format: 'heterograph-ape',
  version: 1,
  content: apeContent,
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
