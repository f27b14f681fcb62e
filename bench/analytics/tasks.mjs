/**
 * What is measured, on which view of the graph: `directed`, `weighted` (directed, with weights) or `simple` (without directions). `peer` is whose time is to be met, and
 * `most` how many times of it ours may take.
 */
export const tasks = {
  pagerank: { view: 'directed', peer: 'networkit', most: 1 },
  weak: { view: 'directed', peer: 'networkit', most: 1 },
  strong: { view: 'directed', peer: 'networkit' },
  bfs: { view: 'directed', peer: 'networkit', most: 1 },
  dijkstra: { view: 'weighted', peer: 'networkit', most: 1.5 },
  triangles: { view: 'simple', peer: 'networkit', most: 1 },
  kcore: { view: 'simple', peer: 'networkit' },
  louvain: { view: 'simple', peer: 'networkit', most: 1 },
  leiden: { view: 'simple', peer: 'igraph', most: 0.5 },
  betweenness: { view: 'simple', peer: 'networkit', most: 1.5 },
};
