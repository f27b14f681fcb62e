/** Plain settings that a run depends on; a checkpoint is refused where one of them differs. */
export type RunConfig = Readonly<Record<string, string | number | boolean | null>>;

/** Plain columns of equal length; NaN is written as null, since JSON has none. */
export type HistoryColumns = Record<string, (number | null)[]>;

export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * The state of a run. All random state is in `seed` and these counters: shuffling follows from (seed, epoch), dropout
 * from (seed, step).
 */
export interface TrainingProgress {
  /** Completed epochs. */
  readonly epoch: number;
  /** Batches done of the epoch after those; 0 between epochs. */
  readonly batch: number;
  /** Optimiser steps done. */
  readonly step: number;
  /** Sum over examples, and number of examples, of the unfinished epoch's training loss. */
  readonly epochLossSum: number;
  readonly epochExamples: number;
  /** 0 before the first check. */
  readonly bestEpoch: number;
  /** null before the first check, since JSON has no NaN. */
  readonly bestCriterion: number | null;
  readonly failedEpochs: number;
}

/** Everything a run needs to resume to the same bits. One Float32Array per parameter, in their order. */
export interface Snapshot {
  readonly config: RunConfig;
  readonly seed: number;
  readonly progress: TrainingProgress;
  readonly history: HistoryColumns;
  readonly parameters: readonly ParameterShape[];
  readonly weights: {
    readonly current: readonly Float32Array[];
    /** Absent before the first check. */
    readonly best?: readonly Float32Array[];
    /** What the optimiser keeps, by its names, such as Adam's moments `m` and `v`. */
    readonly optimizer: Readonly<Record<string, readonly Float32Array[]>>;
  };
}

export const currentFile = 'weights.f32';
export const bestFile = 'best.f32';
/** File of one quantity that the optimiser keeps. */
export const optimizerFile = { pattern: /^optimizer-(\w+)\.f32$/, name: (slot: string) => `optimizer-${slot}.f32` };

export function sizeOf({ shape }: ParameterShape): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
