import { expectMembers, HeteroGraphError } from '../../core/index.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { type EdgeType, edgeTypeKey, sameEdgeType } from '../schema/schema.js';
import { addPair, hasPair, type LinkPairs } from './link-negatives.js';
import { PairSet } from './link-pair-set.js';
import type { LinkPart, LinkSplit } from './link-split.js';

export interface LinkLeakReport {
  /** Edges of the relation whose link is held out from their graph; a graph that serves two parts counts once. */
  readonly messages: number;
  /** The same, of the inverse relation. */
  readonly inverseMessages: number;
  /** Links that are in two parts. */
  readonly positives: number;
  /** Negatives that are links of a part, and edges of the test graph that join a negative. */
  readonly negatives: number;
  /**
   * Other relations of the training graph between the same node types, with the number of their edges that join a pair
   * held out for validation or test; and the relation itself, of whose edges those count that join a held-out pair
   * backwards. No leak by itself, and not counted as one; but a relation that joins most of `ofPairs` may be an inverse
   * or a copy that the schema does not declare.
   */
  readonly related: readonly { readonly type: EdgeType; readonly edges: number; readonly ofPairs: number }[];
}

/**
 * Counts what a model could read off the graphs of a split instead of learning it: held-out links among the messages, in
 * either direction (a symmetric relation, declared or not, and the inverse), links in two parts, negatives that are links. Graphs that were
 * changed after the split are checked too: pass `{ ...split, train: { ...split.train, graph: changed } }`. O(E).
 *
 * @returns the counts, all zero but for `related`
 * @throws {HeteroGraphError} LINK_LEAK where a count is above zero
 */
export function checkLinkLeak(split: LinkSplit): LinkLeakReport {
  expectMembers(split, 'split', { edgeType: 'list', train: 'object', valid: 'object', test: 'object' });
  for (const part of ['train', 'valid', 'test'] as const) {
    expectGraph(split[part].graph, `split.${part}.graph`);
    expectMembers(split[part], `split.${part}`, { positive: 'object', negative: 'object' });
  }
  const { edgeType, train, valid, test, disjointTrain } = split;
  const inverse = split.inverse ?? (isStoredBothWays(split) ? edgeType : undefined);
  const isSymmetric = inverse !== undefined && sameEdgeType(edgeType, inverse);
  const setOf = (...parts: LinkPairs[]) => {
    const set = new PairSet(parts.reduce((total, { source }) => total + source.length, 0));
    for (const { source, target } of parts) {
      for (let i = 0; i < source.length; i++) addPair(set, source[i]!, target[i]!, isSymmetric);
    }
    return set;
  };
  const overlap = (graph: HeteroGraph, type: EdgeType | undefined, pairs: PairSet) => {
    if (!type || !graph.edgeTypes.some((other) => sameEdgeType(other, type))) return 0;
    const { source, target } = graph.edgeIndex(type);
    const isForward = sameEdgeType(type, edgeType);
    return isForward ? count(source, target, pairs, isSymmetric) : count(target, source, pairs, isSymmetric);
  };
  const held = setOf(valid.positive, test.positive);
  const isDisjoint = disjointTrain > 0;
  const hidden: [LinkPart, PairSet][] = [
    [train, isDisjoint ? setOf(valid.positive, test.positive, train.positive) : held],
    [test, setOf(test.positive)],
  ];
  if (isDisjoint || valid.graph !== train.graph) hidden.push([valid, held]);
  const back = isSymmetric ? undefined : inverse;
  const messages = sum(hidden.map(([part, pairs]) => overlap(part.graph, edgeType, pairs)));
  const inverseMessages = sum(hidden.map(([part, pairs]) => overlap(part.graph, back, pairs)));
  const all = setOf(train.positive, valid.positive, test.positive);
  const positives = sum([train, valid, test].map((part) => part.positive.source.length)) - all.size;
  const unlinked = [train.negative, valid.negative, test.negative];
  const amongExamples = sum(unlinked.map(({ source, target }) => count(source, target, all, isSymmetric)));
  const negatives = amongExamples + overlap(test.graph, edgeType, setOf(...unlinked));
  const report = { messages, inverseMessages, positives, negatives };
  const total = sum(Object.values(report));
  if (total > 0) {
    const counts = Object.entries(report).map(([name, n]) => `${name} ${n}`);
    throw new HeteroGraphError('LINK_LEAK', `The split leaks ${total} times: ${counts.join(', ')}.`, {
      type: edgeTypeKey(edgeType),
      hint: 'Split again from the whole graph, and make derived relations from the graphs of the split.',
    });
  }
  return { ...report, related: relatedTypes(split, held) };
}

/** Whether graphs and examples together hold every link of the relation in both directions, and some link that is no loop. */
function isStoredBothWays({ edgeType, train, valid, test }: LinkSplit): boolean {
  if (edgeType[0] !== edgeType[2]) return false;
  const parts: LinkPairs[] = [train, valid, test].map(({ positive }) => positive);
  if (test.graph.edgeTypes.some((type) => sameEdgeType(type, edgeType))) parts.push(test.graph.edgeIndex(edgeType));
  const pairs = new PairSet(sum(parts.map(({ source }) => source.length)));
  for (const { source, target } of parts) for (let i = 0; i < source.length; i++) pairs.add(source[i]!, target[i]!);
  const isMirrored = ({ source, target }: LinkPairs) => source.every((a, i) => pairs.has(target[i]!, a));
  return parts.every(isMirrored) && parts.some(({ source, target }) => source.some((a, i) => a !== target[i]));
}

function relatedTypes({ edgeType, inverse, train }: LinkSplit, held: PairSet): LinkLeakReport['related'] {
  const related = [];
  const [from, , to] = edgeType;
  for (const type of train.graph.edgeTypes) {
    if (inverse && (sameEdgeType(type, edgeType) || sameEdgeType(type, inverse))) continue;
    const isForward = type[0] === from && type[2] === to && !sameEdgeType(type, edgeType);
    const isBackward = type[0] === to && type[2] === from;
    if (!isForward && !isBackward) continue;
    const { source, target } = train.graph.edgeIndex(type);
    let edges = 0;
    for (let e = 0; e < source.length; e++) {
      const [a, b] = [source[e]!, target[e]!];
      if ((isForward && held.has(a, b)) || (isBackward && held.has(b, a))) edges++;
    }
    if (edges > 0) related.push({ type, edges, ofPairs: held.size });
  }
  return related;
}

function count(source: Int32Array, target: Int32Array, pairs: PairSet, isSymmetric: boolean): number {
  let total = 0;
  for (let i = 0; i < source.length; i++) if (hasPair(pairs, source[i]!, target[i]!, isSymmetric)) total++;
  return total;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, n) => total + n, 0);
}
