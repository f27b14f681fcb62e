import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';

/** Where training is; both count from 0. */
export interface ScheduleTime {
  /** Completed epochs. */
  readonly epoch: number;
  /** Completed optimiser steps. */
  readonly step: number;
}

/** A learning-rate schedule: a pure function of epoch and step, so that a resumed run continues it by itself. */
export interface Schedule {
  /** The schedule with all its numbers: a checkpoint of another one is refused. */
  readonly name: string;
  /** What the learning rate of every group is multiplied by. */
  factor(time: ScheduleTime): number;
}

/** Counted in epochs (the default) or in optimiser steps. */
export interface ScheduleUnit {
  readonly by?: 'epoch' | 'step';
}

const unitSchema = z.strictObject({ by: z.optional(z.enum(['epoch', 'step'])) });
const warmUpSchema = z.strictObject({
  by: z.optional(z.enum(['epoch', 'step'])),
  warmUp: z.optional(option.countFrom(0)),
  min: z.optional(option.fraction),
});

/** The learning rate stays. */
export const constantRate: Schedule = { name: 'constant', factor: () => 1 };

/** decay^t after t epochs or steps. @throws {HeteroGraphError} INVALID_OPTION */
export function exponentialDecay(decay: number, options: ScheduleUnit = {}): Schedule {
  checkOptions(unitSchema, options);
  const { by = 'epoch' } = options;
  checkOptions(option.positive, decay, { what: 'decay' });
  return { name: `exponentialDecay(${decay}, ${by})`, factor: (time) => decay ** time[by] };
}

/** Multiplied by `decay` after every `every` epochs or steps. @throws {HeteroGraphError} INVALID_OPTION */
export function stepDecay(every: number, decay: number, options: ScheduleUnit = {}): Schedule {
  checkOptions(unitSchema, options);
  const { by = 'epoch' } = options;
  checkOptions(option.count, every, { what: 'every' });
  checkOptions(option.positive, decay, { what: 'decay' });
  return { name: `stepDecay(${every}, ${decay}, ${by})`, factor: (time) => decay ** Math.floor(time[by] / every) };
}

export interface WarmUpOptions extends ScheduleUnit {
  /** Length of the warm-up: the factor rises from 1 / length to 1 in equal steps; default 0. */
  readonly warmUp?: number;
}

/** Rises over `warmUp` epochs or steps, then stays. @throws {HeteroGraphError} INVALID_OPTION */
export function linearWarmUp(warmUp: number, options: ScheduleUnit = {}): Schedule {
  checkOptions(unitSchema, options);
  const { by = 'epoch' } = options;
  checkOptions(option.countFrom(0), warmUp, { what: 'warmUp' });
  return { name: `linearWarmUp(${warmUp}, ${by})`, factor: (time) => warmFactor(time[by], warmUp) };
}

/**
 * Rises over the warm-up, then falls along half a cosine to `min` at `total` and stays there (Loshchilov and Hutter,
 * ICLR 2017, without restarts).
 *
 * @param total length in epochs or steps, the warm-up included
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function cosineDecay(total: number, options: WarmUpOptions & { readonly min?: number } = {}): Schedule {
  checkOptions(warmUpSchema, options);
  const { warmUp = 0, min = 0, by = 'epoch' } = options;
  checkOptions(option.above(warmUp), total, { what: 'total' });
  return {
    name: `cosineDecay(${total}, ${warmUp}, ${min}, ${by})`,
    factor(time) {
      const at = time[by];
      if (at < warmUp) return warmFactor(at, warmUp);
      const done = Math.min((at - warmUp) / (total - warmUp), 1);
      return min + ((1 - min) * (1 + Math.cos(Math.PI * done))) / 2;
    },
  };
}

function warmFactor(at: number, warmUp: number): number {
  return Math.min((at + 1) / Math.max(warmUp, 1), 1);
}
