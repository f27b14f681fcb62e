import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, throwIfAborted } from '../../core/index.js';
import type { EdgeType, HeteroGraph } from '../../graph/index.js';
import { checkSavedWeights } from '../core/check-saved.js';
import { NodeEmbeddings, type NodeEncoder, type SavedEncoder } from '../core/node-embeddings.js';
import type { SavedModel } from '../core/types.js';
import { statesOn } from '../link-network/states-on.js';
import { checkForged } from '../network/check-forged.js';
import { checkSeenForm, type SeenNetwork } from '../network/seen-network.js';
import { networkNamed } from './network-named.js';
import { rowEncoder } from './rows/row-encoder.js';

const name = z.string('a text');
const stateSchema = z.strictObject({
  seen: z.looseObject({}),
  edgeTypes: z.array(z.tuple([name, name, name])).check(z.minLength(1, 'at least one')),
});

/**
 * A message-passing network that was fitted, without tensors.
 *
 * @throws {HeteroGraphError} UNKNOWN_MODEL, UNSUPPORTED_BY_MODEL; INVALID_OPTION, SHAPE_MISMATCH where its parts do not belong together
 */
export function networkEncoder(model: string, saved: SavedEncoder): NodeEncoder {
  checkOptions(stateSchema, saved.state, { what: 'state' });
  const { seen, edgeTypes } = saved.state as { readonly seen: SeenNetwork; readonly edgeTypes: readonly EdgeType[] };
  checkSeenForm(seen);
  const kind = networkNamed(model, {}, saved.settings);
  checkForged(saved, kind as never);
  return {
    saved,
    async valuesOn(graph: HeteroGraph, { signal }) {
      throwIfAborted(signal);
      return (await statesOn(graph, { kind, edgeTypes, seen, saved })).values;
    },
  };
}

/** Vectors of every node type, the first parameters, and what makes them, the others. */
export type SavedEmbeddings = Omit<SavedModel, 'task' | 'trainRows'> & { readonly nodeTypes: readonly string[] };

/** Plain data of embeddings, which `restoreEmbeddings` takes. */
export function savedEmbeddings(embeddings: NodeEmbeddings): SavedEmbeddings {
  const { model, nodeTypes, width, encoder } = embeddings;
  const own = encoder?.saved ?? { settings: {}, seed: 0, state: {}, parameters: [], weights: [] };
  return {
    ...own,
    ...{ model, nodeTypes },
    parameters: [
      ...nodeTypes.map((type) => ({ name: `vectors/${type}`, shape: [embeddings.numNodes(type), width] })),
      ...own.parameters,
    ],
    weights: [...nodeTypes.map((type) => embeddings.valuesOf(type)), ...own.weights],
  };
}

/**
 * Embeddings from what `savedEmbeddings` gave.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, NON_FINITE, INVALID_OPTION where its parts do not belong together; UNKNOWN_MODEL
 */
export function restoreEmbeddings(saved: SavedEmbeddings): NodeEmbeddings {
  const { model, nodeTypes, parameters, weights, ...rest } = saved;
  checkSavedWeights({ parameters, weights, trainRows: new Int32Array(0) });
  const vectors = parameters.slice(0, nodeTypes.length);
  const width = vectors[0]?.shape[1] ?? 0;
  const areVectors = vectors.every(({ shape }) => shape.length === 2 && shape[1] === width);
  if (nodeTypes.length === 0 || vectors.length < nodeTypes.length || width < 1 || !areVectors) {
    throw new HeteroGraphError('SHAPE_MISMATCH', 'There are not vectors of one width for every node type.', {
      column: 'parameters',
      hint: 'Save the embeddings again.',
    });
  }
  if (new Set(nodeTypes).size < nodeTypes.length) {
    throw new HeteroGraphError('DUPLICATE_NAME', 'A node type is there twice.', {
      column: 'nodeTypes',
      hint: 'Save the embeddings again.',
    });
  }
  const others = { parameters: parameters.slice(nodeTypes.length), weights: weights.slice(nodeTypes.length) };
  const parts = { ...rest, ...others };
  const isOfRows = model === 'mlp';
  const encoder =
    others.parameters.length === 0 ? undefined : isOfRows ? rowEncoder(parts) : networkEncoder(model, parts);
  return new NodeEmbeddings(model, width, new Map(nodeTypes.map((type, t) => [type, weights[t]!])), encoder);
}
