import { type HeteroGraph, randomGraph } from '../../src/graph/index.js';

/** Papers with sparse features and labels, authors without, venues with dense ones; citations among papers. */
export function citations(papers: number): HeteroGraph {
  const columns = [
    { name: 'words', type: 'sparse', role: 'feature', width: 120 },
    { name: 'field', type: 'int32', role: 'label', classes: ['a', 'b', 'c'] },
  ] as const;
  return randomGraph({
    schema: {
      nodes: [
        { name: 'paper', columns },
        { name: 'author', columns: [] },
        { name: 'venue', columns: [{ name: 'x', type: 'dense', role: 'feature', width: 30 }] },
      ],
      edges: [
        { type: ['paper', 'cites', 'paper'], columns: [] },
        { type: ['author', 'writes', 'paper'], columns: [] },
        { type: ['paper', 'in', 'venue'], columns: [] },
      ],
    },
    numNodes: { paper: papers, author: papers * 2, venue: 50 },
    numEdges: papers * 4,
    seed: 3,
  });
}
