import * as z from 'zod/mini';
import { option } from '../../../core/index.js';
import { type FolderFormat, storedFile } from '../../../files/index.js';
import { savedLeaks } from '../../saved/folder.js';

/** Dates reach so far, in seconds since 1970. */
const LATEST = 8.64e12;

const text = z.string();
const shown = z.union([z.number(), z.null()]);
const figure = z.object({ value: shown, low: shown, high: shown });
const figures = z.object({ map: figure, recall: figure, precision: figure, ndcg: figure, mrr: figure });

const content = z.object({
  task: z.object({ name: text, query: text, table: text, items: text, horizon: option.between(0, LATEST) }),
  protocol: z.enum(['rolling', 'frozen']),
  k: option.countFrom(1),
  kept: z.object({ name: text, title: text, level: z.enum(['simple', 'learned']) }),
  learnedUntil: option.between(-LATEST, LATEST),
  scores: z.array(
    z.object({
      ...{ name: text, title: text, isKept: z.boolean(), seconds: option.nonNegative },
      ...{ valid: figures, test: figures },
    }),
  ),
  leaks: savedLeaks,
  needs: z.array(text),
  schema: storedFile,
  /** Of what learned: the features of pairs, and trees as text. */
  plan: z.optional(storedFile),
  trees: z.optional(storedFile),
});

/** What the manifest of a saved forecast of lists says. */
export type ListContent = z.infer<typeof content>;

export const listForecastFolder: FolderFormat<ListContent> = {
  manifest: 'list-forecast.json',
  format: 'heterograph-list-forecast',
  version: 1,
  content,
  what: 'saved forecast of lists',
  absentHint: 'Give a folder that saveListForecast or `heterograph forecast --save` wrote.',
  corruptHint: 'Learn and save it again.',
};
