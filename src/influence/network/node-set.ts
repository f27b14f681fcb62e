import { expectArgument, HeteroGraphError } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import type { TypedNetwork } from './diffusion-network.js';
import { expectNetwork } from './expect-network.js';
import type { DiffusionNetwork, NodeRange } from './network.js';
import { nodeNumbers } from './number-column.js';
import { isNumbers } from './row-values.js';

/**
 * Nodes of a typed graph, by node type: `true` for all, rows, or the name of a column of bools. Rows alone, without a type, are those of
 * the only node type.
 */
export type NodeSet = Readonly<Record<string, true | string | ArrayLike<number>>> | ArrayLike<number>;

/**
 * The rows of external ids, as a {@link NodeSet}.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_ID naming the first id that the type does not have
 */
export function nodesWithIds(
  graph: HeteroGraph,
  ids: Readonly<Record<string, readonly (string | number | bigint)[]>>,
): Readonly<Record<string, Int32Array>> {
  expectGraph(graph);
  expectArgument(ids, 'object', 'ids');
  const rows = Object.entries(ids).map(([type, list]) => {
    graph.nodeSchema(type);
    return [type, Int32Array.from(list, (id) => rowOf(graph, type, id))] as const;
  });
  return Object.fromEntries(rows);
}

function rowOf(graph: HeteroGraph, type: string, id: string | number | bigint): number {
  const row = graph.ids(type).indexOf(id);
  if (row >= 0) return row;
  throw new HeteroGraphError('UNKNOWN_ID', `There is no node with the id ${JSON.stringify(String(id))}.`, {
    type,
    hint: 'See to spelling and node type; ids of types without an id column are row numbers.',
  });
}

/**
 * Nodes of a set as numbers of the network, in the order given, each once.
 *
 * @param what the option they come from, for errors; default `nodes`
 * @throws {HeteroGraphError} UNKNOWN_TYPE, INDEX_OUT_OF_RANGE, AMBIGUOUS, UNKNOWN_COLUMN, WRONG_DTYPE, INVALID_OPTION
 */
export function nodeList(network: DiffusionNetwork, set: NodeSet, what = 'nodes'): Int32Array {
  expectNetwork(network);
  const seen = new Uint8Array(network.numNodes);
  const nodes: number[] = [];
  for (const [name, rows] of byType(network, set, what)) {
    const range = rangeOf(network, name, what);
    const list = rowsOf(network, range, rows, what);
    const count = list === undefined ? range.count : list.length;
    for (let i = 0; i < count; i++) {
      const node = range.start + (list === undefined ? i : checkedRow(list[i]!, range, what));
      if (seen[node] === 0) nodes.push(node);
      seen[node] = 1;
    }
  }
  return Int32Array.from(nodes);
}

/** Nodes of a set, 1 each, [numNodes]. @throws {HeteroGraphError} as {@link nodeList} does */
export function nodeMask(network: DiffusionNetwork, set: NodeSet, what = 'nodes'): Uint8Array {
  expectNetwork(network);
  const mask = new Uint8Array(network.numNodes);
  for (const node of nodeList(network, set, what)) mask[node] = 1;
  return mask;
}

/** The parts of a set, or of numbers by type, that is keyed by node type. @throws {HeteroGraphError} AMBIGUOUS, INVALID_OPTION */
export function byType<T>(
  { types }: DiffusionNetwork,
  given: Readonly<Record<string, T>> | ArrayLike<number>,
  what: string,
): (readonly [string, T | ArrayLike<number>])[] {
  if (!isNumbers(given)) {
    const isPlain = typeof given === 'object' && given !== null && !(Symbol.iterator in given);
    if (isPlain) return Object.entries(given);
    throw new HeteroGraphError('INVALID_OPTION', `${what} is neither an object by node type nor an array of rows.`, {
      column: what,
      hint: 'Write { user: [0, 4] }; of a Set take [...set].',
    });
  }
  const filled = types.filter(({ count }) => count > 0);
  const only = types.length === 1 ? types[0] : filled.length === 1 ? filled[0] : undefined;
  if (only) return [[only.name, given]];
  throw new HeteroGraphError('AMBIGUOUS', `It is not clear which node type the rows in ${what} are of.`, {
    column: what,
    hint: `Give them by type, one of: ${types.map(({ name }) => name).join(', ') || 'none'}.`,
  });
}

/** @throws {HeteroGraphError} UNKNOWN_TYPE */
export function rangeOf({ types }: DiffusionNetwork, name: string, what: string): NodeRange {
  const range = types.find((type) => type.name === name);
  if (range) return range;
  throw new HeteroGraphError('UNKNOWN_TYPE', `There is no node type "${name}".`, {
    type: name,
    column: what,
    hint: `The network has: ${types.map((type) => type.name).join(', ') || 'none'}.`,
  });
}

/** @throws {HeteroGraphError} INDEX_OUT_OF_RANGE */
export function checkedRow(row: number, { name, count }: NodeRange, what: string): number {
  if (Number.isInteger(row) && row >= 0 && row < count) return row;
  throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `There is no row ${row} of ${count}.`, {
    type: name,
    column: what,
    hint: 'Rows count from 0; nodesWithIds finds those of ids.',
  });
}

/** A column of a node type. @throws {HeteroGraphError} UNKNOWN_COLUMN where the network was not made from a graph */
export function columnOf(network: DiffusionNetwork, type: string, name: string): ArrayLike<number> {
  const { graph } = network as Partial<TypedNetwork>;
  if (graph) return nodeNumbers(graph, type, name);
  throw new HeteroGraphError('UNKNOWN_COLUMN', 'The network was made from plain edges: its nodes have no columns.', {
    type,
    column: name,
    hint: 'Give the numbers themselves, or make the network with diffusionNetwork.',
  });
}

/** Undefined for all. */
function rowsOf(
  network: DiffusionNetwork,
  { name }: NodeRange,
  rows: true | string | ArrayLike<number>,
  what: string,
): ArrayLike<number> | undefined {
  if (rows === true) return undefined;
  if (isNumbers(rows)) return rows;
  if (typeof rows !== 'string') {
    throw new HeteroGraphError('INVALID_OPTION', `${what} of a type are ${rows}.`, {
      type: name,
      column: what,
      hint: 'Give true for all, an array of rows, or the name of a column of bools; leave the type out for none.',
    });
  }
  const flags = columnOf(network, name, rows);
  if (!(flags instanceof Uint8Array)) {
    throw new HeteroGraphError('WRONG_DTYPE', 'The column does not hold bools.', {
      type: name,
      column: rows,
      hint: 'A column that says which nodes are meant is of type bool.',
    });
  }
  const chosen: number[] = [];
  for (let row = 0; row < flags.length; row++) if (flags[row] === 1) chosen.push(row);
  return chosen;
}
