import { RandomStream } from '../../src/core/index.js';
import { plantedPartitionGraph, stratifiedSplit } from '../../src/graph/index.js';
import { type ClassificationProblem, classificationProblem } from '../../src/models/index.js';

/** 300 people without features, of three classes, who know each other and are in groups, mostly of their own class. */
export function communityProblem(): ClassificationProblem {
  const graph = plantedPartitionGraph({
    numNodes: { person: 300, group: 60 },
    numClasses: 3,
    edges: [
      { type: ['person', 'knows', 'person'], numEdges: 900, homophily: 0.7 },
      { type: ['person', 'in', 'group'], numEdges: 600, homophily: 0.7 },
    ],
    featureWidth: 0,
    seed: 4,
  });
  const labels = graph.labels('person')!.values as Int32Array;
  const all = Int32Array.from(labels, (_, row) => row);
  const split = stratifiedSplit(all, labels, 3, { train: 0.3, valid: 0.1, test: 0.6 }, new RandomStream(1, 'split'));
  return classificationProblem(graph, 'person', split, 2);
}
