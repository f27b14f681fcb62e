import type { SpillStats } from './spill-store.js';

/** When an operator ran, in milliseconds from the start of the execution. */
export interface ExecutedOperator {
  readonly name: string;
  readonly kind: string;
  readonly device: string;
  readonly planned: { readonly device: string; readonly start: number; readonly end: number };
  /** Milliseconds that the costs predicted. */
  readonly predictedMs: number;
  readonly start: number;
  readonly end: number;
  /** Of these, milliseconds until its tensors were in memory. */
  readonly waitedMs: number;
}

export interface ExecutionReport {
  /** In the order of the pipeline. */
  readonly operators: readonly ExecutedOperator[];
  /** Milliseconds in all, measured, and as planned. */
  readonly makespan: number;
  readonly plannedMakespan: number;
  readonly memory: SpillStats;
}
