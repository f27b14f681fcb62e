import type { Algorithm, AnalysisResult } from '../registry/algorithm.js';
import { type GraphComponents, strongComponents, weakComponents } from './components.js';

function resultOf({ components, numComponents, sizes }: GraphComponents): AnalysisResult {
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  return { groups: { component: components }, figures: { numComponents, largest } };
}

export const componentAlgorithms: readonly Algorithm[] = [
  {
    name: 'components',
    title: 'Weakly connected components: nodes that edges join, whatever their direction',
    nodeColumns: ['component'],
    kind: 'components',
    direction: 'out',
    usesWeights: false,
    options: [],
    run: async (graph, options) => resultOf(await weakComponents(graph, options)),
    bytes: ({ numNodes }) => 9 * numNodes,
  },
  {
    name: 'strong-components',
    title: 'Strongly connected components: nodes that reach each other',
    nodeColumns: ['component'],
    kind: 'components',
    direction: 'out',
    usesWeights: false,
    options: [],
    run: async (graph, options) => resultOf(await strongComponents(graph, options)),
    bytes: ({ numNodes, isDirected }) => (isDirected ? 19 : 9) * numNodes,
  },
];
