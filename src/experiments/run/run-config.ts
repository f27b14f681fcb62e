import * as z from 'zod/mini';
import { dataFormats } from '../data/formats.js';
import type { DataSource } from '../data/open-data.js';
import type { Preparation } from '../data/prepare-features.js';

/** What a run was started with: enough to train, evaluate or predict again. */
export interface RunConfig {
  readonly version: 2;
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

export const configSchema = z.object({
  version: z.literal(2),
  model: z.string(),
  source: z.union([
    z.object({ dataset: z.string() }),
    z.object({ data: z.string(), format: z.enum(dataFormats) }),
    z.object({ graph: z.literal('given') }),
  ]),
  graph: z.string(),
  nodeType: z.string(),
  labelColumn: z.string(),
  seed: z.int().check(z.nonnegative()),
  settings: z.record(z.string(), z.unknown()),
  preparation: z.record(z.string(), z.looseObject({ kind: z.enum(['numbers', 'words']) })),
});
