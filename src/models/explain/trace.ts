import type { Flow } from '../core/explanation.js';
import type { ReadLayer, ReadType } from './read-shares.js';

/** Shares of the flow by node: those of every type. */
export type Masses = ReadonlyMap<string, Float64Array>;

export interface Trace {
  /** By relation name: the share of the flow over each edge, summed over layers that see the relation. */
  readonly edges: ReadonlyMap<string, Map<number, number>>;
  /** What reached the nodes after every layer; the input first. */
  readonly masses: readonly Masses[];
  readonly flow: Flow;
}

type Links = Map<string, Flow['links'][number]>;

/**
 * Follows the weights back from the explained rows to the input, each of which stands for the same share of 1: what a node has is divided
 * among its edges, and itself, by their weights.
 */
export function traceBack(
  layers: readonly ReadLayer[],
  target: string,
  rows: Int32Array,
  numNodes: (type: string) => number,
): Trace {
  const edges = new Map<string, Map<number, number>>();
  const start = new Float64Array(numNodes(target));
  for (const row of rows) start[row]! += 1 / rows.length;
  const masses: Masses[] = [new Map([[target, start]])];
  const links: Links[] = [];
  for (let l = layers.length - 1; l >= 0; l--) {
    const after = masses[0]!;
    const before = new Map<string, Float64Array>();
    const own: Links = new Map();
    for (const [type, mass] of after)
      spread({ type, mass, shares: layers[l]!.get(type), before, edges, links: own, level: l, numNodes });
    masses.unshift(before);
    links.unshift(own);
  }
  const levels = masses.map((level) =>
    [...level].map(([type, mass]) => ({ type, size: mass.reduce((sum, value) => sum + value, 0) })),
  );
  return { edges, masses, flow: { levels, links: links.flatMap((each) => [...each.values()]) } };
}

interface Spread {
  readonly type: string;
  readonly mass: Float64Array;
  readonly shares: ReadType | undefined;
  readonly before: Map<string, Float64Array>;
  readonly edges: Map<string, Map<number, number>>;
  readonly links: Links;
  readonly level: number;
  numNodes(type: string): number;
}

function spread({ type, mass, shares, before, edges, links, level, numNodes }: Spread): void {
  if (!shares) return;
  const massOf = (of: string) => {
    let values = before.get(of);
    if (!values) {
      values = new Float64Array(numNodes(of));
      before.set(of, values);
    }
    return values;
  };
  const link = (source: string, relation: string | null, width: number) => {
    if (width <= 0) return;
    const key = JSON.stringify([source, type, relation]);
    links.set(key, { level, source, target: type, relation, width: (links.get(key)?.width ?? 0) + width });
  };
  const totals = totalWeights(mass.length, shares);
  for (const { relation, edges: weights } of shares.relations) {
    const { indptr, indices } = relation.matrix.arrays(false);
    const to = massOf(relation.source);
    const scores = edges.get(relation.name) ?? new Map<number, number>();
    edges.set(relation.name, scores);
    let width = 0;
    for (let i = 0; i < mass.length; i++) {
      if (mass[i] === 0) continue;
      for (let e = indptr[i]!; e < indptr[i + 1]!; e++) {
        const share = (mass[i]! * weights[e]!) / totals[i]!;
        to[indices[e]!]! += share;
        scores.set(e, (scores.get(e) ?? 0) + share);
        width += share;
      }
    }
    link(relation.source, relation.name, width);
  }
  const { self } = shares;
  if (!self) return;
  const to = massOf(type);
  let width = 0;
  for (let i = 0; i < mass.length; i++) {
    if (mass[i] === 0) continue;
    const share = (mass[i]! * self.weights[i]!) / totals[i]!;
    to[i]! += share;
    width += share;
  }
  link(type, null, width);
}

/** Sums of the weights of every node, 1 where they are nothing. */
function totalWeights(count: number, { relations, self }: ReadType): Float64Array {
  const totals = new Float64Array(count);
  for (const { weights } of [...relations, ...(self ? [self] : [])]) {
    for (let i = 0; i < count; i++) totals[i]! += weights[i]!;
  }
  return totals.map((total) => total || 1);
}
