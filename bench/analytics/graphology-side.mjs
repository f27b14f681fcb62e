// graphology, asked as side.mjs is. It has no triangles, Leiden or core numbers, and betweenness of all nodes only: such questions are
// answered without times, as are those that it fails at.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readNumbers } from './edge-files.mjs';

const require = createRequire(import.meta.url);
const { DirectedGraph, UndirectedGraph } = require('graphology');
const run = {
  pagerank: (graph) =>
    Object.keys(
      require('graphology-metrics/centrality/pagerank')(graph, {
        alpha: 0.85,
        tolerance: 1e-8 / graph.order,
        maxIterations: 200,
        getEdgeWeight: null,
      }),
    ).length,
  weak: (graph) => require('graphology-components').countConnectedComponents(graph),
  strong: (graph) => require('graphology-components').stronglyConnectedComponents(graph).length,
  bfs: (graph, node) => Object.keys(require('graphology-shortest-path').singleSourceLength(graph, node)).length,
  dijkstra: (graph, node) =>
    Object.keys(require('graphology-shortest-path').dijkstra.singleSource(graph, node, 'weight')).length,
  louvain: (graph) => require('graphology-communities-louvain').detailed(graph, { getEdgeWeight: null }).modularity,
};

let graph;

function open(folder, view) {
  const { numNodes } = JSON.parse(readFileSync(join(folder, 'size.json'), 'utf8'));
  const isSimple = view === 'simple';
  const [source, target] = (isSimple ? ['low', 'high'] : ['source', 'target']).map((name) => readNumbers(folder, name));
  const weights = view === 'weighted' ? readNumbers(folder, 'weights') : undefined;
  graph = isSimple ? new UndirectedGraph() : new DirectedGraph();
  for (let v = 0; v < numNodes; v++) graph.addNode(v);
  for (let e = 0; e < source.length; e++)
    graph.addEdgeWithKey(e, source[e], target[e], weights && { weight: weights[e] });
  return {};
}

function answer({ open: folder, view, task, node }) {
  if (folder) return open(folder, view);
  if (!run[task]) return { ms: null, cpu: null };
  const used = process.cpuUsage();
  const started = performance.now();
  let value;
  try {
    value = run[task](graph, node);
  } catch (error) {
    // Strong components call themselves once a step: a long path is too deep for the stack.
    if (!(error instanceof RangeError)) throw error;
    console.error(`graphology: ${task}: ${error.message}`);
    return { ms: null, cpu: null };
  }
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(used);
  return { ms, cpu: (user + system) / 1e6, value, peakMiB: process.resourceUsage().maxRSS / 1024 };
}

for await (const line of createInterface({ input: process.stdin })) {
  let reply;
  try {
    reply = answer(JSON.parse(line));
  } catch ({ message }) {
    reply = { error: message };
  }
  console.log(JSON.stringify(reply));
}
