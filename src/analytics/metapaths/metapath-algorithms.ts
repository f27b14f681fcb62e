import { HeteroGraphError } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import type { Algorithm } from '../registry/algorithm.js';
import { metapathStatistics } from './metapath-statistics.js';

/** What is known of sequences of relations. */
export const metapathAlgorithms: readonly Algorithm[] = [
  {
    name: 'metapaths',
    title: 'Metapaths that occur: how often, and how many nodes each leads to',
    nodeColumns: [],
    kind: 'structure',
    direction: 'both',
    usesWeights: false,
    options: [
      { name: 'maxLength', kind: 'count', about: 'steps of a metapath at most (default: 2)' },
      { name: 'from', kind: 'text', about: 'node type that metapaths begin at (default: all)' },
      { name: 'starts', kind: 'count', about: 'nodes from which ends are counted (default: 200)' },
      { name: 'maxPaths', kind: 'count', about: 'metapaths of the schema that are tried (default: 10000)' },
      { name: 'seed', kind: 'count', about: 'of the nodes that are drawn (default: 0)' },
    ],
    run: async (graph, options) => {
      const paths = await metapathStatistics(typed(graph), options);
      return {
        table: {
          metapath: paths.map(({ name }) => name),
          from: paths.map(({ types }) => types[0]!),
          to: paths.map(({ types }) => types.at(-1)!),
          instances: paths.map(({ numInstances }) => numInstances),
          sources: paths.map(({ sourceShare }) => sourceShare),
          targets: paths.map(({ targetShare }) => targetShare),
          ends: paths.map(({ meanEnds }) => meanEnds),
          error: paths.map(({ meanEndsError }) => meanEndsError),
          density: paths.map(({ density }) => density),
        },
        figures: { numMetapaths: paths.length },
      };
    },
    // Adjacency of every relation both ways, with the numbers of its edges; vectors of counts of the steps of a path, and marks of its ends.
    bytes: ({ numNodes, numEntries }, { maxLength = 2 } = {}) =>
      2 * (4 * numNodes + 8 * numEntries) + (8 * (Number(maxLength) + 2) + 8) * numNodes,
  },
];

function typed(graph: HeteroGraph | ProjectedGraph): HeteroGraph {
  if ('edgeTypes' in graph) return graph;
  throw new HeteroGraphError('INVALID_OPTION', 'A projected graph has no metapaths.', {
    column: 'graph',
    hint: 'Pass the HeteroGraph: a projection has no relations any more.',
  });
}
