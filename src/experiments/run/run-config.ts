import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { FolderFormat } from '../../files/index.js';
import { dataFormats } from '../data/formats.js';
import type { DataSource } from '../data/open-data.js';
import type { Preparation } from '../data/prepare-features.js';

/** What a run was started with: enough to train, evaluate or predict again. */
export interface RunConfig {
  /** Name in the registry of models. */
  readonly model: string;
  readonly source: DataSource;
  /** Hash of the graph as it was opened. */
  readonly graph: string;
  readonly nodeType: string;
  readonly labelColumn: string;
  readonly seed: number;
  /** Of the model, whole. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** How features were made where the data had none. */
  readonly preparation: Preparation;
}

export const sourceSchema = z.union([
  z.object({ dataset: z.string() }),
  z.object({ data: z.string(), format: z.enum(dataFormats) }),
  z.object({ graph: z.literal('given') }),
]);

const content = z.object({
  model: z.string(),
  source: sourceSchema,
  graph: z.string(),
  nodeType: z.string(),
  labelColumn: z.string(),
  seed: option.seed,
  settings: z.record(z.string(), z.unknown()),
  preparation: z.record(
    z.string(),
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('numbers'),
        columns: z.array(z.string()),
        mean: z.array(z.number()),
        deviation: z.array(z.number()),
      }),
      z.object({ kind: z.literal('words'), columns: z.array(z.string()), width: option.count }),
    ]),
  ),
});

/** The file that makes a folder a run. */
export const configFormat: FolderFormat<RunConfig> = {
  manifest: 'config.json',
  format: 'heterograph-run',
  version: 3,
  content: content as z.ZodMiniType<RunConfig>,
  what: 'run',
  absentHint: 'Give the folder of a finished or interrupted training.',
  corruptHint: 'Train again into another folder.',
};
