import { HeteroGraphError, type RunOptions, throwIfAborted } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { acceptanceOf } from './acceptance.js';
import { firstOf, networkInt32, networkUint32 } from './arrays.js';
import { checkDiffusionOptions } from './check-options.js';
import { ChunkedPasses } from './chunked-passes.js';
import type { DiffusionOptions } from './diffusion-options.js';
import { edgeLimits, edgeWeights, passesOf } from './edge-limits.js';
import { type Flow, flowsOf, type RelationFlow, relationFlows } from './flows.js';
import { type Entries, type Layout, layOut, placeEdges } from './layout.js';
import { writeLtThresholds } from './lt-weights.js';
import { type DiffusionNetwork, type NetworkRule, type NodeRange, typeOf } from './network.js';
import { dropRepeated } from './simple-edges.js';
import { BlockSorter, sortBlocks } from './sort-blocks.js';

/** A network of a typed graph: columns and ids of its nodes can be asked for. */
export interface TypedNetwork extends DiffusionNetwork {
  readonly graph: HeteroGraph;
  /** The external id of a node, its row within its type where that has none. */
  idOf(node: number): string | number;
}

/**
 * Compiles a diffusion on a typed graph to flat arrays: all node types one after another, in schema order, and the in-edges of every node
 * by relation. O(nodes + edges), and O(E log d) for a relation whose edges have probabilities of their own (d the largest in-degree).
 * Memory: 4 bytes an edge and a node; 4 more an edge with its own probability, and as much in passing. Options are checked before any work.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE, AMBIGUOUS, UNKNOWN_COLUMN, WRONG_DTYPE,
 * NULL_VALUE, SHAPE_MISMATCH, INVALID_PROBABILITY, INVALID_WEIGHT, INVALID_OPTION, LT_SUM_ABOVE_ONE, TOO_LARGE, OUT_OF_MEMORY, ABORTED
 * @see Kempe, Kleinberg and Tardos, "Maximizing the spread of influence through a social network", KDD 2003
 */
export async function diffusionNetwork(
  graph: HeteroGraph,
  options: DiffusionOptions = {},
  run: RunOptions = {},
): Promise<TypedNetwork> {
  checkDiffusionOptions(options);
  throwIfAborted(run.signal);
  const relations = relationFlows(graph, options);
  const types = nodeRanges(graph);
  const acceptance = acceptanceOf(graph, types, options.acceptance ?? {});
  const made = await compileEdges(graph, types, relations, options, run);
  const { maxHops, maxTime } = options;
  const network: TypedNetwork = {
    ...made.arrays,
    graph,
    model: made.model,
    numNodes: graph.numNodes(),
    types,
    ...(acceptance ? { acceptance } : {}),
    ...(maxHops === undefined ? {} : { maxHops }),
    ...(maxTime === undefined ? {} : { maxTime }),
    idOf: (node) => idOf(graph, types, node),
  };
  return options.model === 'triggering' ? { ...network, trigger: options.trigger!(network, made.edgeRows!) } : network;
}

function nodeRanges(graph: HeteroGraph): NodeRange[] {
  let start = 0;
  const types = graph.nodeTypes.map((name) => {
    const count = graph.numNodes(name);
    start += count;
    return { name, start: start - count, count };
  });
  if (start < 2 ** 31) return types;
  throw new HeteroGraphError('TOO_LARGE', `The graph has ${start} nodes; a network can have 2^31 - 1.`, {
    hint: 'Take a subgraph of the node types that matter.',
  });
}

async function compileEdges(
  graph: HeteroGraph,
  types: readonly NodeRange[],
  relations: readonly RelationFlow[],
  { model, seed = 1, simple = false, normalisation, trigger }: DiffusionOptions,
  run: RunOptions,
) {
  if (normalisation !== undefined && model !== 'lt') {
    const hint = "Leave it out, or give model: 'lt'.";
    throw new HeteroGraphError('INVALID_OPTION', 'Only linear threshold normalises.', {
      column: 'normalisation',
      hint,
    });
  }
  if ((model === 'triggering') !== (trigger !== undefined)) {
    const message = trigger ? 'There is a trigger without its model.' : 'The model triggering needs a trigger.';
    const hint = "Give model: 'triggering' and trigger together.";
    throw new HeteroGraphError('INVALID_OPTION', message, { column: 'trigger', hint });
  }
  const flows = flowsOf(graph, types, relations);
  const passes = new ChunkedPasses(run, ...workOf(graph, relations, flows, simple));
  const weights: (ArrayLike<number> | undefined)[] = [];
  const limits: (Uint32Array | undefined)[] = [];
  for (const flow of relations) {
    weights.push(await edgeWeights(graph, flow, passes));
    limits.push(await edgeLimits(graph, flow, seed, passes));
  }
  const isLt = model === 'lt';
  const isEqualLt = isLt && weights.every((each) => !each) && haveOneFactor(relations);
  const scaled = isEqualLt && normalisation === 'toOne' ? relations.map((flow) => ({ ...flow, factor: 1 })) : relations;
  const rules = scaled.map((flow, r) => ruleOf(flow, limits[r] !== undefined || (isLt && !isEqualLt)));
  const kept = flows.map(({ rule }) => limits[rule] ?? weights[rule]);
  const layout = await layOut(types, flows, kept, rules.length, passes);
  const { blockStarts, blockRules, edgeStarts } = layout;
  const entries = makeEntries(layout, {
    hasRows: model === 'triggering',
    valueKind: limits.some(Boolean) ? 'threshold' : isLt && !isEqualLt ? 'weight' : 'none',
  });
  for (const [f, flow] of flows.entries()) await placeEdges(flow, layout.next[f]!, kept[f], entries, passes);
  const numNodes = graph.numNodes();
  let numEdges = edgeStarts[edgeStarts.length - 1]!;
  if (simple) numEdges = await dropRepeated(numNodes, blockStarts, edgeStarts, entries, passes);
  const sources = firstOf(entries.sources, numEdges);
  let thresholds: Uint32Array | undefined;
  if (entries.values instanceof Uint32Array) {
    thresholds = firstOf(entries.values, numEdges);
    const isSorted = Uint8Array.from(limits, (each) => (each ? 1 : 0));
    const sorter = new BlockSorter(thresholds, sources);
    await passes.run(edgeStarts.length - 1, numEdges, (from, to) =>
      sortBlocks(sorter, edgeStarts, blockRules, isSorted, from, to),
    );
  } else if (entries.values) {
    thresholds = networkUint32(numEdges);
    const placed = { types, blockStarts, blockRules, edgeStarts, weights: entries.values };
    await writeLtThresholds(placed, relations, normalisation ?? 'none', thresholds, passes);
  }
  passes.finish();
  const parts = { ...(blockStarts ? { blockStarts } : {}), ...(blockRules ? { blockRules } : {}) };
  return {
    model: isLt || model === 'triggering' ? model : ('ic' as const),
    arrays: { rules, numEdges, ...parts, edgeStarts, sources, ...(thresholds ? { thresholds } : {}) },
    edgeRows: entries.edgeRows,
  };
}

/** Edges, and the work of all passes in edges: numbers of their own and a last pass over entries that have some, counting, placing twice that. */
function workOf(
  graph: HeteroGraph,
  relations: readonly RelationFlow[],
  flows: readonly Flow[],
  isSimple: boolean,
): [numEdges: number, work: number] {
  const numEdges = relations.reduce((sum, { type }) => sum + graph.numEdges(type), 0);
  const own = relations.reduce((sum, flow) => sum + graph.numEdges(flow.type) * passesOf(flow), 0);
  const placed = flows.reduce((sum, { target }) => sum + target.length, 0);
  const entries = flows.reduce((sum, { target, isBoth }) => sum + target.length * (isBoth ? 2 : 1), 0);
  return [numEdges, own + 3 * placed + graph.numNodes() + (isSimple ? entries : 0) + (own > 0 ? entries : 0)];
}

/** All in-edges of a node have one weight. */
function haveOneFactor(relations: readonly RelationFlow[]): boolean {
  const [first, ...others] = relations;
  if (others.length === 0) return true;
  return relations.every(({ factor = 1, degree = 'node' }) => degree === 'node' && factor === (first!.factor ?? 1));
}

/** What samplers know of a relation. */
function ruleOf({ name, model, delay, ...flow }: RelationFlow, isByEdge: boolean): NetworkRule {
  if (isByEdge) return { name, delay, kind: 'edge' };
  if (typeof flow.probability === 'number' && model === 'ic') {
    return { name, delay, kind: 'constant', probability: flow.probability };
  }
  const base = (flow.degree ?? (model === 'lt' ? 'node' : 'relation')) === 'node' || model === 'lt' ? 'node' : 'block';
  return { name, delay, kind: 'degree', factor: flow.factor ?? 1, base };
}

function makeEntries(
  { edgeStarts }: Layout,
  { hasRows, valueKind }: { hasRows: boolean; valueKind: 'threshold' | 'weight' | 'none' },
): Entries {
  const numEntries = edgeStarts[edgeStarts.length - 1]!;
  const values = { threshold: networkUint32, weight: (n: number) => new Float64Array(n), none: () => undefined };
  const made = values[valueKind](numEntries);
  return {
    sources: networkInt32(numEntries),
    ...(made ? { values: made } : {}),
    ...(hasRows ? { edgeRows: new Int32Array(numEntries) } : {}),
  };
}

function idOf(graph: HeteroGraph, types: readonly NodeRange[], node: number): string | number {
  const { name, start } = typeOf(types, node);
  const column = graph.nodeSchema(name).columns.findIndex(({ role }) => role === 'id');
  // One cell; the index of ids would be made for all nodes.
  const id: unknown =
    column < 0
      ? node - start
      : graph
          .nodeTable(name)
          .getChildAt(column)!
          .get(node - start);
  if (typeof id !== 'bigint') return id as string | number;
  return Number.isSafeInteger(Number(id)) ? Number(id) : String(id);
}
