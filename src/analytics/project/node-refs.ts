import { HeteroGraphError, wrongArgument } from '../../core/index.js';
import { similarIdHint } from '../../graph/internal.js';
import type { ProjectedGraph, ProjectedType } from './projected-graph.js';

/** A node by its type and external id, or by an id that only one of the projected types has. */
export type NodeRef = string | number | { readonly type: string; readonly id: string | number };

/** The numbers of nodes in a projection, in the order they are named in. @throws {HeteroGraphError} as {@link nodeNumber} */
export function nodeNumbers(graph: ProjectedGraph, nodes: NodeRef | readonly NodeRef[], option: string): Int32Array {
  const list = Array.isArray(nodes) ? (nodes as readonly NodeRef[]) : [nodes as NodeRef];
  return Int32Array.from(list, (node) => nodeNumber(graph, node, option));
}

/**
 * The number of a node in a projection.
 *
 * @param option names the option in messages
 * @throws {HeteroGraphError} UNKNOWN_ID; AMBIGUOUS where several types have the id; UNKNOWN_TYPE; INVALID_OPTION
 */
export function nodeNumber(graph: ProjectedGraph, node: NodeRef, option: string): number {
  const { type, id } = partsOf(node, option);
  const types = type === undefined ? graph.types : [typeNamed(graph, type)];
  const found = types.map((each) => ({ type: each, row: rowOf(each, id) })).filter(({ row }) => row >= 0);
  if (found.length === 1) return found[0]!.type.start + found[0]!.row;
  const location = { column: option, ...(type !== undefined && { type }) };
  if (found.length > 1) {
    const names = found.map((each) => each.type.name).join(', ');
    const hint = 'Name the type as well: { type, id }.';
    throw new HeteroGraphError('AMBIGUOUS', `Nodes of ${names} have the id "${id}".`, { ...location, hint });
  }
  const names = types.map((each) => each.name).join(', ');
  const similar = types.map(({ ids }) => ids && similarIdHint(ids, id)).find((each) => each !== undefined);
  const hint = similar ?? 'Name a node by its id, as the data have it.';
  throw new HeteroGraphError('UNKNOWN_ID', `No node of ${names || 'no type'} has the id "${id}".`, {
    ...location,
    hint,
  });
}

/** A type of a projection. @throws {HeteroGraphError} UNKNOWN_TYPE */
export function typeNamed({ types }: ProjectedGraph, name: string): ProjectedType {
  const found = types.find((type) => type.name === name);
  if (found) return found;
  throw new HeteroGraphError('UNKNOWN_TYPE', `There is no node type "${name}" in the projection.`, {
    type: name,
    hint: `It has: ${types.map((type) => type.name).join(', ') || 'none'}.`,
  });
}

/** External id of a node of a type, by its row. */
export function idOf({ ids }: ProjectedType, row: number): string | number {
  return ids ? ids.idOf(row) : row;
}

/** The type of a node, by binary search. */
export function typeOf({ types }: ProjectedGraph, node: number): ProjectedType {
  let [low, high] = [0, types.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    // Empty types begin where the next one does.
    if (types[middle]!.start <= node) low = middle;
    else high = middle - 1;
  }
  return types[low]!;
}

function rowOf({ ids, count }: ProjectedType, id: string | number): number {
  if (ids) return ids.indexOf(id);
  const row = typeof id === 'number' ? id : id.trim() === '' ? -1 : Number(id);
  return Number.isInteger(row) && row >= 0 && row < count ? row : -1;
}

function partsOf(node: NodeRef, option: string): { readonly type?: string; readonly id: string | number } {
  const isId = (value: unknown) => typeof value === 'string' || typeof value === 'number';
  if (isId(node)) return { id: node as string | number };
  const { type, id } = (node ?? {}) as Partial<Exclude<NodeRef, string | number>>;
  if (isId(id) && typeof type === 'string') return { type, id: id! };
  throw wrongArgument(node, option, 'an id, or { type, id }');
}
