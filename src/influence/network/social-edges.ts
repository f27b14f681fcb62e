import { type ErrorLocation, HeteroGraphError } from '../../core/index.js';
import { type EdgeType, type EdgeTypeRef, edgeTypeKey, HeteroGraph } from '../../graph/index.js';
import { checkEdges, type PlainEdges } from './from-edges.js';

/** Edges among nodes of one type, with the names that users call the nodes. */
export interface SocialEdges extends PlainEdges {
  readonly idOf: (node: number) => string | number;
  /**
   * Number of a node.
   *
   * @throws {HeteroGraphError} UNKNOWN_ID of a graph, INDEX_OUT_OF_RANGE of plain edges, with the place given
   */
  readonly rowOf: (id: string | number | bigint, where: ErrorLocation) => number;
  /** Where they come from a graph. */
  readonly origin?: { readonly graph: HeteroGraph; readonly type: EdgeType };
}

/**
 * Edges as they are given, or of one relation of a graph that leads from a node type to itself. O(E).
 *
 * @param relation may be left out where a graph has one such relation alone
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, UNKNOWN_TYPE, AMBIGUOUS, INVALID_OPTION
 */
export function socialEdges(input: HeteroGraph | PlainEdges, relation?: EdgeTypeRef): SocialEdges {
  if (!(input instanceof HeteroGraph)) return plainEdges(input);
  const type = socialType(input, relation);
  const ids = input.ids(type[0]);
  const { source, target } = input.edgeIndex(type);
  return {
    numNodes: input.numNodes(type[0]),
    source,
    target,
    idOf: (node) => ids.idOf(node),
    rowOf: (id, where) => {
      const row = ids.indexOf(id);
      if (row >= 0) return row;
      throw new HeteroGraphError('UNKNOWN_ID', `There is no ${type[0]} with the id ${id}.`, {
        ...where,
        type: type[0],
        hint: 'Add the node, or leave the row out.',
      });
    },
    origin: { graph: input, type },
  };
}

function plainEdges(edges: PlainEdges): SocialEdges {
  checkEdges(edges);
  const { numNodes, source, target } = edges;
  const rowOf: SocialEdges['rowOf'] = (node, where) => {
    const isMissing = node === null || node === undefined || (typeof node === 'string' && node.trim() === '');
    const row = isMissing ? Number.NaN : Number(node);
    if (Number.isInteger(row) && row >= 0 && row < numNodes) return row;
    throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `${node} is not a node number in [0, ${numNodes}).`, where);
  };
  return { numNodes, source, target, idOf: (node) => node, rowOf };
}

function socialType(graph: HeteroGraph, relation: EdgeTypeRef | undefined): EdgeType {
  if (relation !== undefined) {
    const type = graph.resolveEdgeType(relation);
    if (type[0] === type[2]) return type;
    throw new HeteroGraphError('INVALID_OPTION', 'The relation leads from one node type to another.', {
      type: edgeTypeKey(type),
      column: 'relation',
      hint: 'Name a relation of a type with itself; addMetapath makes one of several steps.',
    });
  }
  const types = graph.edgeTypes.filter((type) => type[0] === type[2]);
  if (types.length === 1) return types[0]!;
  throw new HeteroGraphError('AMBIGUOUS', `${types.length} relations lead from a node type to itself.`, {
    column: 'relation',
    hint: types.length === 0 ? 'addMetapath makes one.' : `Name one: ${types.map(edgeTypeKey).join(', ')}.`,
  });
}
