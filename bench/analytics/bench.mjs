// npm run bench -- analytics [GRAPH ...] --graphs FOLDER [--task pagerank,louvain] [--runs 3] [--threads 2] [--python PYTHON] [--peers networkit,igraph,graphology] [--out FILE]
// GRAPH: powerlaw (300k nodes, 3M edges), rmat (1M, 16M), sizes (four of R-MAT, 1M to 8M edges) or a text file NAME.tsv of `source<TAB>target`.
// Seconds and processor seconds of the algorithm alone, the least of the runs, ours and the peers in turns, each in a process of its own. What FILE has already is not measured again.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failure } from '../arguments.mjs';
import { hasModules, Peer } from '../compare/peer.mjs';
import { graphFolder, graphs, readNumbers, sizes } from './edge-files.mjs';
import { tasks } from './tasks.mjs';

/** graphology keeps a map entry an edge, of which there may be 2^24, and some 500 bytes each. */
const GRAPHOLOGY_EDGES = 4_000_000;
const file = (name) => fileURLToPath(new URL(name, import.meta.url));

export async function analyticsBench(names, options) {
  const { quick, runs = '3', threads = '2', out } = options;
  const asked = options.task?.split(',') ?? Object.keys(tasks);
  const unknown = asked.find((task) => !Object.hasOwn(tasks, task));
  if (unknown) throw failure(`Unknown task '${unknown}'. Known are: ${Object.keys(tasks).join(', ')}.`);
  const wanted = names.length > 0 ? names : quick ? ['quick-powerlaw', 'quick-rmat'] : ['powerlaw', 'rmat'];
  const chosen = wanted.flatMap((name) => (name === 'sizes' ? sizes : [name]));
  const strange = chosen.find((name) => !name.endsWith('.tsv') && !Object.hasOwn(graphs, name));
  if (strange) throw failure(`There is no graph ${strange}. Known are: ${Object.keys(graphs).join(', ')}, sizes.`);
  const peers = openPeers(options, threads);
  const root = options.graphs ?? mkdtempSync(join(tmpdir(), 'heterograph-graphs-'));
  const kept = out && existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : {};
  try {
    for (const name of chosen) {
      const folder = graphFolder(name, root);
      for (const view of new Set(asked.map((task) => tasks[task].view))) {
        const here = asked.filter((task) => tasks[task].view === view);
        await compareOn({ folder, name, view, here, peers, runs: Number(runs), threads }, kept, () => {
          if (out) writeFileSync(out, `${JSON.stringify(kept, undefined, 1)}\n`);
        });
      }
    }
  } finally {
    if (!options.graphs) rmSync(root, { recursive: true, force: true });
  }
  return { rows: chosen.flatMap((name) => asked.map((task) => row(name, task, kept))) };
}

/** How each side is started, by name. */
function openPeers({ python = 'python3', peers = 'networkit,igraph,graphology' }, threads) {
  const starts = {
    networkit: () => new Peer(python, [file('peer.py'), 'networkit', threads], { OMP_NUM_THREADS: threads }),
    igraph: () => new Peer(python, [file('peer.py'), 'igraph', threads], { OMP_NUM_THREADS: threads }),
    graphology: () => new Peer(process.execPath, ['--max-old-space-size=8000', file('graphology-side.mjs')]),
  };
  const named = peers.split(',').filter(Boolean);
  const unknown = named.find((name) => !Object.hasOwn(starts, name));
  if (unknown) throw failure(`Unknown peer '${unknown}'. Known are: ${Object.keys(starts).join(', ')}.`);
  const modules = named.filter((name) => name !== 'graphology');
  const present = modules.length === 0 || hasModules(python, [...modules, 'numpy']) ? named : ['graphology'];
  return Object.fromEntries(present.filter((name) => named.includes(name)).map((name) => [name, starts[name]]));
}

async function compareOn({ folder, name, view, here, peers, runs, threads }, kept, keep) {
  const { numNodes, numEdges } = JSON.parse(readFileSync(join(folder, 'size.json'), 'utf8'));
  const sides = {
    ours: () => new Peer(process.execPath, [file('side.mjs')], { HETEROGRAPH_THREADS: threads }),
    ...peers,
  };
  if (numEdges > GRAPHOLOGY_EDGES) delete sides.graphology;
  const missing = Object.keys(sides).filter((side) => here.some((task) => !kept[`${name} ${task}`]?.[side]));
  if (missing.length === 0) return;
  const node = mostEdges(readNumbers(folder, 'source'), numNodes);
  const open = new Map();
  try {
    for (const side of missing) {
      open.set(side, sides[side]());
      await open.get(side).ask({ open: folder, view });
    }
    for (const task of here) {
      const key = `${name} ${task}`;
      const left = missing.filter((side) => !kept[key]?.[side]);
      const answers = Object.fromEntries(left.map((side) => [side, []]));
      for (let run = 0; run < runs; run++)
        for (const side of left) answers[side].push(await open.get(side).ask({ task, node }));
      kept[key] ??= { numNodes, numEdges };
      for (const side of left) kept[key][side] = least(answers[side]);
      keep();
    }
  } finally {
    for (const peer of open.values()) peer.close();
  }
}

/** The least of each figure. */
function least(answers) {
  const of = (pick) => Math.min(...answers.map(pick));
  if (answers[0].ms === null) return { seconds: null };
  return { seconds: of(({ ms }) => ms / 1000), cpu: of(({ cpu }) => cpu), value: answers[0].value };
}

/** The node with most edges out of it, where searches begin. */
function mostEdges(source, numNodes) {
  const counts = new Int32Array(numNodes);
  for (const node of source) counts[node]++;
  return counts.reduce((best, count, v) => (count > counts[best] ? v : best), 0);
}

function row(graph, task, kept) {
  const found = kept[`${graph} ${task}`] ?? {};
  const { peer, most } = tasks[task];
  const digits = (value) => (Number.isFinite(value) ? Number(value.toPrecision(3)) : undefined);
  const side = (name, figure) => digits(found[name]?.[figure] ?? Number.NaN);
  const ratio = (name, figure) => digits((found.ours?.[figure] ?? Number.NaN) / (found[name]?.[figure] ?? Number.NaN));
  const isQuality = ['louvain', 'leiden'].includes(task);
  return {
    graph,
    task,
    ours: side('ours', 'seconds'),
    'ours, CPU': side('ours', 'cpu'),
    networkit: side('networkit', 'seconds'),
    'networkit, CPU': side('networkit', 'cpu'),
    igraph: side('igraph', 'seconds'),
    graphology: side('graphology', 'seconds'),
    'of the peer': ratio(peer, 'seconds'),
    'of its CPU': ratio(peer, 'cpu'),
    'at most': most,
    'times graphology': digits((found.graphology?.seconds ?? Number.NaN) / (found.ours?.seconds ?? Number.NaN)),
    ...(isQuality && {
      modularity: found.ours?.value.toFixed(4),
      'its modularity': found[peer]?.value.toFixed(4),
    }),
  };
}
