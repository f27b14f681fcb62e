import type { Roots } from '../network/roots.js';
import type { SetEngine } from './engine.js';

/** A selection that one thread makes while the others make sets: the address of a coverage's record. */
export interface OverlappedSelection {
  readonly record: number;
}

/** One run of the kernel `rrSets`; see compute/assembly/influence/rr-sets.ts. */
export interface SetsRun {
  /** Address of the roots' record. */
  readonly roots: number;
  /** What lies there: kept alive by those who run. */
  readonly placed?: Roots;
  readonly base: readonly [low: number, high: number];
  /** Number of the first set. */
  readonly first: number;
  readonly count: number;
  /** Addresses; 0 for none. */
  readonly stops?: number;
  readonly starts?: number;
  readonly lengths?: number;
  /** Word of the memory behind the last one for sets; address of three words: the next one for sets, failures, hits. */
  readonly limit?: number;
  readonly counters: number;
  readonly overlap?: OverlappedSelection;
}

/** Most time that the kernel may take before timers and signals get a turn, ms. */
const TURN_MS = 30;

/** Makes sets first .. first + count - 1 on all threads. */
export function runSets(engine: SetEngine, run: SetsRun): void {
  const { roots, base, first, count, stops = 0, starts = 0, lengths = 0, limit = 0, counters, overlap } = run;
  const { network, scratch, stride, pool } = engine;
  const grain = Math.max(1, Math.min(64, Math.ceil(count / (pool.threads * 16))));
  const args = [network, roots, ...base, first, stops, scratch, stride, starts, lengths, limit, counters, counters + 4];
  if (overlap) pool.run('selectWhileSampling', [overlap.record, grain, ...args], count + grain, grain);
  else pool.run('rrSets', args, count, grain);
}

/** How many sets fit a turn after one for `turn` that made `count` of them in `ms`: by steps, and slowly down where it had few to make. */
export function nextTurn(turn: number, count: number, ms: number): number {
  const fitting = Math.min(turn * 8, Math.floor((count * TURN_MS) / Math.max(ms, 0.01)));
  return Math.max(1, count < turn ? Math.max(fitting, turn >> 1) : fitting);
}
