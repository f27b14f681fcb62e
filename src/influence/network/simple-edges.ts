import type { ChunkedPasses } from './chunked-passes.js';
import type { Entries } from './layout.js';

/**
 * Takes self loops and all but the first of the parallel edges of a block out of the entries, in place; what stays moves to the front and
 * `edgeStarts` follows. O(nodes + entries).
 *
 * @returns entries that stay
 */
export async function dropRepeated(
  numNodes: number,
  blockStarts: Int32Array | undefined,
  edgeStarts: Int32Array,
  { sources, values, edgeRows }: Entries,
  passes: ChunkedPasses,
): Promise<number> {
  // The number of the block in which a node was last a source, plus 1.
  const seen = new Int32Array(numNodes);
  let used = 0;
  let begin = 0;
  await passes.run(numNodes, sources.length, (from, to) => {
    for (let node = from; node < to; node++) {
      const last = blockStarts ? blockStarts[node + 1]! : node + 1;
      for (let block = blockStarts ? blockStarts[node]! : node; block < last; block++) {
        const end = edgeStarts[block + 1]!;
        for (let at = begin; at < end; at++) {
          const source = sources[at]!;
          if (source === node || seen[source] === block + 1) continue;
          seen[source] = block + 1;
          sources[used] = source;
          if (values) values[used] = values[at]!;
          if (edgeRows) edgeRows[used] = edgeRows[at]!;
          used++;
        }
        begin = end;
        edgeStarts[block + 1] = used;
      }
    }
  });
  return used;
}
