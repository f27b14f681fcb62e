import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { DataSource } from '../../data/index.js';
import type { FolderFormat } from '../../files/index.js';
import { featureEncoderSchema } from '../../graph/internal.js';
import type { Objective } from '../../models/index.js';
import type { Preparation } from '../data/prepare-features.js';
import { sourceSchema } from '../run/run-config.js';

/** What vectors of nodes were learned with: enough to make those of other data alike. */
export interface EmbeddingRunConfig {
  readonly task: 'embedding';
  /** Name in the registry of models. */
  readonly model: string;
  /** Absent of metapath2vec, which has its own. */
  readonly objective?: Objective;
  readonly source: DataSource;
  /** Hash of the graph as it was opened. */
  readonly graph: string;
  /** The column whose values no feature may tell, as it was asked for. */
  readonly target?: string;
  readonly seed: number;
  /** As they were given: of the model, and of the objective. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** How features were made of columns. */
  readonly preparation: Preparation;
}

const content = z.object({
  task: z.literal('embedding'),
  model: z.string(),
  objective: z.optional(z.enum(['links', 'proximity', 'infonce', 'supcon'])),
  source: sourceSchema,
  graph: z.string(),
  target: z.optional(z.string()),
  seed: option.seed,
  settings: z.record(z.string(), z.unknown()),
  preparation: featureEncoderSchema,
});

/** The file that makes a folder a run of embeddings. */
export const embeddingConfigFormat: FolderFormat<EmbeddingRunConfig> = {
  manifest: 'config.json',
  format: 'heterograph-embedding-run',
  version: 1,
  content: content as z.ZodMiniType<EmbeddingRunConfig>,
  what: 'run of embeddings',
  absentHint: 'Give the folder of finished embeddings.',
  corruptHint: 'Learn them again into another folder.',
};
