import type { Pool } from '../../compute/index.js';
import { type RunOptions, throwIfAborted, yieldToEventLoop } from '../../core/index.js';
import type { KindCost } from '../cost-model.js';
import { fitCost, type Sample } from '../fit-cost.js';
import type { Work } from '../kernel-work.js';
import { calibrationTrials } from './calibration-trials.js';

/** Rounds over all sizes that count. Of the times the lower quartile does: others' work on the machine only ever adds. */
const ROUNDS = 5;
/** After this long no further round begins: on a slow or busy machine one has to do. */
const PATIENCE_MS = 4000;

/**
 * Times every kind of operator that a pool runs on a handful of sizes and fits its costs. A few seconds; the operands are random and are
 * freed again. Sizes take turns, so that each is measured at several moments of a machine whose speed varies, and no operand
 * lies in a cache from the run before.
 *
 * @returns costs by kind, for {@link CostModel.set}
 * @throws {HeteroGraphError} ABORTED, OUT_OF_MEMORY, SPILL_FAILED
 */
export async function calibrate(
  pool: Pool,
  { signal, onProgress }: RunOptions = {},
): Promise<Record<string, KindCost>> {
  const started = performance.now();
  const groups = calibrationTrials(pool, signal);
  const measured: { readonly work: Work; readonly times: number[] }[] = [];
  const report = (done: number) => onProgress?.({ stage: 'calibrate', done, total: ROUNDS + 1, unit: 'rounds' });
  // The first round does not count: code is compiled, pages are there.
  for (let round = 0; round <= ROUNDS && (round < 2 || performance.now() - started < PATIENCE_MS); round++) {
    let trial = 0;
    for (const group of groups) {
      throwIfAborted(signal);
      await group(async (work, run) => {
        const start = performance.now();
        await run();
        const ms = performance.now() - start;
        measured[trial] ??= { work, times: [] };
        if (round > 0) measured[trial]!.times.push(ms);
        trial++;
      });
      await yieldToEventLoop();
    }
    report(round + 1);
  }
  const samples = new Map<string, Sample[]>();
  for (const { work, times } of measured) {
    const ms = times.sort((a, b) => a - b)[(times.length - 1) >> 2]!;
    samples.set(work.kind, [...(samples.get(work.kind) ?? []), { flops: work.flops, bytes: work.bytes, ms }]);
  }
  return Object.fromEntries([...samples].map(([kind, each]) => [kind, fitCost(each)]));
}
