import * as z from 'zod/mini';
import { checkOptions, expectMembers, HeteroGraphError, option } from '../../core/index.js';
import { checkSavedWeights } from '../core/check-saved.js';
import type { SavedModel } from '../core/types.js';
import type { ReadoutKind } from '../graph-network/readout.js';
import type { GraphStatesFit } from '../graph-network/states.js';
import type { ColumnScale } from '../inputs/column-scale.js';
import type { JoinedGraphs } from '../inputs/whole-graphs.js';
import { checkForged } from '../network/check-forged.js';
import { checkSeenForm } from '../network/seen-network.js';
import { networkNamed } from '../unsupervised/network-named.js';
import type { GraphModelSpec } from './make-model.js';

/** A fitted model of whole graphs as plain data. */
export interface SavedGraphModel extends Omit<SavedModel, 'task' | 'trainRows'> {
  readonly task: {
    readonly kind: 'graphs';
    readonly numClasses: number;
    /** Whose nodes belong to graphs, in the order in which they are read. */
    readonly nodeTypes: readonly string[];
  };
}

const text = z.string('a text');
const schema = z.looseObject({
  model: text,
  settings: z.strictObject({ readout: z.enum(['mean', 'max', 'sum', 'attention']) }),
  seed: option.seed,
  task: z.strictObject({ kind: z.literal('graphs'), numClasses: option.count, nodeTypes: z.array(text) }),
});
const networkState = z.strictObject({
  seen: z.looseObject({}),
  edgeTypes: z.array(z.tuple([text, text, text])).check(z.minLength(1, 'at least one')),
  settings: z.looseObject({}),
});

/** @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, NON_FINITE; UNKNOWN_MODEL, UNSUPPORTED_BY_MODEL */
export function checkSavedGraphModel(saved: SavedGraphModel): void {
  expectMembers(saved, 'saved', {
    task: 'object',
    parameters: 'list',
    weights: 'list',
    settings: 'object',
    state: 'object',
  });
  checkOptions(schema, saved, { what: 'saved' });
  checkSavedWeights({ ...saved, trainRows: new Int32Array(0) });
  const { model, state, weights } = saved;
  const total = weights.reduce((sum, { length }) => sum + length, 0);
  if (saved.task.numClasses > total) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `${total} weights are too few for ${saved.task.numClasses} classes.`, {
      column: 'numClasses',
      hint: 'Save the model again.',
    });
  }
  if (model === 'majority' || model === 'logistic') return;
  checkOptions(networkState, state, { what: 'state' });
  checkSeenForm(state.seen);
  checkForged(saved, networkNamed(model, {}, state.settings as object) as never);
}

/**
 * What the model is made of again for other graphs.
 *
 * @throws {HeteroGraphError} MODEL_MISMATCH where nodes of other types belong to them
 */
export function specOf({ model, settings, seed, state, task }: SavedGraphModel, graphs: JoinedGraphs): GraphModelSpec {
  const { numClasses, nodeTypes } = task;
  const given = Object.keys(graphs.graphOf);
  const lacks = nodeTypes.find((type) => !given.includes(type)) ?? given.find((type) => !nodeTypes.includes(type));
  if (lacks !== undefined) {
    throw new HeteroGraphError(
      'MODEL_MISMATCH',
      `Nodes of type "${lacks}" are in graphs of the fit or in these, not in both.`,
      {
        type: lacks,
        hint: `Give the graphs of nodes of: ${nodeTypes.join(', ')}.`,
      },
    );
  }
  const { readout } = settings as { readonly readout: ReadoutKind };
  const { scale, ...fit } = state as { readonly scale?: ColumnScale } & Partial<GraphStatesFit>;
  const graphOf = Object.fromEntries(nodeTypes.map((type) => [type, graphs.graphOf[type]!]));
  return {
    ...{ name: model, readout, settings: undefined, numOutputs: numClasses, seed, scale },
    graphs: { ...graphs, graphOf },
    fit: fit.seen ? (fit as GraphStatesFit) : undefined,
  };
}
