import type { Placement } from '../threads/placed.js';
import type { Pool } from '../threads/pool.js';
import type { AskedEvents } from './temporal-events.js';

/** Bytes of an operation: see `assembly/events/operation.ts`. */
export const eventOperationBytes = 32;

/** Kinds of operations, as `assembly/events/answers.ts` counts them. */
export const eventOperations = {
  count: 0,
  sinceLast: 1,
  sinceFirst: 2,
  between: 3,
  moments: 4,
  extreme: 5,
  trend: 6,
  lag: 7,
  lastNumber: 8,
  lastCode: 9,
  distinct: 10,
  countNumber: 11,
  countCode: 12,
  share: 13,
} as const;

/** What operations need of the numbers of a key, as bits. */
export const eventNeeds = { sums: 1, squares: 2, products: 4 } as const;

/** What a program of operations is applied to. Addresses where nothing else is said. */
export interface AnswerArguments {
  /** 0: no values, 1: numbers (f64), 2: codes (i32). */
  readonly kind: 0 | 1 | 2;
  readonly values: number;
  /** Of the events, i32. */
  readonly rows: number;
  /** Has any key two events of one time? */
  readonly hasTies: boolean;
  /** Of the questions: number as asked, and end, i32. */
  readonly order: number;
  readonly ends: number;
  /** Of the questions as asked, f64. */
  readonly askedAt: number;
  readonly operations: number;
  readonly numOperations: number;
  readonly needs: number;
}

/** Working memory of the threads, for keys of up to so many events. */
export interface AnswerScratch {
  readonly base: number;
  readonly stride: number;
  readonly places: number;
}

/** @param workers threads that use it; numCodes codes are below it */
export function answerScratch(
  pool: Pool,
  place: Placement,
  { kind, needs, hasTies }: Pick<AnswerArguments, 'kind' | 'needs' | 'hasTies'>,
  [longest, numCodes, workers]: readonly [longest: number, numCodes: number, workers: number],
): AnswerScratch {
  const sums = (need: number) => (needs & need ? 16 * (longest + 1) : 0);
  const products = sums(eventNeeds.products);
  const sizes = [
    kind === 0 ? 0 : (kind === 1 ? 8 : 4) * longest,
    kind === 0 ? 0 : 4 * (longest + 1),
    hasTies ? 4 * longest : 0,
    4 * (longest + 1),
    4 * numCodes,
    sums(eventNeeds.sums),
    sums(eventNeeds.squares),
    ...[products, products, products, products],
  ];
  const places = new Int32Array(sizes.length);
  let stride = 0;
  for (const [i, size] of sizes.entries()) {
    places[i] = stride;
    stride += Math.ceil(size / 64) * 64;
  }
  const base = place.block(stride * workers);
  const at = place.of(places);
  for (let worker = 0; worker < workers; worker++) {
    pool.arena.int32(base + worker * stride + places[4]!, numCodes).fill(0);
  }
  return { base, stride, places: at };
}

/** Answers the questions of `count` of the keys that are asked for, from the `first` on. */
export function eventAnswersInto(
  pool: Pool,
  events: AskedEvents,
  args: AnswerArguments,
  { base, stride, places }: AnswerScratch,
  [first, count]: readonly [first: number, count: number],
): void {
  const { kind, values, rows, hasTies, order, ends, askedAt, operations, numOperations, needs } = args;
  const words = [kind, events.begin, events.length, rows, events.times, values, Number(hasTies)];
  words.push(events.keys, events.firsts, order, ends, askedAt, operations, numOperations, needs);
  words.push(base, stride, places, first);
  pool.run('eventAnswers', words, count, Math.ceil(count / (8 * pool.threads)));
}
