import { edgeTypeKey, type HeteroGraph, type MetapathStep } from '../../graph/index.js';

interface Move {
  readonly from: string;
  readonly to: string;
  readonly step: MetapathStep;
  readonly back: MetapathStep;
}

/** Metapaths that together reach every node type that edges lead to. */
export interface ChosenMetapaths {
  readonly metapaths: readonly (readonly MetapathStep[])[];
  /** Node types of each, such as `author-paper-venue-paper-author`. */
  readonly names: readonly string[];
}

/**
 * From a node type out by the fewest steps and the same way back: one path for every node type that is on the way to no other, and one
 * for every relation of the type with itself. Of several relations between two types the one with most edges is followed.
 */
export function chooseMetapaths(graph: HeteroGraph, target: string): ChosenMetapaths {
  const moves = movesOf(graph);
  const before = new Map<string, Move | undefined>([[target, undefined]]);
  const isPassed = new Set<string>();
  // A map is gone through in the order of insertion, what is added on the way included.
  for (const type of before.keys()) {
    for (const move of moves) {
      if (move.from !== type || before.has(move.to)) continue;
      before.set(move.to, move);
      isPassed.add(type);
    }
  }
  const paths: Move[][] = moves.filter(({ from, to }) => from === target && to === target).map((move) => [move]);
  for (const type of before.keys()) {
    if (type === target || isPassed.has(type)) continue;
    const path: Move[] = [];
    for (let move = before.get(type); move; move = before.get(move.from)) path.unshift(move);
    paths.push(path);
  }
  return {
    metapaths: paths.map((path) => [...path.map(({ step }) => step), ...path.toReversed().map(({ back }) => back)]),
    names: paths.map((path) =>
      [target, ...path.map(({ to }) => to), ...path.toReversed().map(({ from }) => from)].join('-'),
    ),
  };
}

/** Relations with edges, both ways, those with most edges first; of a type with itself one way, and of two inverse ones the first. */
function movesOf(graph: HeteroGraph): Move[] {
  const types = graph.edgeTypes.filter((type) => graph.numEdges(type) > 0);
  const sizes = new Map(types.map((type) => [type, graph.numEdges(type)]));
  const ordered = types.toSorted((a, b) => sizes.get(b)! - sizes.get(a)!);
  const kept = new Set<string>();
  const moves: Move[] = [];
  for (const type of ordered) {
    const [from, , to] = type;
    const key = edgeTypeKey(type);
    const { inverse } = graph.edgeSchema(type);
    if (inverse && kept.has(edgeTypeKey(inverse))) continue;
    kept.add(key);
    moves.push({ from, to, step: key, back: { reverse: key } });
    if (from !== to) moves.push({ from: to, to: from, step: { reverse: key }, back: key });
  }
  return moves;
}
