import fc from 'fast-check';
import { networkFromEdges } from '../../src/influence/network/from-edges.js';
import {
  type DiffusionNetwork,
  type NetworkRule,
  type TriggerSampler,
  thresholdOf,
} from '../../src/influence/network/network.js';

/** The rule of edges that are always live. */
export const certain = { name: '', kind: 'constant', probability: 1 } as const;

export interface SmallEdge {
  readonly source: number;
  readonly target: number;
  /** Number of its rule. */
  readonly rule: number;
  /** Of a rule of kind `edge`. */
  readonly p: number;
}

export interface SmallNetwork {
  readonly numNodes: number;
  readonly model: 'ic' | 'lt';
  readonly rules: readonly NetworkRule[];
  readonly edges: readonly SmallEdge[];
  readonly acceptance?: readonly number[];
  readonly maxHops?: number;
  readonly maxTime?: number;
}

/** A network from edges given one by one, blocks by target and rule. */
export function smallNetwork({ edges, acceptance, ...rest }: SmallNetwork): DiffusionNetwork {
  const { numNodes, model, rules } = rest;
  const kept = edges.filter(({ rule, p }) => rules[rule]!.kind !== 'edge' || p > 0);
  const sorted = [...kept].sort((a, b) => a.target - b.target || a.rule - b.rule || b.p - a.p);
  const blockStarts = new Int32Array(numNodes + 1);
  const [blockRules, edgeStarts]: [number[], number[]] = [[], []];
  for (let v = 0, at = 0; v < numNodes; v++) {
    for (let rule = 0; rule < rules.length; rule++) {
      blockRules.push(rule);
      edgeStarts.push(at);
      while (at < sorted.length && sorted[at]!.target === v && sorted[at]!.rule === rule) at++;
    }
    blockStarts[v + 1] = blockRules.length;
  }
  edgeStarts.push(sorted.length);
  let sum = 0;
  const thresholds = sorted.map(({ target, p }, i) => {
    sum = model === 'lt' && sorted[i - 1]?.target === target ? sum + p : p;
    return p > 0 ? thresholdOf(sum) : 0;
  });
  const one = rules.length === 1;
  return {
    ...rest,
    numEdges: sorted.length,
    types: [{ name: 'node', start: 0, count: numNodes }],
    ...(one ? {} : { blockStarts, blockRules: Uint8Array.from(blockRules) }),
    edgeStarts: Int32Array.from(edgeStarts),
    sources: Int32Array.from(sorted, ({ source }) => source),
    ...(rules.some(({ kind }) => kind === 'edge') ? { thresholds: Uint32Array.from(thresholds) } : {}),
    ...(acceptance ? { acceptance: Uint32Array.from(acceptance, thresholdOf) } : {}),
  };
}

/** Four nodes and certain edges without delay (`quick`) or of delay 1, at most 2 hops and a time of 2: neither limit decides alone. */
export function bothLimits(edges: readonly (readonly [source: number, target: number, kind: 'quick' | 'slow'])[]) {
  const rules = (['quick', 'slow'] as const).map((name, delay) => ({ ...certain, name, delay }));
  const listed = edges.map(([source, target, kind]) => ({ source, target, rule: kind === 'quick' ? 0 : 1, p: 1 }));
  return smallNetwork({ numNodes: 4, model: 'ic', rules, edges: listed, maxHops: 2, maxTime: 2 });
}

/** A network of trigger callbacks that are independent cascade, and that independent cascade. */
export function triggerNetwork(): { network: DiffusionNetwork; ic: DiffusionNetwork } {
  const source = Int32Array.of(0, 0, 1, 2, 3, 1, 4, 4);
  const target = Int32Array.of(1, 2, 3, 3, 4, 4, 5, 5);
  const ic = networkFromEdges({ numNodes: 6, source, target }, { ...certain, probability: 0.4 });
  const trigger: TriggerSampler = (_, begin, end, uniform, emit) => {
    for (let entry = begin; entry < end; entry++) if (uniform() < 0.4) emit(entry);
  };
  return { network: { ...ic, model: 'triggering', trigger }, ic };
}

const icRules: NetworkRule[] = [
  { name: 'a', kind: 'constant', probability: 0.3, delay: 1 },
  { name: 'b', kind: 'degree', factor: 1, delay: 2 },
  { name: 'c', kind: 'degree', factor: 0.8, base: 'node', delay: 0.5 },
  { name: 'd', kind: 'edge', delay: 1.5 },
];

export interface SmallShape {
  readonly minNodes?: number;
  readonly maxNodes: number;
  readonly maxEdges: number;
  readonly model?: 'ic' | 'lt';
  readonly acceptance?: boolean;
  readonly maxHops?: boolean;
  readonly maxTime?: boolean;
}

/** Random small networks: self loops, parallel edges and isolated nodes among them. */
export function smallNetworks(shape: SmallShape): fc.Arbitrary<DiffusionNetwork> {
  const { minNodes = 1, maxNodes, maxEdges, model = 'ic' } = shape;
  return fc.integer({ min: minNodes, max: maxNodes }).chain((numNodes) => {
    const node = fc.integer({ min: 0, max: numNodes - 1 });
    const part = fc.integer({ min: 1, max: 20 }).map((i) => i / 20);
    const edge = fc.record({ source: node, target: node, rule: fc.integer({ min: 0, max: 3 }), p: part });
    const chance = shape.acceptance
      ? fc.array(part, { minLength: numNodes, maxLength: numNodes })
      : fc.constant(undefined);
    return fc
      .record({
        edges: fc.array(edge, { maxLength: maxEdges }),
        uniform: fc.boolean(),
        acceptance: chance,
        maxHops: shape.maxHops ? fc.integer({ min: 0, max: 3 }) : fc.constant(undefined),
        maxTime: shape.maxTime ? fc.integer({ min: 0, max: 8 }).map((i) => i / 2) : fc.constant(undefined),
      })
      .map(({ edges, uniform, ...rest }) => {
        if (model === 'ic') return smallNetwork({ ...rest, numNodes, model, rules: icRules, edges });
        const rule: NetworkRule = uniform ? { name: 'a', kind: 'degree', factor: 0.9, base: 'node' } : icRules[3]!;
        return smallNetwork({ ...rest, numNodes, model, rules: [rule], edges: ltEdges(edges) });
      });
  });
}

/** One rule, and weights into a node that sum up to at most 1. */
function ltEdges(edges: readonly SmallEdge[]): SmallEdge[] {
  const sums = new Map<number, number>();
  for (const { target, p } of edges) sums.set(target, (sums.get(target) ?? 0) + p);
  return edges.map((edge) => ({ ...edge, rule: 0, p: edge.p / Math.max(1, sums.get(edge.target)!) }));
}

/** All subsets of `nodes` with at most `size` of them. */
export function subsets(nodes: readonly number[], size: number): number[][] {
  if (nodes.length === 0 || size === 0) return [[]];
  const [first, ...rest] = nodes as [number, ...number[]];
  return [...subsets(rest, size), ...subsets(rest, size - 1).map((set) => [first, ...set])];
}
