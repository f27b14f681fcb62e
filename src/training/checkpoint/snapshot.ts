import type { HistoryColumns } from '../history.js';

export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * Where a run stands. All random state is in `seed` and these counters: shuffling follows from (seed, epoch), dropout
 * from (seed, step).
 */
export interface TrainingProgress {
  /** Completed epochs. */
  readonly epoch: number;
  /** Batches done of the epoch after those; 0 between epochs. */
  readonly batch: number;
  /** Optimiser steps done. */
  readonly step: number;
  /** Sum over rows and number of rows of the unfinished epoch's training loss. */
  readonly epochLossSum: number;
  readonly epochRows: number;
  /** 0 before the first check. */
  readonly bestEpoch: number;
  /** null before the first check, since JSON has no NaN. */
  readonly bestCriterion: number | null;
  readonly failedEpochs: number;
}

/** What must be equal for a run to go on; plain values, compared one by one. */
export type RunConfig = Readonly<Record<string, string | number | boolean | null>>;

/** Everything a run needs to go on to the same bits. One Float32Array per parameter, in their order. */
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
    /** First and second moments of Adam. */
    readonly adamM: readonly Float32Array[];
    readonly adamV: readonly Float32Array[];
  };
}

export type WeightsName = keyof Snapshot['weights'];

export const weightsFiles: Readonly<Record<WeightsName, string>> = {
  current: 'weights.f32',
  best: 'best.f32',
  adamM: 'adam-m.f32',
  adamV: 'adam-v.f32',
};

export function sizeOf({ shape }: ParameterShape): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
