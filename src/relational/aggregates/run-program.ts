import { answerScratch, eventAnswersInto, eventOperationBytes, longKey, Placement } from '../../compute/internal.js';
import type { Pieces } from '../../core/index.js';
import type { Program } from './program.js';

/** Values of the rows of an index: numbers (NaN: missing), or codes below a number (-1: missing). */
export type EventValues =
  | { readonly kind: 'numbers'; readonly values: Float64Array }
  | { readonly kind: 'codes'; readonly values: Int32Array; readonly numCodes: number };

/** Events and questions between two pauses. */
const PIECE = 1_000_000;

const KINDS = { none: 0, numbers: 1, codes: 2 } as const;

/**
 * Computes all aggregates of a program, the keys on all threads. O(events of the keys that are asked for + questions) an operation.
 *
 * @param askedAt times of the questions in seconds, [questions]
 * @param values absent where no operation needs them
 */
export function* runProgram(program: Program, askedAt: Float64Array, values?: EventValues): Pieces<void> {
  const { spans, needs } = program;
  const { pool, index, at } = spans;
  const place = new Placement(pool.arena);
  try {
    const words = program.words();
    const args = {
      ...{ kind: KINDS[values?.kind ?? 'none'], values: values ? place.of(values.values) : 0, needs },
      ...{ rows: at.rows, hasTies: index.hasTies, order: at.order, ends: at.end, askedAt: place.of(askedAt) },
      ...{ operations: place.of(words), numOperations: (4 * words.length) / eventOperationBytes },
    };
    const numCodes = values?.kind === 'codes' ? values.numCodes : 0;
    const scratch = (longest: number, workers: number) =>
      answerScratch(pool, place, args, [longest, numCodes, workers]);
    const { longest, longestOfAll } = lengths(spans.keys, index.length);
    const shared = scratch(longest, pool.threads);
    const alone = longestOfAll > longest ? scratch(longestOfAll, 1) : shared;
    for (const { first, count, isLong } of piecesOf(spans.keys, spans.firsts, index.length)) {
      eventAnswersInto(pool, at, args, isLong ? alone : shared, [first, count]);
      yield;
    }
  } finally {
    place.dispose();
  }
}

/** Events of the key with the most, long keys apart and with them. */
function lengths(keys: Int32Array, length: Int32Array): { longest: number; longestOfAll: number } {
  let [longest, longestOfAll] = [0, 0];
  for (const key of keys) {
    const count = length[key]!;
    longestOfAll = Math.max(longestOfAll, count);
    if (count <= longKey) longest = Math.max(longest, count);
  }
  return { longest, longestOfAll };
}

interface Piece {
  readonly first: number;
  readonly count: number;
  readonly isLong: boolean;
}

/** Keys that are worked on between two pauses; a long one is a piece of its own, and so one thread's. */
function piecesOf(keys: Int32Array, firsts: Int32Array, length: Int32Array): Piece[] {
  const pieces: Piece[] = [];
  let [first, work] = [0, 0];
  const close = (end: number, isLong = false) => {
    if (end > first) pieces.push({ first, count: end - first, isLong });
    first = end;
    work = 0;
  };
  for (let a = 0; a < keys.length; a++) {
    const events = length[keys[a]!]!;
    if (events > longKey) {
      close(a);
      close(a + 1, true);
      continue;
    }
    work += events + firsts[a + 1]! - firsts[a]!;
    if (work > PIECE) close(a + 1);
  }
  close(keys.length);
  return pieces;
}
