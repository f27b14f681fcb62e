import { type PropagationInput, propagationInput } from '../../propagation/index.js';
import type { Problem } from '../core/types.js';
import { chooseHops, type FreeHops } from './choose-hops.js';

/** Relations that the metapaths go along, where all would be too many. */
export interface ChosenRelations {
  readonly relations: readonly string[];
  /** Of how many. */
  readonly total: number;
}

/** Relations of the shortest paths that tell more than who the neighbours are. */
const FEWEST_HOPS = 2;

/**
 * Of many relations those that reach most: as many as leave two hops of features, and of labels, within the bounds of {@link chooseHops}.
 * Undefined where all relations do, and where not even one does. Decided by numbers of nodes and edges alone.
 */
export function chooseRelations(
  problem: Pick<Problem, 'graph' | 'nodeType' | 'split'>,
  settings: FreeHops,
): ChosenRelations | undefined {
  const isFar = (relations?: readonly string[]) => {
    const { hops, labelHops } = chooseHops(problem, relations ? { ...settings, relations } : settings);
    return hops >= FEWEST_HOPS && (!settings.labels || labelHops >= FEWEST_HOPS);
  };
  const input = propagationInput(problem.graph, problem.nodeType);
  if (input.relations.length < 2 || isFar()) return undefined;
  const ranked = byReach(input, problem);
  // More relations never make longer paths possible.
  let [fits, tooMany] = [0, ranked.length + 1];
  while (tooMany - fits > 1) {
    const count = (fits + tooMany) >> 1;
    if (isFar(ranked.slice(0, count))) fits = count;
    else tooMany = count;
  }
  return fits === 0 ? undefined : { relations: ranked.slice(0, fits), total: input.relations.length };
}

/** Relations by the share of the nodes at their nearer end that have an edge of them: of the rows, or of what lies one hop from these. */
function byReach({ types, target, relations }: PropagationInput, { split }: Pick<Problem, 'split'>): string[] {
  const near = types.map(() => new Set<number>());
  for (const row of [...split.train, ...split.valid, ...split.test]) near[target]!.add(row);
  const sides = relations.map(({ name, a, b, aFromB, bFromA }) => ({
    name,
    views:
      a === b
        ? [{ t: a, u: b, edges: aFromB }]
        : [aFromB, bFromA].map((edges, i) => ({ t: [a, b][i]!, u: [b, a][i]!, edges })),
  }));
  for (const { t, u, edges } of sides.flatMap(({ views }) => views)) {
    if (t !== target || u === target) continue;
    for (const row of near[target]!) {
      for (let e = edges.indptr[row]!; e < edges.indptr[row + 1]!; e++) near[u]!.add(edges.indices[e]!);
    }
  }
  const reached = sides.map(({ name, views }) => {
    const shares = views.map(({ t, edges }) => {
      let count = 0;
      for (const node of near[t]!) if (edges.indptr[node + 1]! > edges.indptr[node]!) count++;
      return { isDirect: t === target, share: count / Math.max(1, near[t]!.size) };
    });
    const direct = Math.max(0, ...shares.filter(({ isDirect }) => isDirect).map(({ share }) => share));
    return { name, direct, share: Math.max(0, ...shares.map(({ share }) => share)) };
  });
  // Without one that touches the target there is no path at all.
  return reached
    .filter(({ share }) => share > 0)
    .sort((one, other) => Number(other.direct > 0) - Number(one.direct > 0) || other.share - one.share)
    .map(({ name }) => name);
}
