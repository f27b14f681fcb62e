import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import { edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { reversedTypes } from '../../layers/index.js';
import type { KnownNodes } from '../core/known-nodes.js';
import type { InputShape } from './input-encoder.js';

/** What a network is shown of a graph, and must find again in every graph it is used on. */
export interface NetworkShape {
  readonly inputs: readonly InputShape[];
  readonly relations: readonly string[];
  /** Edge types that carry messages backwards too, as keys. */
  readonly reversed: readonly string[];
}

/** The same of the graph of the fit, kept with the model. */
export interface SeenNetwork extends NetworkShape {
  readonly ids: KnownNodes;
}

const seenSchema = z.strictObject({
  inputs: z.array(
    z.strictObject({
      name: z.string('a text'),
      width: z.nullable(option.count),
      numNodes: z.nullable(option.countFrom(0)),
      modalities: z.optional(z.array(z.strictObject({ name: z.string('a text'), width: option.count }))),
    }),
  ),
  ids: z.record(z.string('a node type'), z.array(z.string('a text'))),
  relations: z.array(z.string('a text')),
  reversed: z.array(z.string('a text')),
});

/** @throws {HeteroGraphError} INVALID_OPTION where a saved state is not of the form */
export function checkSeenForm(seen: unknown): asserts seen is SeenNetwork {
  checkOptions(seenSchema, seen, { what: 'state.seen' });
  const { inputs, ids } = seen as SeenNetwork;
  for (const [type, known] of Object.entries(ids)) {
    const count = inputs.find(({ name }) => name === type)?.numNodes ?? null;
    if (count === known.length) continue;
    throw new HeteroGraphError(
      'INVALID_OPTION',
      `There are ${known.length} ids for ${count ?? 'no'} vectors of nodes.`,
      {
        column: 'state.seen.ids',
        type,
        hint: 'Save the model again.',
      },
    );
  }
}

/** @throws {HeteroGraphError} MODEL_MISMATCH where the graph lacks an edge type that carried messages backwards */
export function checkReversed({ reversed }: NetworkShape, graph: HeteroGraph): void {
  const keys = new Set(graph.edgeTypes.map(edgeTypeKey));
  const lacks = reversed.find((key) => !keys.has(key));
  if (lacks !== undefined) throw mismatch(`The graph lacks the relation "${lacks}"`, lacks);
}

/**
 * The edge types of a graph that carry messages backwards for a model that takes new types: those that did in the fit, and of types that were
 * not there those whose inverse is missing.
 */
export function reversedWithNew(seen: NetworkShape, graph: HeteroGraph, relations: readonly string[] | undefined) {
  const own = reversedTypes(graph, relations ? { relations } : {});
  const keys = graph.edgeTypes.map(edgeTypeKey);
  return keys.filter((key) => (seen.relations.includes(key) ? seen.reversed.includes(key) : own.includes(key)));
}

/**
 * Refuses a graph in which a node type that was there has other features; remarks types and relations that were not there, or are no more.
 *
 * @throws {HeteroGraphError} MODEL_MISMATCH
 */
export function checkWithNewTypes(
  seen: NetworkShape,
  actual: NetworkShape,
  onRemark: ((text: string) => void) | undefined,
): void {
  const names = (shape: NetworkShape) => [...shape.inputs.map(({ name }) => name), ...shape.relations];
  const listed = (of: readonly string[]) => of.map((name) => `"${name}"`).join(', ');
  for (const input of actual.inputs) {
    const before = seen.inputs.find(({ name }) => name === input.name);
    if (!before || before.width === input.width) continue;
    throw mismatch(
      `The node type "${input.name}" has ${shown(input)} instead of ${shown(before)}, unlike the data`,
      input.name,
    );
  }
  const [before, now] = [names(seen), names(actual)];
  const added = now.filter((name) => !before.includes(name));
  const gone = before.filter((name) => !now.includes(name));
  if (added.length > 0) {
    onRemark?.(`Types that the model was not fitted on have weights made from their descriptions: ${listed(added)}.`);
  }
  if (gone.length > 0) onRemark?.(`The graph lacks types that the model was fitted on: ${listed(gone)}.`);
}

/**
 * Refuses a graph whose types, widths or relations are not those of the fit.
 *
 * @param sameNodes whether there must be as many nodes of the types without features; default false
 * @throws {HeteroGraphError} MODEL_MISMATCH naming the first difference
 */
export function checkSeenNetwork(seen: NetworkShape, actual: NetworkShape, { sameNodes = false } = {}): void {
  const lacks = seen.relations.find((name) => !actual.relations.includes(name));
  if (lacks !== undefined) throw mismatch(`The graph lacks the relation "${lacks}"`, lacks);
  const more = actual.relations.find((name) => !seen.relations.includes(name));
  if (more !== undefined) throw mismatch(`The graph has the relation "${more}" besides those`, more);
  for (const input of actual.inputs) {
    const before = seen.inputs.find(({ name }) => name === input.name);
    const isAlike = before && before.width === input.width && columnsOf(before) === columnsOf(input);
    if (isAlike && (!sameNodes || before.numNodes === input.numNodes)) continue;
    throw mismatch(
      `The node type "${input.name}" has ${shown(input)} instead of ${shown(before)}, unlike the data`,
      input.name,
    );
  }
  if (String(seen.relations) === String(actual.relations)) return;
  throw mismatch('The graph has its relations in another order than the one', seen.relations[0]!);
}

function columnsOf({ modalities = [] }: InputShape): string {
  return JSON.stringify(modalities.map(({ name, width }) => [name, width]));
}

function shown(input: InputShape | undefined): string {
  if (!input) return 'no part';
  if (input.modalities) {
    return `the columns ${input.modalities.map(({ name, width }) => `"${name}" of width ${width}`).join(', ')}`;
  }
  if (input.width !== null) return `features of width ${input.width}`;
  if (input.numNodes === null) return 'no features';
  return `no features and ${input.numNodes} nodes, each with a vector of its own`;
}

function mismatch(what: string, type: string): HeteroGraphError {
  return new HeteroGraphError('MODEL_MISMATCH', `${what} that the model was fitted on.`, {
    type,
    hint: 'Give a graph of the same node types, feature widths and relations.',
  });
}
