import type { RandomStream } from '../../core/index.js';
import { type EdgeType, LinkIndex, type TypedLinks } from '../../graph/index.js';

/** Pairs that two edge types would share by chance, from which on having none of them says something. */
const EXPECTED = 20;
/** Of these, the share that they may have. */
const TOLERATED = 0.05;

/**
 * For every edge type, the others that exclude it, by place: with the same ends, and hardly a pair that has both, though of pairs at random 20
 * or more would, such as votes for and against. O(links + pairs of edge types x nodes).
 *
 * @param links known ones, of all edge types
 */
export function exclusiveTypes(
  links: TypedLinks,
  edgeTypes: readonly EdgeType[],
  numNodes: (type: string) => number,
): readonly (readonly number[])[] {
  return exclusiveIn(new LinkIndex(links, 'target'), edgeTypes, numNodes);
}

function exclusiveIn(
  index: LinkIndex,
  edgeTypes: readonly EdgeType[],
  numNodes: (type: string) => number,
): readonly (readonly number[])[] {
  const counts = new Float64Array(edgeTypes.length);
  for (const [q, r] of index.relation.entries()) counts[r]! += index.offsets[q + 1]! - index.offsets[q]!;
  return edgeTypes.map(([from, , to], r) => {
    const chance = counts[r]! / (numNodes(from) * numNodes(to));
    return edgeTypes.flatMap(([otherFrom, , otherTo], s) => {
      if (s === r || otherFrom !== from || otherTo !== to) return [];
      const expected = chance * counts[s]!;
      return expected >= EXPECTED && shared(index, r, s) <= TOLERATED * expected ? [s] : [];
    });
  });
}

/** Pairs that two edge types have in common. */
function shared(index: LinkIndex, r: number, s: number): number {
  let count = 0;
  for (const [q, relation] of index.relation.entries()) {
    if (relation !== r) continue;
    const others = index.answersOf(s, index.known[q]!);
    for (let i = index.offsets[q]!, j = 0; i < index.offsets[q + 1]! && j < others.length; ) {
      const difference = index.answers[i]! - others[j]!;
      if (difference === 0) count++;
      if (difference <= 0) i++;
      if (difference >= 0) j++;
    }
  }
  return count;
}

/**
 * Puts, for links whose edge type others exclude, the same pair by one of these in the place of the first of the link's negatives; the others
 * stay. Pairs that do have both are passed over.
 *
 * @param negatives `perLink` for each link, in the order of the links; changed
 * @param count of the negatives of a link that are replaced
 */
export class OppositeNegatives {
  readonly #exclusive: readonly (readonly number[])[];
  readonly #index: LinkIndex;

  constructor(known: TypedLinks, edgeTypes: readonly EdgeType[], numNodes: (type: string) => number) {
    this.#index = new LinkIndex(known, 'target');
    this.#exclusive = exclusiveIn(this.#index, edgeTypes, numNodes);
  }

  replace(links: TypedLinks, negatives: TypedLinks, count: number, stream: RandomStream): void {
    const perLink = negatives.source.length / links.source.length;
    for (let i = 0; i < links.source.length; i++) {
      const [a, b] = [links.source[i]!, links.target[i]!];
      const others = this.#exclusive[links.relation[i]!]!;
      if (others.length === 0) continue;
      for (let k = 0; k < Math.min(count, perLink); k++) {
        const other = others[others.length === 1 ? 0 : stream.nextInt(others.length)]!;
        if (this.#index.placeOf(other, a, b) >= 0) continue;
        const at = i * perLink + k;
        negatives.source[at] = a;
        negatives.target[at] = b;
        negatives.relation[at] = other;
      }
    }
  }
}
