import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { DataSource } from '../../data/index.js';
import type { FolderFormat } from '../../files/index.js';
import { sourceSchema } from '../run/run-config.js';
import type { InteractionOptions } from './read-interactions.js';

/** What a run of recommenders was started with. */
export interface RecommendRunConfig {
  readonly task: 'recommendation';
  /** Name in the registry of recommenders, or auto. */
  readonly model: string;
  readonly source: DataSource;
  /** Name of the data for people. */
  readonly data: string;
  /** Hash of the graph as it was opened. */
  readonly graph: string;
  /** What was asked for about the interactions. */
  readonly asked: InteractionOptions;
  /** What users and items are called in the data. */
  readonly userType: string;
  readonly itemType: string;
  /** Column of the items with their titles. */
  readonly itemTitle?: string;
  readonly seed: number;
  /** Of the recommender that was named. */
  readonly settings: Readonly<Record<string, unknown>>;
}

const content = z.object({
  task: z.literal('recommendation'),
  model: z.string(),
  source: sourceSchema,
  data: z.string(),
  graph: z.string(),
  asked: z.object({
    userType: z.optional(z.string()),
    itemType: z.optional(z.string()),
    interactions: z.optional(z.string()),
    value: z.optional(z.union([z.string(), z.literal(false)])),
    atLeast: z.optional(z.number()),
  }),
  userType: z.string(),
  itemType: z.string(),
  itemTitle: z.optional(z.string()),
  seed: option.seed,
  settings: z.record(z.string(), z.unknown()),
});

/** The file that makes a folder a run of recommenders. */
export const recommendConfigFormat: FolderFormat<RecommendRunConfig> = {
  manifest: 'config.json',
  format: 'heterograph-recommender-run',
  version: 1,
  content: content as z.ZodMiniType<RecommendRunConfig>,
  what: 'run of recommenders',
  absentHint: 'Give the folder of a finished `heterograph recommend`.',
  corruptHint: 'Train again into another folder.',
};
