import * as z from 'zod/mini';
import { checkOptions, option, type RunOptions } from '../../core/index.js';
import { adam, constantRate, type OptimizerRecipe, type Schedule } from '../../tensor/index.js';
import type { TrainerCallbacks } from './types.js';

export interface CheckpointOptions {
  /** Folder of this run alone; made where absent. */
  readonly dir: string;
  /** Write after every so many epochs. */
  readonly everyEpochs?: number;
  /** Write after the first batch that ends so many seconds after the last checkpoint. Default 60 without `everyEpochs`. */
  readonly everySeconds?: number;
  /**
   * Names what the trainer cannot see, such as the hash of the input features: a checkpoint with another tag is refused.
   */
  readonly tag?: string;
}

export interface TrainerOptions {
  /** Epochs at most. */
  readonly epochs: number;
  /** Seed of shuffling and dropout. */
  readonly seed: number;
  /** Default `adam()`. */
  readonly optimizer?: OptimizerRecipe;
  /** How the learning rate changes; default `constantRate`. */
  readonly schedule?: Schedule;
  /** Training stops when no check was better for more than so many EPOCHS; default never. */
  readonly patience?: number;
  /** Epochs between two checks on the validation examples; default 1. */
  readonly validateEvery?: number;
  readonly callbacks?: readonly TrainerCallbacks[];
  readonly checkpoint?: CheckpointOptions;
}

export interface FitOptions extends RunOptions {
  /**
   * With a checkpoint folder: `auto` resumes from a checkpoint where there is one, `must` demands one, `never` starts
   * again and replaces it. Default `auto`: a resumed run ends in the bits of one never interrupted.
   */
  readonly resume?: 'auto' | 'must' | 'never';
}

const optionsSchema = z.strictObject({
  epochs: option.countFrom(0),
  seed: option.seed,
  optimizer: z.optional(z.custom<OptimizerRecipe>(isObject, 'an optimiser, such as adam()')),
  schedule: z.optional(z.custom<Schedule>(isObject, 'a schedule, such as constantRate')),
  patience: z.optional(option.nonNegativeOrInfinite),
  validateEvery: z.optional(option.count),
  callbacks: z.optional(
    z.array(z.custom<TrainerCallbacks>(isObject, 'an object of functions'), 'an array of callbacks'),
  ),
  checkpoint: z.optional(
    z.strictObject({
      dir: z.string('the path of a folder').check(z.minLength(1, 'the path of a folder')),
      everyEpochs: z.optional(option.count),
      everySeconds: z.optional(option.nonNegative),
      tag: z.optional(z.string('a text')),
    }),
  ),
});

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

export const fitSchema = z.strictObject({
  ...option.runOptions,
  resume: z.optional(z.enum(['auto', 'must', 'never'])),
});

/** Options with every default filled in. */
export type ResolvedOptions = Required<Omit<TrainerOptions, 'checkpoint'>> & {
  readonly checkpoint: CheckpointOptions | undefined;
};

/** @throws {HeteroGraphError} INVALID_OPTION naming the option */
export function resolveOptions(options: TrainerOptions): ResolvedOptions {
  checkOptions(optionsSchema, options);
  const { checkpoint } = options;
  const everySeconds = checkpoint?.everySeconds ?? (checkpoint?.everyEpochs === undefined ? 60 : undefined);
  return {
    epochs: options.epochs,
    seed: options.seed,
    optimizer: options.optimizer ?? adam(),
    schedule: options.schedule ?? constantRate,
    patience: options.patience ?? Number.POSITIVE_INFINITY,
    validateEvery: options.validateEvery ?? 1,
    callbacks: options.callbacks ?? [],
    checkpoint: checkpoint && { ...checkpoint, everySeconds },
  };
}
