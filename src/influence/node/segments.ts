import { nodeModule } from '../../core/index.js';
import { corrupt } from '../../files/index.js';
import type { RrSets } from '../sampling/rr-sets.js';
import { nodesOfSet } from '../sampling/set-store.js';
import { runFormat, type Segment } from './manifest.js';
import { readWords, writeWords } from './words-file.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

/** Words of a file at most, unless one set has more: 256 MiB. */
const MAX_WORDS = 2 ** 26;

/** Writes the sets of a pool from `from` on. */
export async function writeSegments(folder: string, sets: RrSets, from: number): Promise<Segment[]> {
  const segments: Segment[] = [];
  for (let first = from; first < sets.size; ) {
    const view = sets.view();
    const { size, lengths } = view;
    let [end, nodes] = [first, 0];
    while (end < size && (end === first || nodes + lengths[end]! + end - first < MAX_WORDS)) nodes += lengths[end++]!;
    const out = new Int32Array(end - first + nodes);
    out.set(lengths.subarray(first, end));
    for (let i = first, at = end - first; i < end; at += lengths[i++]!) {
      out.set(nodesOfSet(view, i), at);
    }
    const file = `${sets.pool}-${first}-${end}.u32`;
    segments.push({ from: first, sets: end - first, ...(await writeWords(folder, file, out)) });
    first = end;
  }
  return segments;
}

/** Hands the sets of files to a pool that has none. @throws {HeteroGraphError} CORRUPT_FILE */
export async function readSegments(folder: string, sets: RrSets, segments: readonly Segment[]): Promise<void> {
  const seen = new Int32Array(sets.network.numNodes);
  for (const segment of segments) {
    const words = await readWords(folder, segment);
    const lengths = words.subarray(0, segment.sets);
    const nodes = words.subarray(segment.sets);
    const isWhole = segment.from === sets.size && lengths.length === segment.sets && areSets(nodes, lengths, seen);
    if (!isWhole) throw corrupt(runFormat, join(folder, segment.file), 'Its sets are not those that follow.');
    sets.adopt(nodes, lengths);
  }
}

/**
 * Whether the lengths are those of sets, one after the other, of nodes of the network, each at most once: kernels count with them unchecked.
 *
 * @param seen [numNodes], working memory
 */
function areSets(nodes: Int32Array, lengths: Int32Array, seen: Int32Array): boolean {
  seen.fill(0);
  let at = 0;
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i]!;
    if (length < 1 || length > nodes.length - at) return false;
    for (const end = at + length; at < end; at++) {
      const node = nodes[at]!;
      if (node < 0 || node >= seen.length || seen[node] === i + 1) return false;
      seen[node] = i + 1;
    }
  }
  return at === nodes.length;
}
