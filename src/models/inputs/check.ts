import * as z from 'zod/mini';
import { HeteroGraphError } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { propagationInput } from '../../propagation/index.js';

/** Setting of models that propagate: along which edge types; default all. */
export const relationsOption = z.optional(z.array(z.string()).check(z.minLength(1, 'at least one relation')));

/** @throws {HeteroGraphError} NO_RELATIONS where no edge type touches the node type; UNKNOWN_TYPE */
export function checkRelations(graph: HeteroGraph, nodeType: string, relations?: readonly string[]): void {
  const { target, relations: usable } = propagationInput(graph, nodeType, relations);
  if (!usable.some(({ a, b }) => a === target || b === target)) throw noRelations(nodeType);
}

export function noRelations(nodeType: string): HeteroGraphError {
  return new HeteroGraphError('NO_RELATIONS', 'No relation touches the node type: there is nothing to propagate.', {
    type: nodeType,
    hint: 'Add edges that end at it, or use a model on the own features of the nodes, such as mlp.',
  });
}

/** @throws {HeteroGraphError} MISSING_FEATURES */
export function checkFeatures(graph: HeteroGraph, nodeType: string): void {
  if (graph.features(nodeType)) return;
  throw new HeteroGraphError('MISSING_FEATURES', 'The node type has no feature matrix.', {
    type: nodeType,
    hint: "Use features: 'propagated'.",
  });
}
