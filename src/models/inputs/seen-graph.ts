import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import { edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { propagationInput } from '../../propagation/index.js';
import { listed } from '../core/fitted-on.js';

/** What a model that propagates was shown of a graph besides its nodes and edges: kept in its state, to be found again. */
export interface SeenGraph {
  /** Node types that take part, with the width of their features; null where they have none. */
  readonly types: readonly { readonly name: string; readonly width: number | null }[];
  readonly relations: readonly string[];
}

const seenSchema = z.strictObject({
  types: z.array(z.strictObject({ name: z.string('a text'), width: z.nullable(option.countFrom(0)) })),
  relations: z.array(z.string('a text')),
});

/** @throws {HeteroGraphError} UNKNOWN_TYPE */
export function seenGraph(graph: HeteroGraph, nodeType: string, relations?: readonly string[]): SeenGraph {
  const input = propagationInput(graph, nodeType, relations);
  const isReached = (t: number) => t === input.target || input.relations.some(({ a, b }) => a === t || b === t);
  return {
    types: input.types
      .filter((_, t) => isReached(t))
      .map(({ name, features }) => ({ name, width: features?.width ?? null })),
    relations: input.relations.map(({ name }) => name),
  };
}

/**
 * Refuses a graph that lacks what the model was fitted on, or has more: the numbers would be computed, but of something else.
 *
 * @param stored what `seenGraph` gave at the fit
 * @throws {HeteroGraphError} MODEL_MISMATCH naming the relation, type or width; INVALID_OPTION where `stored` is not of that form
 */
export function checkSeenGraph(stored: unknown, graph: HeteroGraph, nodeType: string, relations?: readonly string[]) {
  checkOptions(seenSchema, stored, { what: 'state.seen' });
  const expected = stored as SeenGraph;
  const lacks = expected.types.filter(({ name }) => !graph.nodeTypes.includes(name));
  if (lacks.length > 0)
    throw mismatch(`The graph lacks the node type ${listed(lacks.map(({ name }) => name))}`, nodeType);
  const keys = new Set(graph.edgeTypes.map(edgeTypeKey));
  const gone = expected.relations.filter((name) => !keys.has(name));
  if (gone.length > 0) throw mismatch(`The graph lacks the relation ${listed(gone)}`, nodeType);
  const actual = seenGraph(graph, nodeType, relations);
  const more = actual.relations.filter((name) => !expected.relations.includes(name));
  if (more.length > 0) throw mismatch(`The graph has the relation ${listed(more)} besides those`, nodeType);
  if (String(actual.relations) !== String(expected.relations)) {
    throw mismatch('The graph has its relations in another order than the one', nodeType);
  }
  for (const { name, width } of actual.types) {
    const before = expected.types.find((type) => type.name === name)?.width ?? null;
    if (before === width) continue;
    const now = width === null ? 'has no features' : `has features of width ${width}`;
    throw mismatch(
      `The node type "${name}" ${now} instead of ${before === null ? 'none' : before}, unlike the data`,
      name,
    );
  }
}

function mismatch(what: string, type: string): HeteroGraphError {
  return new HeteroGraphError('MODEL_MISMATCH', `${what} that the model was fitted on.`, {
    type,
    hint: 'Give a graph of the same node types, feature widths and relations; edge types may be empty.',
  });
}
