import { expectArgument, HeteroGraphError } from '../../core/index.js';
import { expectNetwork } from './expect-network.js';
import type { DiffusionNetwork } from './network.js';

/** The nodes as numbers of the network. @throws {HeteroGraphError} INDEX_OUT_OF_RANGE naming the first that is none */
export function checkNodes(network: DiffusionNetwork, nodes: ArrayLike<number>, what: string): Int32Array {
  expectArgument(nodes, 'numbers', what);
  expectNetwork(network);
  for (let i = 0; i < nodes.length; i++) {
    const v = nodes[i]!;
    if (Number.isInteger(v) && v >= 0 && v < network.numNodes) continue;
    throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `${what} has ${v} at position ${i}, which is not a node.`, {
      row: i,
      column: what,
      hint:
        network.numNodes === 0 ? 'The network has no nodes.' : `Nodes are numbered from 0 to ${network.numNodes - 1}.`,
    });
  }
  return Int32Array.from(nodes);
}

/** Who may be chosen and who is there already. @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE */
export function checkChoice(
  network: DiffusionNetwork,
  { candidates, given }: { readonly candidates?: ArrayLike<number>; readonly given?: ArrayLike<number> },
): void {
  if (candidates && candidates.length !== network.numNodes) {
    const message = `candidates has ${candidates.length} numbers for ${network.numNodes} nodes.`;
    throw new HeteroGraphError('SHAPE_MISMATCH', message, { column: 'candidates', hint: 'Give 0 or 1 for each node.' });
  }
  if (given) checkNodes(network, given, 'given');
}

/** One finite number from 0 for every node. @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION */
export function checkWeights(network: DiffusionNetwork, weights: ArrayLike<number>, what: string): void {
  if (weights.length !== network.numNodes) {
    throw new HeteroGraphError(
      'SHAPE_MISMATCH',
      `${what} has ${weights.length} numbers for ${network.numNodes} nodes.`,
      {
        column: what,
        hint: 'Give one number for every node.',
      },
    );
  }
  for (let v = 0; v < weights.length; v++) {
    if (weights[v]! >= 0 && Number.isFinite(weights[v]!)) continue;
    throw new HeteroGraphError('INVALID_OPTION', `${what} of a node is ${weights[v]}.`, {
      row: v,
      column: what,
      hint: 'Use finite numbers from 0.',
    });
  }
}

/** A whole number in [min, max]. @throws {HeteroGraphError} INVALID_OPTION */
export function checkWhole(value: number, name: string, min: number, max = Number.MAX_SAFE_INTEGER): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  const end = max < Number.MAX_SAFE_INTEGER ? ` to ${max}` : '';
  throw invalidOption(name, value, `Use a whole number from ${min}${end}.`);
}

/** @throws {HeteroGraphError} INVALID_OPTION unless 0 < value < end */
export function checkInside(name: string, value: number, end: number): void {
  if (!(value > 0 && value < end))
    throw invalidOption(name, value, `Use a number between 0 and ${end.toPrecision(3)}.`);
}

/** An option with a value that it may not have. */
export function invalidOption(column: string, value: unknown, hint?: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', `${column} is ${value}.`, { column, hint });
}
