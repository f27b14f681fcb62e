import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import { edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
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
  return `no features and ${input.numNodes} nodes, each with a vector of its own`;
}

function mismatch(what: string, type: string): HeteroGraphError {
  return new HeteroGraphError('MODEL_MISMATCH', `${what} that the model was fitted on.`, {
    type,
    hint: 'Give a graph of the same node types, feature widths and relations.',
  });
}
