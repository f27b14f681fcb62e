import type { RandomStream } from '../../core/index.js';
import type { Questions } from './questions.js';

/** Nodes of one type that the questions of a batch are compared with. */
export interface Candidates {
  /** Rows of the type; undefined: all of them. */
  readonly rows: Int32Array | undefined;
  readonly count: number;
  /**
   * Added to every score, [count]: the logarithm of how many nodes a drawn one stands for, so that the sum of the exponentials is that
   * of all nodes in expectation. Undefined where the candidates are all nodes.
   */
  readonly offsets: Float32Array | undefined;
  /** Place of a row among the candidates. */
  placeOf(row: number): number;
}

/** The answers of a batch and `drawn` other nodes of `size`, each once; all of them where that is not fewer. */
export function candidatesOf(
  { offsets, answers }: Questions,
  batch: Int32Array,
  size: number,
  drawn: number,
  stream: RandomStream,
): Candidates {
  const all = { rows: undefined, offsets: undefined, count: size, placeOf: (row: number) => row };
  if (drawn === 0 || drawn >= size) return all;
  const places = new Int32Array(size).fill(-1);
  const rows = new Int32Array(size);
  let count = 0;
  const add = (row: number) => {
    if (places[row]! >= 0) return;
    places[row] = count;
    rows[count++] = row;
  };
  for (const q of batch) for (let i = offsets[q]!; i < offsets[q + 1]!; i++) add(answers[i]!);
  const numAnswers = count;
  const wanted = numAnswers + drawn;
  if (wanted * 2 > size) return all;
  while (count < wanted) add(stream.nextInt(size));
  const offsetsOfScores = new Float32Array(count).fill(Math.log((size - numAnswers) / drawn), numAnswers);
  return { rows: rows.slice(0, count), offsets: offsetsOfScores, count, placeOf: (row) => places[row]! };
}
