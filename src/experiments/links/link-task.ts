import { HeteroGraphError, isHeteroGraphError } from '../../core/index.js';
import type { OpenedData } from '../../data/index.js';
import {
  checkLinkLeak,
  type EdgeType,
  edgeTypeKey,
  type HeteroGraph,
  type LinkSplit,
  maskedEdgeTypes,
  type NodeChance,
  sameEdgeType,
  splitLinks,
  splitLinksByMasks,
  type TypedLinkSplit,
  typedSplit,
} from '../../graph/index.js';

/** Links to predict, dealt out, and what people should know about it. */
export interface PreparedLinks {
  readonly split: TypedLinkSplit;
  readonly remarks: readonly string[];
}

const said: Readonly<Record<NodeChance, string>> = {
  uniform:
    'AUC and AP compare links with pairs of the same node types that no edge joins, drawn alike: popular nodes are easy to tell from them.',
  degree:
    'AUC and AP compare links with pairs of the same node types that no edge joins, drawn by the degrees of both ends.',
};

const masks = ['train', 'valid', 'test'];

/**
 * The links of the edge type that was asked for, or of the data set's task, of the edge types with columns that say what is in which
 * part, or of the only edge type. Links without such columns are dealt out at random, 70/10/20, with as many pairs without a link.
 *
 * @param negativesBy how nodes of pairs without a link are drawn; default 'uniform'
 * @param target `buys`, `user.buys.item` or `user>buys>item`
 * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS naming what there is; as `splitLinks` does
 */
export function linkTask(
  { graph, linkTask: task }: Pick<OpenedData, 'graph' | 'linkTask'>,
  target: string | undefined,
  seed: number,
  negativesBy: NodeChance = 'uniform',
): PreparedLinks {
  const asked = target === undefined ? undefined : edgeTypeNamed(graph, target);
  const isTasks = task && (!asked || (task.edgeTypes.length === 1 && sameEdgeType(task.edgeTypes[0]!, asked)));
  if (isTasks) {
    const given = `The data set gives its pairs without a link: none was drawn by ${negativesBy}.`;
    return { split: task.split(seed), remarks: negativesBy === 'uniform' ? [] : [given] };
  }
  const masked = maskedEdgeTypes(graph, masks);
  const given = masked.filter((type) => !asked || sameEdgeType(type, asked));
  if (given.length > 0) {
    return withNegatives(negativesBy, (negatives) =>
      splitLinksByMasks(graph, { edgeTypes: given, negatives, negativesBy, seed }),
    );
  }
  const type = asked ?? onlyEdgeType(graph);
  const { split, remarks } = withNegatives(negativesBy, (negatives) =>
    splitLinks(graph, type, { negatives, negativesBy, seed }),
  );
  return { split: typedSplit(split), remarks: [...remarks, ...remarksOf(split)] };
}

/** A split with as many pairs without a link as there are links; without any where the relation joins too many pairs. */
function withNegatives<S>(
  by: NodeChance,
  split: (negatives: number) => S,
): { readonly split: S; readonly remarks: readonly string[] } {
  try {
    return { split: split(1), remarks: [said[by]] };
  } catch (error) {
    if (!isHeteroGraphError(error) || error.code !== 'TOO_FEW_CANDIDATES') throw error;
    return { split: split(0), remarks: [`No pairs without a link are scored: ${error.message}`] };
  }
}

/** @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS */
export function edgeTypeNamed(graph: HeteroGraph, text: string): EdgeType {
  const dotted = graph.edgeTypes.filter((type) => type.join('.') === text);
  return dotted.length === 1 ? dotted[0]! : graph.resolveEdgeType(text);
}

function onlyEdgeType({ edgeTypes }: HeteroGraph): EdgeType {
  if (edgeTypes.length === 1) return edgeTypes[0]!;
  const names = edgeTypes.map((type) => type.join('.')).join(', ') || 'none';
  throw new HeteroGraphError('AMBIGUOUS', `It is not clear which links; the edge types are: ${names}.`, {
    hint: "Name one with target: 'SOURCE.RELATION.TARGET'.",
  });
}

/** Relations that give held-out links away, though nobody said so. */
function remarksOf(split: LinkSplit): string[] {
  const { related } = checkLinkLeak(split);
  return related
    .filter(({ edges, ofPairs }) => edges * 2 > ofPairs)
    .map(
      ({ type, edges, ofPairs }) =>
        `${edgeTypeKey(type)} joins ${edges} of the ${ofPairs} pairs held out: leave it out where it is a copy of the links.`,
    );
}
