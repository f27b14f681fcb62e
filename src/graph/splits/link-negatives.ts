import { HeteroGraphError, type RandomStream } from '../../core/index.js';
import { PairSet } from './link-pair-set.js';

/** Ends of links, [pairs] each. */
export interface LinkPairs {
  readonly source: Int32Array;
  readonly target: Int32Array;
}

/** Which pairs of nodes a relation may join, and which of them it joins. */
export interface LinkSpace {
  readonly numSources: number;
  readonly numTargets: number;
  /** Both ends are rows of one node type. */
  readonly isWithin: boolean;
  /** (a, b) and (b, a) are one link. */
  readonly isSymmetric: boolean;
  /** Every pair that is joined; parallel ones may repeat. */
  readonly links: LinkPairs;
  /** For the error. */
  readonly type: string;
}

/**
 * Draws pairs that are not joined, uniformly and each at most once. Within one node type, loops count only where the
 * relation has loops. Draws are rejected while at least a quarter of all pairs is free and at most half of the free
 * ones are asked for; beyond that, all free pairs are listed, which then are not many. O(links + count).
 *
 * @throws {HeteroGraphError} TOO_FEW_CANDIDATES where there are fewer such pairs
 */
export function drawNonLinks(space: LinkSpace, count: number, stream: RandomStream): LinkPairs {
  const { numSources, numTargets, isWithin, isSymmetric, links } = space;
  const tooDense = (free: number, of: number) => {
    const message = `${count} pairs without a link were asked for, but there are ${free} of ${of}.`;
    return new HeteroGraphError('TOO_FEW_CANDIDATES', message, { type: space.type, hint: 'Ask for fewer negatives.' });
  };
  // Before anything of that size is made.
  const most = numPairs(space, true);
  if (count > most) throw tooDense(most, most);
  const joined = new PairSet(links.source.length + count);
  let hasLoops = false;
  for (let i = 0; i < links.source.length; i++) {
    const [a, b] = [links.source[i]!, links.target[i]!];
    hasLoops ||= isWithin && a === b;
    addPair(joined, a, b, isSymmetric);
  }
  const isDrawn = (a: number, b: number) => !isWithin || hasLoops || a !== b;
  const population = numPairs(space, hasLoops);
  const numFree = population - joined.size;
  if (count > numFree) throw tooDense(numFree, population);
  const source = new Int32Array(count);
  const target = new Int32Array(count);
  if (count * 2 > numFree || numFree * 4 < population) {
    const free = listFree(space, numFree, (a, b) => isDrawn(a, b) && !hasPair(joined, a, b, isSymmetric));
    for (let i = 0; i < count; i++) {
      const j = i + stream.nextInt(numFree - i);
      const flip = isSymmetric && stream.nextInt(2) === 1;
      source[i] = (flip ? free.target : free.source)[j]!;
      target[i] = (flip ? free.source : free.target)[j]!;
      free.source[j] = free.source[i]!;
      free.target[j] = free.target[i]!;
    }
    return { source, target };
  }
  for (let i = 0; i < count; ) {
    const a = stream.nextInt(numSources);
    let b: number;
    if (isWithin && !hasLoops) {
      b = stream.nextInt(numTargets - 1);
      if (b >= a) b++;
    } else if (isSymmetric) {
      // One more outcome, which means the loop: each unordered pair is then drawn in two ways, loops too.
      b = stream.nextInt(numTargets + 1);
      if (b === numTargets) b = a;
    } else b = stream.nextInt(numTargets);
    if (!addPair(joined, a, b, isSymmetric)) continue;
    source[i] = a;
    target[i++] = b;
  }
  return { source, target };
}

/** Pairs that a link may join. */
function numPairs({ numSources, numTargets, isWithin, isSymmetric }: LinkSpace, hasLoops: boolean): number {
  if (!isWithin) return numSources * numTargets;
  const ordered = numSources * (numSources - 1);
  return (isSymmetric ? ordered / 2 : ordered) + (hasLoops ? numSources : 0);
}

function listFree(
  { numSources, numTargets, isSymmetric }: LinkSpace,
  numFree: number,
  isFree: (a: number, b: number) => boolean,
): LinkPairs {
  const source = new Int32Array(numFree);
  const target = new Int32Array(numFree);
  let at = 0;
  for (let a = 0; a < numSources; a++) {
    for (let b = isSymmetric ? a : 0; b < numTargets; b++) {
      if (!isFree(a, b)) continue;
      source[at] = a;
      target[at++] = b;
    }
  }
  return { source, target };
}

/** Adds a link, the two directions of a symmetric one being the same. False where it was there before. */
export function addPair(pairs: PairSet, a: number, b: number, isSymmetric: boolean): boolean {
  return isSymmetric && b < a ? pairs.add(b, a) : pairs.add(a, b);
}

export function hasPair(pairs: PairSet, a: number, b: number, isSymmetric: boolean): boolean {
  return isSymmetric && b < a ? pairs.has(b, a) : pairs.has(a, b);
}
