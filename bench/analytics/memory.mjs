// npm run bench -- analytics-memory [GRAPH ...] [--graphs FOLDER] [--task pagerank,louvain] [--limit 20] [--threads 1]
// The memory that each algorithm foretells (`bytes`) beside the peak of a process of its own that runs it on a projected graph (Linux).
// Peak: the most resident memory (VmHWM, reset by clear_refs) above that before the call, when the graph is loaded, a tiny graph has been through and garbage is collected.
// The young generation of the heap, which JavaScript lets grow to some 32 MiB whatever the graph, is held at 2 MiB.
// Memory of the threads (WebAssembly) counts by the pages that are written to, as the system counts them; of it, `kernels` are the blocks in use at the most.
// A run is stopped after --limit seconds; what it had taken until then is its peak (`stopped`).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listAlgorithms } from '../../dist/analytics/index.js';
import { failure } from '../arguments.mjs';
import { inChild } from '../child.mjs';
import { graphFolder, graphs } from './edge-files.mjs';

/** Peaks below this are noise of the heap. */
const LEAST_MIB = 20;
/** Where a power law of this size is too large: all pairs of nodes, and searches from each, of which the first is to reach nearly all. */
const others = {
  simrank: 'memory-few',
  ...Object.fromEntries(
    ['betweenness', 'closeness', 'harmonic', 'node-similarity'].map((name) => [name, 'memory-even']),
  ),
};
/** The views of a graph that an algorithm is for. */
const viewsOf = ({ name, usesWeights }) => [
  'directed',
  ...(usesWeights ? ['weighted'] : []),
  ...(name === 'topological-order' ? [] : ['simple']),
];

export async function analyticsMemory(names, { quick, task, limit = quick ? '2' : '20', threads = '1', graphs: kept }) {
  if (process.platform !== 'linux') throw failure('Peaks are read from /proc of Linux.');
  // Metapaths are of a typed graph, not of a projection.
  const all = listAlgorithms().filter(({ bytes, name }) => bytes && name !== 'metapaths');
  const asked = task?.split(',') ?? (quick ? ['degree', 'pagerank'] : all.map(({ name }) => name));
  const unknown = asked.find((name) => !all.some((each) => each.name === name));
  if (unknown) throw failure(`No algorithm '${unknown}' foretells memory. Known are: ${all.map(({ name }) => name)}.`);
  const chosen = names.length > 0 ? names : quick ? ['quick-powerlaw'] : ['memory-powerlaw', 'memory-even'];
  const strange = chosen.find((name) => !name.endsWith('.tsv') && !Object.hasOwn(graphs, name));
  if (strange) throw failure(`There is no graph ${strange}. Known are: ${Object.keys(graphs).join(', ')}.`);
  const root = kept ?? mkdtempSync(join(tmpdir(), 'heterograph-graphs-'));
  try {
    const rows = all
      .filter(({ name }) => asked.includes(name))
      .flatMap((algorithm) =>
        [...new Set(quick ? chosen : chosen.map((graph) => others[algorithm.name] ?? graph))].flatMap((graph) =>
          viewsOf(algorithm).map((view) => row(algorithm.name, graph, view, { root, limit, threads })),
        ),
      );
    const off = rows.filter(
      ({ estimate, peak, ratio }) => Math.max(estimate, peak) >= LEAST_MIB && !(ratio >= 0.8 && ratio <= 1.2),
    );
    return { rows, summary: `${off.length} of ${rows.length} are off by more than a fifth.` };
  } finally {
    if (!kept) rmSync(root, { recursive: true, force: true });
  }
}

function row(algorithm, graph, view, { root, limit, threads }) {
  const args = [graphFolder(graph, root), view, algorithm, limit];
  const { estimate, peak, kernels, seconds, isStopped } = inChild(
    "import { measure } from './bench/analytics/memory-side.mjs'; await measure(process.argv.slice(1));",
    args,
    // Arrays that are freed go back to the system at once, so that none of the loading serves the algorithm.
    { HETEROGRAPH_THREADS: threads, MALLOC_MMAP_THRESHOLD_: '65536', MALLOC_TRIM_THRESHOLD_: '65536' },
    ['--expose-gc', '--max-semi-space-size=1'],
  );
  const mib = (bytes) => Number((bytes / 2 ** 20).toFixed(1));
  const found = {
    ...{ algorithm, graph, view, estimate: mib(estimate), peak: mib(peak), kernels: mib(kernels) },
    ...{ ratio: Number((estimate / peak).toFixed(2)), seconds: Number(seconds.toFixed(1)) },
    ...(isStopped && { stopped: true }),
  };
  console.error(JSON.stringify(found));
  return found;
}
