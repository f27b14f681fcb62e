import { HeteroGraphError, type RunOptions } from '../../core/index.js';
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

/** Options with every default filled in. */
export type ResolvedOptions = Required<Omit<TrainerOptions, 'checkpoint'>> & {
  readonly checkpoint: CheckpointOptions | undefined;
};

/** @throws {HeteroGraphError} INVALID_OPTION naming the option */
export function resolveOptions(options: TrainerOptions): ResolvedOptions {
  const resolved: ResolvedOptions = {
    epochs: options.epochs,
    seed: options.seed,
    optimizer: options.optimizer ?? adam(),
    schedule: options.schedule ?? constantRate,
    patience: options.patience ?? Number.POSITIVE_INFINITY,
    validateEvery: options.validateEvery ?? 1,
    callbacks: options.callbacks ?? [],
    checkpoint: options.checkpoint && {
      ...options.checkpoint,
      everySeconds: options.checkpoint.everySeconds ?? (options.checkpoint.everyEpochs === undefined ? 60 : undefined),
    },
  };
  const { checkpoint } = resolved;
  const count = (name: string, value: number | undefined, min = 1): void =>
    check(
      name,
      value,
      value === undefined || (Number.isSafeInteger(value) && value >= min),
      `an integer, at least ${min}`,
    );
  count('epochs', resolved.epochs, 0);
  count('seed', resolved.seed, 0);
  count('validateEvery', resolved.validateEvery);
  check('patience', resolved.patience, resolved.patience >= 0, 'a number of epochs, at least 0');
  count('checkpoint.everyEpochs', checkpoint?.everyEpochs);
  check('checkpoint.everySeconds', checkpoint?.everySeconds, !((checkpoint?.everySeconds ?? 0) < 0), 'at least 0');
  return resolved;
}

function check(name: string, value: number | undefined, isValid: boolean, requirement: string): void {
  if (!isValid)
    throw new HeteroGraphError('INVALID_OPTION', `${name} is ${value}.`, { hint: `It must be ${requirement}.` });
}
