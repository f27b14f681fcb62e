import { RandomStream } from '../../core/index.js';
import { type HeteroGraph, type NodeSplit, splitNodes, stratifiedSplit } from '../../graph/index.js';

/**
 * A split where none is published: a share of every class, always the same, tests (drawn by seed 0); of the others a share validates by seed
 * and the rest trains.
 *
 * @param test share of all labelled rows, below 1
 * @param valid share of the others
 */
export function drawnSplit(
  graph: HeteroGraph,
  nodeType: string,
  seed: number,
  { test: share, valid }: { readonly test: number; readonly valid: number },
): NodeSplit {
  const fractions = { train: 1 - share, valid: 0, test: share };
  const { train: known, test } = splitNodes(graph, nodeType, { strategy: 'stratified', fractions, seed: 0 });
  const labels = graph.labels(nodeType)!;
  const stream = new RandomStream(seed, 'split', nodeType);
  const parts = { train: 1 - valid, valid, test: 0 };
  return { ...stratifiedSplit(known, labels.values as Int32Array, labels.numClasses, parts, stream), test };
}
