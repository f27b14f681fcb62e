import { HeteroGraphError, RandomStream } from '../../core/index.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { groupPairs, type PairGroups } from '../hetero-graph/sort-edges.js';
import { type EdgeType, edgeTypeKey, sameEdgeType } from '../schema/schema.js';
import { backwards } from './link-inverse.js';

/** What a link is for. */
export const LinkRole = {
  /** Trains the model as a message and as an example. */
  train: 0,
  /** Only an example, where messages and examples of training are kept apart. */
  example: 1,
  /** Only a message, likewise. */
  message: 2,
  valid: 3,
  test: 4,
} as const;

/** The links of a relation: its edges by distinct pair of ends (unordered for a symmetric relation), and their roles. */
export interface LinkParts {
  readonly groups: PairGroups;
  /** {@link LinkRole} of every pair, [pairs]. */
  readonly roles: Uint8Array;
  /** Roles of the edges of every edge type that holds links: the relation, and its inverse. By edge type key, [E]. */
  readonly edgeRoles: ReadonlyMap<string, Uint8Array>;
}

export interface LinkShares {
  readonly valid: number;
  readonly test: number;
  readonly disjointTrain: number;
}

/**
 * Deals the links of a relation out at random; parallel edges, and edges of the inverse, go where their pair goes.
 * O(N + E).
 *
 * @throws {HeteroGraphError} INVERSE_MISMATCH where the inverse does not hold the same pairs backwards
 */
export function dealLinks(
  graph: HeteroGraph,
  type: EdgeType,
  inverse: EdgeType | undefined,
  shares: LinkShares,
  seed: number,
): LinkParts {
  const [numSources, numTargets] = [graph.numNodes(type[0]), graph.numNodes(type[2])];
  const { source, target } = graph.edgeIndex(type);
  const isSymmetric = inverse !== undefined && sameEdgeType(type, inverse);
  const major = isSymmetric ? source.map((row, e) => Math.min(row, target[e]!)) : source;
  const minor = isSymmetric ? source.map((row, e) => Math.max(row, target[e]!)) : target;
  const groups = groupPairs(major, minor, numSources, numTargets);
  const roles = dealRoles(groups.starts.length - 1, shares, new RandomStream(seed, 'link split', edgeTypeKey(type)));
  const edgeRoles = new Map([[edgeTypeKey(type), spread(groups, roles)]]);
  if (inverse && !isSymmetric) {
    const mirrored = backwards(graph, type, groups, inverse);
    if (!mirrored) {
      const message = `${edgeTypeKey(inverse)} does not hold the same pairs backwards.`;
      const hint = 'Drop the inverse from the schema, or make it with addInverseRelations.';
      throw new HeteroGraphError('INVERSE_MISMATCH', message, { type: edgeTypeKey(type), hint });
    }
    edgeRoles.set(edgeTypeKey(inverse), spread(mirrored, roles));
  }
  return { groups, roles, edgeRoles };
}

function dealRoles(numPairs: number, { valid, test, disjointTrain }: LinkShares, stream: RandomStream): Uint8Array {
  const order = stream.permutation(numPairs);
  const numValid = Math.round(numPairs * valid);
  const numHeld = Math.round(numPairs * (valid + test));
  const numExamples = Math.round((numPairs - numHeld) * disjointTrain);
  const roles = new Uint8Array(numPairs);
  for (let i = 0; i < numPairs; i++) {
    let role: number = LinkRole.train;
    if (i < numValid) role = LinkRole.valid;
    else if (i < numHeld) role = LinkRole.test;
    else if (disjointTrain > 0) role = i < numHeld + numExamples ? LinkRole.example : LinkRole.message;
    roles[order[i]!] = role;
  }
  return roles;
}

/** The role of every edge's pair, [E]. */
function spread({ order, starts }: PairGroups, roles: Uint8Array): Uint8Array {
  const out = new Uint8Array(order.length);
  for (let g = 0; g < roles.length; g++) for (let i = starts[g]!; i < starts[g + 1]!; i++) out[order[i]!] = roles[g]!;
  return out;
}
