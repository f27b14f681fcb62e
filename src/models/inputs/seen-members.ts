import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import { edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { type JoinedGraphs, wholeGraphs } from './whole-graphs.js';

/** What belonged to whole graphs at a fit: kept with the model, to be found again in every graph it is used on. */
export interface SeenMembers {
  readonly nodeTypes: readonly string[];
  /** Edge types between them, as keys. */
  readonly edgeTypes: readonly string[];
}

const texts = z.array(z.string('a text'));
const membersSchema = z.strictObject({ nodeTypes: texts, edgeTypes: texts });

export function membersIn({ graph }: JoinedGraphs): SeenMembers {
  return { nodeTypes: graph.nodeTypes, edgeTypes: graph.edgeTypes.map(edgeTypeKey) };
}

/** @throws {HeteroGraphError} INVALID_OPTION where a saved state is not of the form */
export function checkMembersForm(members: unknown): asserts members is SeenMembers {
  checkOptions(membersSchema, members, { what: 'state.members' });
}

/**
 * The whole graphs of another graph, with members of the same types.
 *
 * @param members what {@link membersIn} gave at the fit
 * @throws {HeteroGraphError} INVALID_OPTION; MODEL_MISMATCH where node types or edge types of the fit are not there, or others are; NO_RELATIONS
 */
export function wholeGraphsLike(members: unknown, graph: HeteroGraph, nodeType: string): JoinedGraphs {
  checkMembersForm(members);
  const missing = members.nodeTypes.find((type) => !graph.nodeTypes.includes(type));
  if (missing !== undefined) throw mismatch(`The graph lacks the node type "${missing}"`, missing);
  const graphs = wholeGraphs(graph, nodeType, members.nodeTypes);
  const now = membersIn(graphs);
  const lacks = members.edgeTypes.find((key) => !now.edgeTypes.includes(key));
  if (lacks !== undefined) throw mismatch(`The graph lacks the relation "${lacks}"`, lacks);
  const more = now.edgeTypes.find((key) => !members.edgeTypes.includes(key));
  if (more !== undefined) throw mismatch(`The graph has the relation "${more}" besides those`, more);
  if (String(now.nodeTypes) === String(members.nodeTypes) && String(now.edgeTypes) === String(members.edgeTypes)) {
    return graphs;
  }
  throw mismatch('The graph has its types in another order than the one', nodeType);
}

function mismatch(what: string, type: string): HeteroGraphError {
  return new HeteroGraphError('MODEL_MISMATCH', `${what} that the model was fitted on.`, {
    type,
    hint: 'Give graphs of the same node types, feature widths and relations; a type may be empty.',
  });
}
