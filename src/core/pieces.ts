import { YieldTimer } from './progress.js';

/** Long synchronous work that stops at every `yield`, where whoever runs it may let others go first. The result is the same either way. */
export type Pieces<Result> = Generator<void, Result>;

/** The result, without a pause. */
export function inOneGo<Result>(work: Pieces<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/**
 * The result, with a pause for timers, signals and progress bars every 50 ms. Work that is aborted runs its `finally`.
 *
 * @throws {HeteroGraphError} ABORTED
 */
export async function withPauses<Result>(work: Pieces<Result>, signal: AbortSignal | undefined): Promise<Result> {
  const yieldTimer = new YieldTimer(signal);
  try {
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      if (yieldTimer.isDue()) await yieldTimer.yieldNow();
    }
  } finally {
    work.return(undefined as never);
  }
}
