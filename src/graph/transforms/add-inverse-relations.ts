import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import * as names from '../options/schemas.js';
import { type EdgeType, type EdgeTypeRef, edgeTypeKey } from '../schema/schema.js';
import {
  allNodes,
  assembleGraph,
  type EdgePart,
  edgeColumns,
  endColumns,
  keptEdges,
  lazyEdges,
  newEdgeType,
  selectedEdges,
} from './parts.js';

export interface InverseRelationsOptions {
  /** Edge types that get an inverse; default all. */
  readonly relations?: readonly EdgeTypeRef[];
  /** Relation of the inverse of an edge type; default `rev_` and its relation. */
  readonly name?: (type: EdgeType) => string;
}

/** Check of {@link InverseRelationsOptions}. */
export const inverseSchema = { relations: z.optional(names.edgeTypeRefs), name: z.optional(option.callback) };
const optionsSchema = z.strictObject(inverseSchema);

/**
 * Gives every edge type that names no inverse one: a new edge type with the ends swapped, the same edges in the same
 * order and the same columns, each naming the other as its inverse. Edge types with an inverse stay as they are, so that
 * twice is as good as once; a relation that is its own inverse is left alone. New types come last. Nothing is copied.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS, DUPLICATE_NAME where the inverse's name is taken,
 * INVALID_SCHEMA where it is no name
 */
export function addInverseRelations(graph: HeteroGraph, options: InverseRelationsOptions = {}): HeteroGraph {
  expectGraph(graph);
  checkOptions(optionsSchema, options);
  return withInverses(graph, options);
}

/**
 * Like {@link addInverseRelations}.
 *
 * @param replace the part that takes the place of an edge type that would get an inverse, where it shall get none
 */
export function withInverses(
  graph: HeteroGraph,
  options: InverseRelationsOptions,
  replace?: (type: EdgeType) => EdgePart | undefined,
): HeteroGraph {
  const selected = selectedEdges(graph, options.relations);
  const taken = new Set(graph.edgeTypes.map(edgeTypeKey));
  const added: EdgePart[] = [];
  const kept = graph.edgeTypes.map((type): EdgePart => {
    if (!selected.has(edgeTypeKey(type)) || graph.edgeSchema(type).inverse) return keptEdges(graph, type);
    const replaced = replace?.(type);
    if (replaced) return replaced;
    const [forward, backward] = withInverse(graph, type, taken, options.name);
    added.push(backward);
    return forward;
  });
  return assembleGraph(allNodes(graph), [...kept, ...added]);
}

/** An edge type and its new inverse. */
function withInverse(
  graph: HeteroGraph,
  type: EdgeType,
  taken: Set<string>,
  name: (type: EdgeType) => string = (given) => `rev_${given[1]}`,
): [forward: EdgePart, backward: EdgePart] {
  const { columns } = graph.edgeSchema(type);
  const inverse = newEdgeType(taken, [type[2], name(type), type[0]], 'Pass `name` to call the inverse otherwise.');
  const backward = lazyEdges({ type: inverse, columns, inverse: type }, graph.numEdges(type), () => {
    const { source, target } = graph.edgeIndex(type);
    return [...endColumns(target, source), ...edgeColumns(graph, type)];
  });
  return [
    keptEdges(graph, type, { type, columns, inverse }),
    { ...backward, offsets: (direction) => graph.rowOffsets(type, direction === 'out' ? 'in' : 'out') },
  ];
}
