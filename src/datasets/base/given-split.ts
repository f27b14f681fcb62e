import { RandomStream } from '../../core/index.js';
import { type HeteroGraph, type NodeSplit, splitNodes, stratifiedSplit } from '../../graph/index.js';

/**
 * The test rows of the mask `test`; of the rows of the mask `trainValid` a fifth validates by seed, the rest trains: a fifth of
 * every class where labels are single (rounded up), of all where not.
 */
export function givenSplit(graph: HeteroGraph, nodeType: string, seed: number, label?: string): NodeSplit {
  const { train: labelled, test } = splitNodes(graph, nodeType, {
    strategy: 'given',
    train: 'trainValid',
    test: 'test',
  });
  const labels = graph.labels(nodeType, label)!;
  const stream = new RandomStream(seed, 'split', nodeType);
  if (labels.kind === 'single') {
    const fractions = { train: 0.8, valid: 0.2, test: 0 };
    return { ...stratifiedSplit(labelled, labels.values, labels.numClasses, fractions, stream), test };
  }
  const order = stream.shuffle(Int32Array.from(labelled));
  const numValid = Math.ceil(order.length / 5);
  return { train: order.slice(numValid).sort(), valid: order.slice(0, numValid).sort(), test };
}
