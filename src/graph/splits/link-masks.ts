import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option, RandomStream } from '../../core/index.js';
import { booleans, chunk } from '../columns/read.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { type EdgeType, type EdgeTypeRef, edgeTypeKey, sameEdgeType } from '../schema/schema.js';
import { drawByDegree } from './degree-negatives.js';
import { inverseOf } from './link-inverse.js';
import { joinLinks, ofRelation } from './link-lists.js';
import { messageGraph } from './link-messages.js';
import { drawNonLinks, type LinkPairs } from './link-negatives.js';
import { PairSet } from './link-pair-set.js';
import { LinkRole } from './link-parts.js';
import type { NodeChance } from './negative-sampler.js';
import type { TypedLinkPart, TypedLinkSplit } from './typed-links.js';

export interface LinkMaskOptions {
  /** Edge types whose links are predicted; default: all with such columns. */
  readonly edgeTypes?: readonly EdgeTypeRef[];
  /** Names of bool columns of the edge types; defaults `train`, `valid` and `test`. */
  readonly train?: string;
  readonly valid?: string;
  readonly test?: string;
  /** Pairs without a link that are drawn for every link of a part; default 0. */
  readonly negatives?: number;
  /** How they are drawn, as by `splitLinks`; default 'uniform'. */
  readonly negativesBy?: NodeChance;
  /** Seed of the negatives. */
  readonly seed: number;
}

const name = z.string('the name of a column');
const optionsSchema = z.strictObject({
  edgeTypes: z.optional(z.array(z.custom<EdgeTypeRef>())),
  train: z.optional(name),
  valid: z.optional(name),
  test: z.optional(name),
  negatives: z.optional(option.nonNegative),
  negativesBy: z.optional(z.enum(['uniform', 'degree'])),
  seed: option.seed,
});

/** Edge types with a column of every name, or those named. */
export function maskedEdgeTypes(graph: HeteroGraph, masks: readonly string[]): EdgeType[] {
  expectGraph(graph);
  expectArgument(masks, 'list', 'masks');
  return graph.schema.edges
    .filter(({ columns }) => masks.every((mask) => columns.some((each) => each.name === mask && each.type === 'bool')))
    .map(({ type }) => type);
}

/**
 * The links of some edge types as columns of the edges deal them out. Graphs hold, of these edge types, the links of training
 * alone (that of the test: of training and validation), and so do their inverses, where the schema declares them or, of up to 16
 * edge types, an edge type holds the same pairs backwards. Links of no mask are in no graph. O(N + E) per edge type.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, AMBIGUOUS, INVALID_OPTION; OVERLAPPING_SPLIT where an edge is in two
 *   parts; NO_ROWS where no edge type has such columns; TOO_FEW_CANDIDATES
 */
export function splitLinksByMasks(graph: HeteroGraph, options: LinkMaskOptions): TypedLinkSplit {
  checkOptions(optionsSchema, options);
  const { train = 'train', valid = 'valid', test = 'test', negatives = 0, negativesBy = 'uniform', seed } = options;
  const masks = [train, valid, test];
  const edgeTypes = options.edgeTypes?.map((ref) => graph.resolveEdgeType(ref)) ?? maskedEdgeTypes(graph, masks);
  if (edgeTypes.length === 0) {
    const hint = `Give an edge type the bool columns ${masks.join(', ')}, or use splitLinks.`;
    throw new HeteroGraphError('NO_ROWS', 'No edge type has columns that say which part its links are in.', { hint });
  }
  const roles = new Map<string, Uint8Array>();
  for (const type of edgeTypes) roles.set(edgeTypeKey(type), rolesOf(graph, type, masks));
  for (const type of edgeTypes) addInverse(graph, type, edgeTypes, roles);
  const training = messageGraph(graph, roles, [LinkRole.train], undefined);
  const late = messageGraph(graph, roles, [LinkRole.train, LinkRole.valid], undefined);
  const pairsOf = (type: EdgeType, role: number) => edgesWith(graph, type, roles.get(edgeTypeKey(type))!, role);
  const drawn = edgeTypes.map((type) => negativesOf(graph, type, { ratio: negatives, by: negativesBy, seed }, pairsOf));
  const part = (place: number, role: number, seen: HeteroGraph): TypedLinkPart => ({
    graph: seen,
    positive: joinLinks(edgeTypes.map((type, r) => ofRelation(pairsOf(type, role), r))),
    negative: joinLinks(drawn.map((parts, r) => ofRelation(parts[place]!, r))),
  });
  return {
    edgeTypes,
    train: part(0, LinkRole.train, training),
    valid: part(1, LinkRole.valid, training),
    test: part(2, LinkRole.test, late),
  };
}

const NONE = 255;

function rolesOf(graph: HeteroGraph, type: EdgeType, masks: readonly string[]): Uint8Array {
  const { columns } = graph.edgeSchema(type);
  const table = graph.edgeTable(type);
  const roles = new Uint8Array(graph.numEdges(type)).fill(NONE);
  for (const [i, role] of [LinkRole.train, LinkRole.valid, LinkRole.test].entries()) {
    const at = columns.findIndex((column) => column.name === masks[i] && column.type === 'bool');
    if (at < 0) {
      throw new HeteroGraphError('UNKNOWN_COLUMN', 'The edge type has no such bool column.', {
        type: edgeTypeKey(type),
        column: masks[i]!,
        hint: `It says which links are in the part "${['train', 'valid', 'test'][i]}".`,
      });
    }
    const flags = booleans(chunk(table.getChildAt(at + 2)!));
    for (let e = 0; e < flags.length; e++) {
      if (!flags[e]) continue;
      if (roles[e] !== NONE) {
        throw new HeteroGraphError('OVERLAPPING_SPLIT', 'An edge is in two parts.', {
          type: edgeTypeKey(type),
          row: e,
        });
      }
      roles[e] = role;
    }
  }
  return roles;
}

/** Gives the edges of an inverse the roles of their links. */
function addInverse(
  graph: HeteroGraph,
  type: EdgeType,
  edgeTypes: readonly EdgeType[],
  roles: Map<string, Uint8Array>,
): void {
  const inverse = edgeTypes.length <= 16 ? inverseOf(graph, type) : graph.edgeSchema(type).inverse;
  if (!inverse || edgeTypes.some((other) => sameEdgeType(other, inverse))) return;
  const own = roles.get(edgeTypeKey(type))!;
  const kept = [LinkRole.train, LinkRole.valid].map((role) => {
    const { source, target } = edgesWith(graph, type, own, role);
    const pairs = new PairSet(source.length);
    for (let i = 0; i < source.length; i++) pairs.add(source[i]!, target[i]!);
    return { role, pairs };
  });
  const { source, target } = graph.edgeIndex(inverse);
  const back = source.map((from, e) => kept.find(({ pairs }) => pairs.has(target[e]!, from))?.role ?? NONE);
  roles.set(edgeTypeKey(inverse), Uint8Array.from(back));
}

function edgesWith(graph: HeteroGraph, type: EdgeType, roles: Uint8Array, role: number): LinkPairs {
  const { source, target } = graph.edgeIndex(type);
  const isPart = (_: number, e: number) => roles[e] === role;
  return { source: source.filter(isPart), target: target.filter(isPart) };
}

function negativesOf(
  graph: HeteroGraph,
  type: EdgeType,
  { ratio, by, seed }: { readonly ratio: number; readonly by: NodeChance; readonly seed: number },
  pairsOf: (type: EdgeType, role: number) => LinkPairs,
): LinkPairs[] {
  const links = [LinkRole.train, LinkRole.valid, LinkRole.test].map((role) => pairsOf(type, role));
  const counts = links.map(({ source }) => Math.round(source.length * ratio));
  const space = {
    numSources: graph.numNodes(type[0]),
    numTargets: graph.numNodes(type[2]),
    isWithin: type[0] === type[2],
    isSymmetric: false,
    links: graph.edgeIndex(type),
    type: edgeTypeKey(type),
  };
  const total = counts.reduce((sum, count) => sum + count, 0);
  const stream = new RandomStream(seed, 'link masks', edgeTypeKey(type), 'negatives');
  if (by === 'degree') {
    return links.map((each, i) => drawByDegree(space, type, each, counts[i]!, stream.child('by degree', i)));
  }
  const { source, target } = drawNonLinks(space, total, stream);
  let from = 0;
  return counts.map((count) => {
    const to = from + count;
    const part = { source: source.slice(from, to), target: target.slice(from, to) };
    from = to;
    return part;
  });
}
