// One algorithm on one graph: what it foretells, and the peak of the memory that it takes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { algorithmNamed, projectEdges, projectionSize } from '../../dist/analytics/index.js';
import { getPool } from '../../dist/compute/index.js';
import { readNumbers } from './edge-files.mjs';

/** Options that an algorithm needs, or with which it ends in time; from and to are nodes with many edges. */
const given = (from, to) => ({
  hits: { maxIterations: 20 },
  eigenvector: { maxIterations: 20 },
  bfs: { from },
  dijkstra: { from },
  'shortest-path': { from, to },
  'k-shortest-paths': { from, to, k: 3 },
  'max-flow': { from, to },
  'sampled-betweenness': { samples: 1000 },
  simrank: { node: from, maxIterations: 2 },
  'pair-similarity': { sources: [from], targets: [to] },
  fastrp: { width: 64 },
  node2vec: { width: 64, walks: 1, length: 4, window: 2, negatives: 1 },
});

/** A field of /proc/self/status, in bytes. */
function resident(field) {
  return 1024 * Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}

export async function measure([folder, view, name, limit]) {
  const { bytes, run } = algorithmNamed(name);
  const { arena } = getPool();
  const options = (from, to) => given(from, to)[name] ?? {};
  await run(await projectEdges({ numNodes: 4, ...tiny, ...viewOf(view, [1, 2, 3, 4, 5]) }), options(0, 2));
  const { graph, from, to } = await open(folder, view);
  // What the loading left behind is freed by another thread, some time after it is found.
  for (let i = 0; i < 4; i++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  arena.resetPeak();
  const used = arena.stats().used;
  const before = resident('VmRSS');
  writeFileSync('/proc/self/clear_refs', '5');
  const started = performance.now();
  const signal = AbortSignal.timeout(1000 * Number(limit));
  const result = await run(graph, { ...options(from, to), signal }).catch((error) => {
    if (error.code !== 'ABORTED') throw error;
  });
  const answer = {
    estimate: bytes(projectionSize(graph), options(from, to)),
    peak: resident('VmHWM') - before,
    kernels: arena.stats().peak - used,
    seconds: (performance.now() - started) / 1000,
    isStopped: result === undefined,
  };
  console.log(JSON.stringify(answer));
  process.exit(0);
}

const tiny = { source: [0, 0, 1, 2, 3], target: [1, 2, 2, 3, 0] };

function viewOf(view, weights) {
  return { isDirected: view !== 'simple', ...(view === 'weighted' && { weights }) };
}

/** The projected graph alone, and the two nodes with most edges out of them. */
async function open(folder, view) {
  const { numNodes } = JSON.parse(readFileSync(join(folder, 'size.json'), 'utf8'));
  const [source, target] = (view === 'simple' ? ['low', 'high'] : ['source', 'target']).map((name) =>
    readNumbers(folder, name),
  );
  const weights = view === 'weighted' ? readNumbers(folder, 'weights') : undefined;
  const graph = await projectEdges({ numNodes, source, target, ...viewOf(view, weights) });
  const { indptr } = graph.forward;
  const degree = (v) => indptr[v + 1] - indptr[v];
  let [from, to] = [0, 1];
  for (let v = 0; v < numNodes; v++) {
    if (degree(v) > degree(from)) [from, to] = [v, from];
    else if (v !== from && degree(v) > degree(to)) to = v;
  }
  return { graph, from, to };
}
