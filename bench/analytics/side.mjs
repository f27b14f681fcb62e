// This library: a process that answers a line of JSON for each question; milliseconds and processor seconds are of the algorithm alone, the projected graph given.
// Questions: { open: FOLDER, view }, { task, node }.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as analytics from '../../dist/analytics/index.js';
import { readNumbers } from './edge-files.mjs';

const run = {
  pagerank: async (graph) => (await analytics.pageRank(graph)).iterations,
  weak: async (graph) => (await analytics.weakComponents(graph)).numComponents,
  strong: async (graph) => (await analytics.strongComponents(graph)).numComponents,
  bfs: async (graph, from) => (await analytics.bfs(graph, { from })).numReached,
  dijkstra: async (graph, from) => (await analytics.dijkstra(graph, { from })).numReached,
  triangles: async (graph) => (await analytics.triangles(graph)).total,
  kcore: async (graph) => (await analytics.kCore(graph)).largest,
  louvain: async (graph) => (await analytics.louvain(graph)).quality,
  leiden: async (graph) => (await analytics.leiden(graph)).quality,
  betweenness: async (graph) =>
    (await analytics.sampledBetweenness(graph, { method: 'sources', samples: 64 })).scores.top(1)[0].value,
};

let graph;

async function open(folder, view) {
  const { numNodes } = JSON.parse(readFileSync(join(folder, 'size.json'), 'utf8'));
  const read = (name) => readNumbers(folder, name);
  graph = undefined;
  const ends =
    view === 'simple'
      ? { source: read('low'), target: read('high') }
      : { source: read('source'), target: read('target') };
  const weights = view === 'weighted' ? { weights: read('weights') } : {};
  graph = await analytics.projectEdges({ numNodes, ...ends, ...weights, isDirected: view !== 'simple' });
  return {};
}

async function answer({ open: folder, view, task, node }) {
  if (folder) return open(folder, view);
  const used = process.cpuUsage();
  const started = performance.now();
  const value = await run[task](graph, node);
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(used);
  return { ms, cpu: (user + system) / 1e6, value, peakMiB: process.resourceUsage().maxRSS / 1024 };
}

for await (const line of createInterface({ input: process.stdin })) {
  const reply = await answer(JSON.parse(line)).catch(({ message }) => ({ error: message }));
  console.log(JSON.stringify(reply));
}
