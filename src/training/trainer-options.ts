import { HeteroGraphError, type RunOptions } from '../core/index.js';
import { resolveCriterion } from './early-stopping.js';
import type { Criterion, Loss, Metric, OptimizerOptions, TrainerCallbacks } from './types.js';

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
  readonly loss: Loss;
  /** Epochs at most. */
  readonly epochs: number;
  /** Seed of shuffling and dropout. */
  readonly seed: number;
  /** What selects the best epoch; default 'loss'. */
  readonly criterion?: Criterion;
  /** More metrics to follow on the validation rows; they decide nothing. */
  readonly metrics?: readonly Metric[];
  readonly optimizer?: OptimizerOptions;
  /** The learning rate is multiplied by this after every epoch; default 1. */
  readonly learningRateDecay?: number;
  /** Rows per step; default all training rows, in their order, without shuffling. */
  readonly batchSize?: number;
  /** Training stops when no check was better for more than so many EPOCHS; default never. */
  readonly patience?: number;
  /** Epochs between two checks on the validation rows; default 1. */
  readonly validateEvery?: number;
  /** Rows per forward pass outside training; default 8,192. */
  readonly evalBatchSize?: number;
  readonly callbacks?: readonly TrainerCallbacks[];
  readonly checkpoint?: CheckpointOptions;
}

export interface FitOptions extends RunOptions {
  /**
   * With a checkpoint folder: `auto` goes on from a checkpoint where there is one, `must` demands one, `never` starts
   * again and replaces it. Default `auto`: a run that goes on ends in the bits of one never interrupted.
   */
  readonly resume?: 'auto' | 'must' | 'never';
}

/** Options with every default filled in. */
export type ResolvedOptions = Required<Omit<TrainerOptions, 'checkpoint' | 'optimizer' | 'batchSize'>> & {
  readonly optimizer: Required<OptimizerOptions>;
  readonly batchSize: number | undefined;
  readonly checkpoint: CheckpointOptions | undefined;
};

/** @throws {HeteroGraphError} INVALID_OPTION naming the option */
export function resolveOptions(options: TrainerOptions): ResolvedOptions {
  const resolved: ResolvedOptions = {
    loss: options.loss,
    epochs: options.epochs,
    seed: options.seed,
    criterion: options.criterion ?? 'loss',
    metrics: options.metrics ?? [],
    optimizer: { learningRate: 3e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...withoutUndefined(options.optimizer) },
    learningRateDecay: options.learningRateDecay ?? 1,
    batchSize: options.batchSize,
    patience: options.patience ?? Number.POSITIVE_INFINITY,
    validateEvery: options.validateEvery ?? 1,
    evalBatchSize: options.evalBatchSize ?? 8192,
    callbacks: options.callbacks ?? [],
    checkpoint: options.checkpoint && {
      ...options.checkpoint,
      everySeconds: options.checkpoint.everySeconds ?? (options.checkpoint.everyEpochs === undefined ? 60 : undefined),
    },
  };
  resolveCriterion(resolved.criterion);
  const { optimizer, checkpoint } = resolved;
  const count = (name: string, value: number | undefined, least = 1): void =>
    check(
      name,
      value,
      value === undefined || (Number.isSafeInteger(value) && value >= least),
      `an integer, at least ${least}`,
    );
  const positive = (name: string, value: number | undefined): void =>
    check(name, value, value === undefined || (value > 0 && Number.isFinite(value)), 'a positive number');
  count('epochs', resolved.epochs, 0);
  count('seed', resolved.seed, 0);
  count('batchSize', resolved.batchSize);
  count('validateEvery', resolved.validateEvery);
  count('evalBatchSize', resolved.evalBatchSize);
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

function check(name: string, value: number | undefined, isGood: boolean, wanted: string): void {
  if (!isGood) throw new HeteroGraphError('INVALID_OPTION', `${name} is ${value}.`, { hint: `It must be ${wanted}.` });
}

function withoutUndefined(options: OptimizerOptions = {}): OptimizerOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
