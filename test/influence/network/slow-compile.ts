import { RandomStream } from '../../../src/core/index.js';
import { type EdgeType, edgeTypeKey, type HeteroGraph } from '../../../src/graph/index.js';
import type { DiffusionOptions, RelationRule } from '../../../src/influence/network/diffusion-options.js';
import { blocksOf, type DiffusionNetwork, edgeProbability, ruleOf } from '../../../src/influence/network/network.js';

/** An in-edge as a person would write it down: through which relation, from where, how likely. */
export interface SlowEdge {
  readonly relation: string;
  readonly source: number;
  readonly probability: number;
}

/** In-edges of every node of a network, those of a relation by source and probability. */
export function readNetwork(network: DiffusionNetwork): SlowEdge[][] {
  return Array.from({ length: network.numNodes }, (_, node) => {
    const [first, last] = blocksOf(network, node);
    const edges: SlowEdge[] = [];
    for (let block = first; block < last; block++) {
      for (let at = network.edgeStarts[block]!; at < network.edgeStarts[block + 1]!; at++) {
        const probability = edgeProbability(network, node, block, at);
        edges.push({ relation: ruleOf(network, block).name, source: network.sources[at]!, probability });
      }
    }
    return inOrder(edges);
  });
}

/** The same from the tables of the graph, with an object for every edge and nothing saved. */
export function slowCompile(graph: HeteroGraph, options: DiffusionOptions): SlowEdge[][] {
  const starts = new Map<string, number>();
  let total = 0;
  for (const type of graph.nodeTypes) {
    starts.set(type, total);
    total += graph.numNodes(type);
  }
  const nodes = Array.from({ length: total }, () => [] as (SlowEdge & { rule: RelationRule; type: EdgeType })[]);
  for (const type of graph.edgeTypes) {
    const relation = edgeTypeKey(type);
    const listed = options.relations as Record<string, RelationRule | true> | undefined;
    if (listed && !Object.hasOwn(listed, relation)) continue;
    const own = listed?.[relation] ?? true;
    const rule = own === true ? {} : own;
    const table = graph.edgeTable(type);
    const stream = new RandomStream(options.seed ?? 1, 'influence', 'trivalency', relation);
    for (const [row, record] of table.toArray().entries()) {
      const [u, v] = [starts.get(type[0])! + record!.source, starts.get(type[2])! + record!.target];
      const given = own === true ? undefined : own.probability;
      const common = given ?? options.probability;
      let probability = Number.NaN;
      const model =
        options.model === 'lt' ? 'lt' : (rule.model ?? (given !== undefined ? 'ic' : undefined) ?? options.model);
      if (model === 'trivalency') {
        const levels = rule.levels ?? options.levels ?? [0.1, 0.01, 0.001];
        probability = levels[Math.floor(stream.next() * levels.length)]!;
      } else if (model === 'ic') {
        if (typeof common === 'number') probability = common;
        else if (typeof common === 'string') probability = record![common];
        else probability = common!(row, record!.source, record!.target);
      } else if (model === 'lt') {
        const weight = rule.weight ?? options.weight;
        if (typeof weight === 'string') probability = record![weight];
        else if (weight) probability = weight(row, record!.source, record!.target);
      }
      const edge = { relation, probability, rule: { ...rule, model: model as RelationRule['model'] }, type };
      const isOwn = model === 'ic' ? typeof common !== 'number' : true;
      if (probability === 0 && isOwn) continue;
      const add = (at: number, source: number) => {
        if (options.simple) {
          if (at === source) return;
          if (nodes[at]!.some((other) => other.relation === relation && other.source === source)) return;
        }
        nodes[at]!.push({ ...edge, source });
      };
      const direction = rule.direction ?? 'forward';
      if (direction !== 'reverse') add(v, u);
      if (direction === 'reverse' || (direction === 'both' && u !== v)) add(u, v);
    }
  }
  return nodes.map((edges) => {
    const all = edges.map((edge) => {
      if (!Number.isNaN(edge.probability)) return edge;
      const isLt = options.model === 'lt';
      const over = edge.rule.degree ?? options.degree ?? (isLt ? 'node' : 'relation');
      const degree = over === 'node' ? edges.length : edges.filter((e) => e.relation === edge.relation).length;
      const factor = edge.rule.factor ?? options.factor ?? 1;
      return { ...edge, probability: isLt ? factor / degree : Math.min(1, factor / degree) };
    });
    const sum = options.model === 'lt' ? all.reduce((s, { probability }) => s + probability, 0) : 0;
    const scale = options.normalisation === 'toOne' || sum > 1 ? 1 / sum : 1;
    return inOrder(
      all.map(({ relation, source, probability }) => ({
        relation,
        source,
        probability: options.model === 'lt' ? probability * scale : probability,
      })),
    );
  });
}

function inOrder(edges: SlowEdge[]): SlowEdge[] {
  return edges.sort(
    (a, b) =>
      (a.relation < b.relation ? -1 : a.relation > b.relation ? 1 : 0) ||
      a.source - b.source ||
      b.probability - a.probability,
  );
}
