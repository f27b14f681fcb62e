// npm run bench -- analytics-large [--graphs FOLDER] [--threads 2]
// PageRank of 64 million edges within 4 GiB: R-MAT of 2^22 nodes (seed 1, parallel edges kept), from a saved graph and from a text file of `source<TAB>target`
// as `heterograph analyse pagerank` opens them. The peak is the most resident memory of the whole process, from its start to the scores.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inChild } from '../child.mjs';

const MOST_MIB = 4096;

/** Draws the graph and writes it both ways, each only where it is not there. */
const write = `
  import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs';
  import { openGraph, rmatGraph, saveGraph } from './dist/graph/index.js';
const [folder, text, scale, numEdges] = process.argv.slice(1);
if (!existsSync(folder)) await saveGraph(rmatGraph({ scale: Number(scale), numEdges: Number(numEdges), seed: 1 }), folder);
if (!existsSync(text)) {
  const { source, target } = (await openGraph(folder)).edgeIndex('edge');
  const file = openSync(text + '.partial', 'w');
  const LINES = 1 << 18;
  for (let e = 0; e < source.length; e += LINES) {
    const lines = Array.from(source.subarray(e, e + LINES), (v, i) => v + '\\t' + target[e + i] + '\\n');
    writeSync(file, lines.join(''));
  }
  closeSync(file);
  renameSync(text + '.partial', text);
}
console.log('{}');`;

const rank = `
  import { analyse } from './dist/analytics/index.js';
  import { openData } from './dist/data/index.js';
const MiB = () => process.resourceUsage().maxRSS / 1024;
const started = performance.now();
const { graph } = await openData({ data: process.argv[1] });
const load = (performance.now() - started) / 1000;
const loaded = MiB();
const { figures } = await analyse(graph, 'pagerank');
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage();
const answer = { nodes: graph.numNodes(), edges: graph.numEdges(), ...figures, load, seconds, cpu: (user + system) / 1e6, loaded, peak: MiB() };
console.log(JSON.stringify(answer));
process.exit(0);`;

export async function analyticsLarge(_names, { quick, threads = '2', graphs }) {
  const [scale, numEdges] = quick ? ['9', '4000'] : ['22', '64000000'];
  const root = graphs ?? mkdtempSync(join(tmpdir(), 'heterograph-graphs-'));
  const folder = join(root, `rmat-${numEdges}`);
  const text = join(root, `rmat-${numEdges}.tsv`);
  try {
    if (!existsSync(folder) || !existsSync(text)) console.error(`Writes ${folder} and ${text}`);
    inChild(write, [folder, text, scale, numEdges]);
    const rows = [
      ['saved graph', folder],
      ['text file', text],
    ].map(([from, data]) => row(from, inChild(rank, [data], { HETEROGRAPH_THREADS: threads })));
    const { 'peak MiB': most } = rows.reduce((a, b) => (a['peak MiB'] > b['peak MiB'] ? a : b));
    return { rows, summary: `${most <= MOST_MIB ? 'Within' : 'Above'} ${MOST_MIB} MiB.` };
  } finally {
    if (!graphs) rmSync(root, { recursive: true, force: true });
  }
}

function row(from, { nodes, edges, iterations, load, seconds, cpu, loaded, peak }) {
  return {
    ...{ from, nodes, edges, iterations, 'load s': Number(load.toFixed(1)), 'in all s': Number(seconds.toFixed(1)) },
    ...{ 'CPU s': Number(cpu.toFixed(1)), 'loaded MiB': Math.round(loaded), 'peak MiB': Math.round(peak) },
  };
}
