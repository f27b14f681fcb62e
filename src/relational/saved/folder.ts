import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { type FolderFormat, storedArray, storedFile } from '../../files/index.js';

/** Dates reach so far, in seconds since 1970. */
export const LATEST = 8.64e12;

const text = z.string();
const shown = z.union([z.number(), z.null()]);
const figures = z.record(text, z.object({ value: shown, low: shown, high: shown }));

/** A learner's state as files. */
const learnedFiles = {
  learner: text,
  data: z.optional(storedFile),
  texts: z.array(z.extend(storedFile, { name: text })),
  arrays: z.array(storedArray),
};

/** Columns that were refused. */
export const savedLeaks = z.array(
  z.object({ column: text, kind: z.enum(['later date', 'later rows', 'label']), why: text }),
);

const content = z.object({
  task: z.object({
    name: text,
    query: z.optional(text),
    table: text,
    kind: z.enum(['binary', 'classes', 'numbers']),
    classes: z.optional(z.array(text).check(z.minLength(1))),
    /** In seconds. */
    horizon: option.between(0, LATEST),
  }),
  protocol: z.enum(['rolling', 'frozen']),
  kept: z.object({ name: text, title: text }),
  learnedUntil: option.between(-LATEST, LATEST),
  scores: z.array(
    z.object({
      ...{ name: text, title: text, isKept: z.boolean(), seconds: option.nonNegative },
      ...{ valid: figures, test: figures },
    }),
  ),
  /** Absent where an earlier release wrote it. */
  leaks: z.optional(savedLeaks),
  schema: storedFile,
  ids: storedFile,
  /** Feature plans. */
  plans: z.array(storedFile),
  /** With the number of the plan of each. */
  parts: z.array(z.object({ ...learnedFiles, plan: option.countFrom(0) })).check(z.minLength(1)),
  constants: z.array(z.object(learnedFiles)),
});

/** What the manifest of a saved forecast says. */
export type Content = z.infer<typeof content>;

export const forecastFolder: FolderFormat<Content> = {
  manifest: 'forecast.json',
  format: 'heterograph-forecast',
  version: 1,
  content,
  what: 'saved forecast',
  absentHint: 'Give a folder that saveForecast or `heterograph forecast --save` wrote.',
  corruptHint: 'Learn and save it again.',
};

/** Ids of rows. */
export const savedIds = z.array(z.union([text, z.number()]));
/** What of a state is plain data. */
export const savedData = z.record(text, z.unknown());
