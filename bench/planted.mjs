// Graphs of which is known what can be learnt on them, for benchmarks without files.
import { RandomStream } from '../dist/core/index.js';
import { plantedPartitionGraph, stratifiedSplit } from '../dist/graph/index.js';

const nodeType = 'person';

/** How each kind differs: what edges of each relation prefer, and how far the means of the features lie apart. */
const kinds = {
  /** Edges join people, groups and topics of one class; features help a little. */
  homophilous: { knows: { homophily: 0.6 }, in: { homophily: 0.6 }, likes: { homophily: 0.4 }, signal: 1 },
  /** People know people of the next class; groups and topics say nothing. */
  heterophilous: { knows: { homophily: 0.8, prefers: 'next' }, signal: 1 },
  /** Edges end anywhere. */
  'feature-only': { signal: 2.5 },
  /** As homophilous, without features. */
  'structure-only': { knows: { homophily: 0.6 }, in: { homophily: 0.6 }, likes: { homophily: 0.4 }, featureWidth: 0 },
  /** Neither edges nor features say anything. */
  noise: { signal: 0 },
};

export const plantedNames = Object.keys(kinds).map((kind) => `planted-${kind}`);

/**
 * 1,500 people of 4 classes, 300 groups, 60 topics, 11,000 edges; a fifth of every class trains, a tenth validates.
 *
 * @param size a share of these numbers; default 1
 */
export function plantedDataset(name, size = 1) {
  const { knows, in: within, likes, ...rest } = kinds[name.replace('planted-', '')];
  const count = (full) => Math.ceil(full * size);
  const relation = (type, full, how = { homophily: 0 }) => ({ type, numEdges: count(full), ...how });
  const graph = plantedPartitionGraph({
    numNodes: { [nodeType]: count(1500), group: count(300), topic: count(60) },
    numClasses: 4,
    edges: [
      relation([nodeType, 'knows', nodeType], 4500, knows),
      relation([nodeType, 'in', 'group'], 3500, within),
      relation([nodeType, 'likes', 'topic'], 3000, likes),
    ],
    ...rest,
    seed: 1,
  });
  const { values, numClasses } = graph.labels(nodeType);
  const all = Int32Array.from(values, (_, row) => row);
  const split = (seed) =>
    stratifiedSplit(all, values, numClasses, { train: 0.2, valid: 0.1, test: 0.7 }, new RandomStream(seed, 'planted'));
  return { graph, task: { kind: 'node-classification', nodeType, labelColumn: 'label', split } };
}
