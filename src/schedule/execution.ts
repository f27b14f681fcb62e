import type { Operator, OperatorContext } from './operator.js';
import type { SpillStats } from './spill-store.js';

/** Something that runs one operator at a time. */
export interface Device {
  readonly name: string;
  /** How the operator is run; default: its own `run`. Throws an error with code DEVICE_LOST when the device is gone for good. */
  run?(operator: Operator, context: OperatorContext): void | Promise<void>;
  /**
   * Whether the device can be lost with half a result written (a worker that writes into shared memory): then what an operator
   * changes in place is copied first, so that it can run again elsewhere. Default false.
   */
  readonly isVolatile?: boolean;
}

/** Where and when an operator ran, in milliseconds from the start of the execution. */
export interface ExecutedOperator {
  readonly name: string;
  readonly kind: string;
  readonly device: string;
  /** Of the first plan. */
  readonly planned: { readonly device: string; readonly start: number; readonly end: number };
  /** Milliseconds that the costs foresaw on the device it ran on. */
  readonly predictedMs: number;
  readonly start: number;
  readonly end: number;
  /** Of these, milliseconds until its tensors were in memory. */
  readonly waitedMs: number;
}

export interface Replan {
  readonly at: number;
  readonly reason: 'device lost' | 'off its estimate';
  readonly device: string;
}

export interface ExecutionReport {
  /** In the order of the pipeline. */
  readonly operators: readonly ExecutedOperator[];
  /** Milliseconds in all, measured, and as first planned. */
  readonly makespan: number;
  readonly plannedMakespan: number;
  readonly replans: readonly Replan[];
  readonly lostDevices: readonly string[];
  readonly memory: SpillStats;
}
