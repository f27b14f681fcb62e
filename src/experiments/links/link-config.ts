import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { DataSource } from '../../data/index.js';
import type { FolderFormat } from '../../files/index.js';
import { featureEncoderSchema } from '../../graph/internal.js';
import type { Preparation } from '../data/prepare-features.js';
import { sourceSchema } from '../run/run-config.js';

/** What a run of links was started with: enough to evaluate or predict again. */
export interface LinkRunConfig {
  readonly task: 'links';
  /** Name in the registry of models. */
  readonly model: string;
  readonly source: DataSource;
  /** Hash of the graph as it was opened. */
  readonly graph: string;
  /** As it was asked for. */
  readonly target?: string;
  /** Edge types whose links are predicted, as `source>relation>target`. */
  readonly edgeTypes: readonly string[];
  /** How pairs without a link were drawn; absent: uniformly. */
  readonly negativesBy?: 'degree';
  readonly seed: number;
  /** Of the model, whole. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** How features were made of columns; absent where the model reads none. */
  readonly preparation?: Preparation;
}

const content = z.object({
  task: z.literal('links'),
  model: z.string(),
  source: sourceSchema,
  graph: z.string(),
  target: z.optional(z.string()),
  edgeTypes: z.array(z.string()),
  negativesBy: z.optional(z.literal('degree')),
  seed: option.seed,
  settings: z.record(z.string(), z.unknown()),
  preparation: z.optional(featureEncoderSchema),
});

/** The file that makes a folder a run of links. */
export const linkConfigFormat: FolderFormat<LinkRunConfig> = {
  manifest: 'config.json',
  format: 'heterograph-link-run',
  version: 1,
  content: content as z.ZodMiniType<LinkRunConfig>,
  what: 'run of links',
  absentHint: 'Give the folder of a finished training with task links.',
  corruptHint: 'Train again into another folder.',
};
