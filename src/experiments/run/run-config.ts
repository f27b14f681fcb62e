import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { type DataSource, dataFormats } from '../../data/index.js';
import type { GraphMapping } from '../../datasets/index.js';
import { checkMapping } from '../../datasets/internal.js';
import type { FolderFormat } from '../../files/index.js';
import { badCells, featureEncoderSchema } from '../../graph/internal.js';
import type { NumberLoss } from '../../models/index.js';
import { lossOption } from '../../models/internal.js';
import type { CalibrationMethod, ClassWeight, DecisionGoal } from '../../training/index.js';
import { calibrateOption, classWeightOption, goalOption } from '../../training/internal.js';
import type { Preparation } from '../data/prepare-features.js';

/** What a run was started with: enough to train, evaluate or predict again. */
export interface RunConfig {
  /** Absent: classification. */
  readonly task?: 'regression';
  /** Name in the registry of models. */
  readonly model: string;
  readonly source: DataSource;
  /** Hash of the graph as it was opened. */
  readonly graph: string;
  readonly nodeType: string;
  /** The column that is predicted. */
  readonly labelColumn: string;
  /** Of numbers: what was made small, where that was chosen. */
  readonly loss?: NumberLoss;
  /** Of classes: how much the rows of each count, where that was chosen. */
  readonly classWeight?: ClassWeight;
  /** Of two classes: the one that ROC-AUC, average precision and F1 are about. */
  readonly positiveClass?: string;
  /** What the validation rows were to decide. */
  readonly calibrate?: CalibrationMethod;
  readonly goal?: DecisionGoal;
  readonly seed: number;
  /** Of the model, whole. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** How features were made of columns. */
  readonly preparation: Preparation;
}

function isMapping(value: unknown): boolean {
  try {
    checkMapping(value);
    return true;
  } catch {
    return false;
  }
}

export const sourceSchema = z.union([
  z.object({ dataset: z.string() }),
  z.object({
    data: z.string(),
    format: z.enum(dataFormats),
    mapping: z.optional(z.custom<GraphMapping>(isMapping)),
    onBadCell: z.optional(z.enum(badCells)),
    nullTexts: z.optional(z.array(z.string())),
  }),
  z.object({ graph: z.literal('given') }),
]);

const content = z.object({
  task: z.optional(z.literal('regression')),
  model: z.string(),
  source: sourceSchema,
  graph: z.string(),
  nodeType: z.string(),
  labelColumn: z.string(),
  loss: lossOption,
  classWeight: classWeightOption,
  positiveClass: z.optional(z.string()),
  calibrate: calibrateOption,
  goal: goalOption,
  seed: option.seed,
  settings: z.record(z.string(), z.unknown()),
  preparation: featureEncoderSchema,
});

/** The file that makes a folder a run. */
export const configFormat: FolderFormat<RunConfig> = {
  manifest: 'config.json',
  format: 'heterograph-run',
  version: 4,
  content: content as z.ZodMiniType<RunConfig>,
  what: 'run',
  absentHint: 'Give the folder of a finished or interrupted training.',
  corruptHint: 'Train again into another folder.',
};
