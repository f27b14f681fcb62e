import { type Csr, RandomStream } from '../../core/index.js';

/**
 * For each of several nodes a sequence of nodes, [count, length]: the node itself, its neighbours in random order, then the neighbours of
 * the second of the sequence, of the third, and so on, with repetitions, until there are enough (Mao et al., "HINormer", WWW 2023). A node
 * without neighbours is followed by itself. The order of a node's neighbours follows from the seed, the row that the sequence is for and the
 * place in it, so that it is the same for any order of the edges, provided that neighbours are sorted.
 *
 * @param start first of the rows that sequences are made for
 */
export function nodeSequences(
  { indptr, indices }: Csr,
  { start, count, length, seed }: { start: number; count: number; length: number; seed: number },
): Int32Array {
  const sequences = new Int32Array(count * length);
  for (let i = 0; i < count; i++) {
    const sequence = sequences.subarray(i * length, (i + 1) * length);
    const random = new RandomStream(seed, 'sequence', i);
    sequence[0] = start + i;
    let filled = 1;
    for (let place = 0; filled < length; place++) {
      const node = sequence[place]!;
      const [from, to] = [indptr[node]!, indptr[node + 1]!];
      const left = length - filled;
      if (from === to) sequence[filled++] = node;
      else filled = drawn(indices.subarray(from, to), Math.min(left, to - from), random, sequence, filled);
    }
  }
  return sequences;
}

/** So many of a list, each once, in random order; the list stays as it is. Returns where the sequence goes on. */
function drawn(list: Int32Array, count: number, random: RandomStream, into: Int32Array, at: number): number {
  // A shuffle of the first `count` places, of which only those that moved are kept.
  const moved = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const other = i + random.nextInt(list.length - i);
    into[at + i] = list[moved.get(other) ?? other]!;
    moved.set(other, moved.get(i) ?? i);
  }
  return at + count;
}
