import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import type { TrainerCallbacks } from './types.js';

export interface OptimizerOptions {
  /** Default 3e-3. */
  learningRate?: number;
  /** Default 0.9. */
  beta1?: number;
  /** Default 0.999. */
  beta2?: number;
  /** Default 1e-8. */
  epsilon?: number;
}

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
  readonly optimizer?: OptimizerOptions;
  /** The learning rate is multiplied by this after every epoch; default 1. */
  readonly learningRateDecay?: number;
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
export type ResolvedOptions = Required<Omit<TrainerOptions, 'checkpoint' | 'optimizer'>> & {
  readonly optimizer: Required<OptimizerOptions>;
  readonly checkpoint: CheckpointOptions | undefined;
};

/** @throws {HeteroGraphError} INVALID_OPTION naming the option */
export function resolveOptions(options: TrainerOptions): ResolvedOptions {
  const resolved: ResolvedOptions = {
    epochs: options.epochs,
    seed: options.seed,
    optimizer: { learningRate: 3e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...withoutUndefined(options.optimizer) },
    learningRateDecay: options.learningRateDecay ?? 1,
    patience: options.patience ?? Number.POSITIVE_INFINITY,
    validateEvery: options.validateEvery ?? 1,
    callbacks: options.callbacks ?? [],
    checkpoint: options.checkpoint && {
      ...options.checkpoint,
      everySeconds: options.checkpoint.everySeconds ?? (options.checkpoint.everyEpochs === undefined ? 60 : undefined),
    },
  };
  const { optimizer, checkpoint } = resolved;
  const count = (name: string, value: number | undefined, min = 1): void =>
    check(
      name,
      value,
      value === undefined || (Number.isSafeInteger(value) && value >= min),
      `an integer, at least ${min}`,
    );
  const positive = (name: string, value: number | undefined): void =>
    check(name, value, value === undefined || (value > 0 && Number.isFinite(value)), 'a positive number');
  count('epochs', resolved.epochs, 0);
  count('seed', resolved.seed, 0);
  count('validateEvery', resolved.validateEvery);
  check('patience', resolved.patience, resolved.patience >= 0, 'a number of epochs, at least 0');
  positive('learningRate', optimizer.learningRate);
  positive('epsilon', optimizer.epsilon);
  positive('learningRateDecay', resolved.learningRateDecay);
  for (const name of ['beta1', 'beta2'] as const) {
    check(name, optimizer[name], optimizer[name] >= 0 && optimizer[name] < 1, 'in [0, 1)');
  }
  count('checkpoint.everyEpochs', checkpoint?.everyEpochs);
  check('checkpoint.everySeconds', checkpoint?.everySeconds, !((checkpoint?.everySeconds ?? 0) < 0), 'at least 0');
  return resolved;
}

function check(name: string, value: number | undefined, isValid: boolean, requirement: string): void {
  if (!isValid)
    throw new HeteroGraphError('INVALID_OPTION', `${name} is ${value}.`, { hint: `It must be ${requirement}.` });
}

function withoutUndefined(options: OptimizerOptions = {}): OptimizerOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
