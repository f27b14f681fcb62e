import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { type FolderFormat, storedArray, storedFile } from '../../files/index.js';

const content = z.object({
  /** Name in the registry. */
  recommender: z.string(),
  settings: z.record(z.string(), z.unknown()),
  seed: option.seed,
  report: z.object({
    epochs: z.optional(z.number()),
    bestEpoch: z.optional(z.number()),
    history: z.optional(z.array(z.record(z.string(), z.number()))),
    remarks: z.optional(z.array(z.string())),
  }),
  /** Ids in the order of their numbers, as JSON. */
  users: storedFile,
  items: storedFile,
  /** The matrix and times of what it was fitted on. */
  train: z.array(storedArray),
  /** Arrays of the scorer. */
  state: z.array(storedArray),
  /** Histories given after the fit, and columns of the items, as JSON. */
  later: storedFile,
});

export const recommenderFolder: FolderFormat<z.infer<typeof content>> = {
  manifest: 'recommender.json',
  format: 'heterograph-recommender',
  version: 1,
  content,
  what: 'saved recommender',
  absentHint: 'Give a folder that saveRecommender wrote.',
  corruptHint: 'Fit and save it again.',
};

/** Ids of users or items. */
export const savedIds = z.array(z.union([z.string(), z.number()]));

const value = z.union([z.string(), z.number(), z.boolean()]);

/** What came after the fit. */
export const savedLater = z.object({
  updates: z.array(
    z.object({
      id: z.union([z.string(), z.number()]),
      items: z.array(option.countFrom(0)),
      strengths: z.array(option.positive),
    }),
  ),
  itemColumns: z.array(z.object({ name: z.string(), values: z.array(z.union([value, z.array(value), z.null()])) })),
});
