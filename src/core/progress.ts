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

/** Lets timers, abort signals and progress bars run between two chunks of synchronous work. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    // Browsers have no setImmediate, and setTimeout waits 4 ms there; a message comes at once.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Yields to the event loop every 50 ms of a long loop: `if (yieldTimer.isDue()) await yieldTimer.yieldNow();`. */
export class YieldTimer {
  readonly #signal: AbortSignal | undefined;
  #since = performance.now();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  isDue(): boolean {
    return performance.now() - this.#since >= 50;
  }

  /** @throws {HeteroGraphError} ABORTED */
  async yieldNow(): Promise<void> {
    await yieldToEventLoop();
    throwIfAborted(this.#signal);
    this.#since = performance.now();
  }
}
