import { HeteroGraphError } from './errors.js';

/** One step of long work. `total` is undefined where it cannot be known; `done` never decreases within a stage. */
export interface ProgressEvent {
  stage: string;
  done: number;
  total?: number;
  /** What is counted: 'bytes', 'rows', 'epochs', ... */
  unit: string;
  /** Free figures to show beside the bar, such as `{ loss: 0.31, microF1: 0.92 }`. */
  values?: Readonly<Record<string, number>>;
}

export type OnProgress = (event: ProgressEvent) => void;

/** Options every long call takes. */
export interface RunOptions {
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/** @throws {HeteroGraphError} ABORTED when the signal is aborted; `cause` holds the signal's reason. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new HeteroGraphError('ABORTED', 'The operation was aborted.', { cause: signal.reason });
  }
}

/** Lets timers, signals and progress bars run between two stretches of synchronous work. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Breathes every 50 ms of a long loop: `if (breather.isDue()) await breather.breathe();`. */
export class Breather {
  readonly #signal: AbortSignal | undefined;
  #since = performance.now();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  isDue(): boolean {
    return performance.now() - this.#since >= 50;
  }

  /** @throws {HeteroGraphError} ABORTED */
  async breathe(): Promise<void> {
    await breathe();
    throwIfAborted(this.#signal);
    this.#since = performance.now();
  }
}
