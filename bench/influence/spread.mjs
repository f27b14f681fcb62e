// Spread of our seeds by forward simulation, weighted cascade:
// npm run bench -- spread [GRAPH] [--simulator SPREAD.py] [--python PYTHON] [--epsilon 0.1 | --sets 1000000] [--k 50] [--seeds 3] [--runs 20000]
// GRAPH: a file, see graph-file.mjs. Simulated by the peers' script, or by ours where none is named. With --sets an online run spends so
// many sets. With --subsim PROGRAM the peer's seeds are measured too, in turns; it needs its own form of the graph next to GRAPH.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { networkFromEdges, OnlineInfluence, opimC, simulateSpread } from '../../dist/influence/index.js';
import { failure } from '../arguments.mjs';
import { hasModules } from '../compare/peer.mjs';
import { graphFile } from './graph-file.mjs';
import { readPlainGraph } from './plain-graph.mjs';
import { peerProgram, runSubsim } from './subsim.mjs';

export async function spreadBench(
  [path],
  { quick, simulator, subsim, python = 'python3', epsilon = '0.1', sets, k = '50', seeds = '3', runs = '20000' },
) {
  if (simulator !== undefined && !existsSync(simulator)) throw failure(`--simulator: there is no ${simulator}.`);
  const program = peerProgram(subsim, path);
  const graph = graphFile(path, quick);
  const folder = mkdtempSync(join(tmpdir(), 'heterograph-spread-'));
  const rows = [];
  try {
    const network = networkFromEdges(readPlainGraph(graph.path));
    const spreadOf = simulation(network, graph.path, join(folder, 'seeds.txt'), { simulator, python, runs });
    for (let seed = 1; seed <= Number(seeds); seed++) {
      const started = performance.now();
      const answer = sets
        ? await new OnlineInfluence(network, { k: Number(k), seed }).advance({ sets: Number(sets) })
        : await opimC(network, { k: Number(k), seed, epsilon: Number(epsilon) });
      const seconds = (performance.now() - started) / 1000;
      const { ratio, sets: drawn } = answer.certificate;
      const ours = { side: 'ours', seed, ...(await spreadOf(answer.seeds)), 'own estimate': answer.spread };
      rows.push({ ...ours, ratio, sets: drawn, seconds });
      if (!program) continue;
      const peer = runSubsim(program, dirname(graph.path), basename(graph.path), { k, epsilon });
      if (peer.failed) throw new Error(`SUBSIM: ${peer.failed}.`);
      const theirs = { side: 'SUBSIM', seed, ...(await spreadOf(peer.seeds)), 'own estimate': peer.spread };
      rows.push({ ...theirs, sets: peer.sets, seconds: peer.seconds });
      await setTimeout(1100); // its seed is the clock
    }
  } finally {
    rmSync(folder, { recursive: true });
    graph.dispose();
  }
  const means = [...new Set(rows.map(({ side }) => side))].map((side) => {
    const own = rows.filter((row) => row.side === side).map((row) => row.spread);
    return [side, own.reduce((sum, value) => sum + value, 0) / own.length];
  });
  return { rows, summary: { 'mean spread': Object.fromEntries(means) } };
}

/** A function of seeds that returns { spread, simulated }: by the peers' script where it is named and runs, else by ours. */
function simulation(network, graph, file, { simulator, python, runs }) {
  if (simulator === undefined)
    console.error('Simulated by ourselves. For the spread by the peers: --simulator SPREAD.py.');
  if (simulator === undefined || !hasModules(python, ['numpy'])) {
    return async (seeds) => {
      const { mean, standardError } = await simulateSpread(network, seeds, { runs: Number(runs) });
      return { spread: mean, simulated: `by ours, +- ${standardError.toFixed(2)}` };
    };
  }
  return (seeds) => {
    writeFileSync(file, [...seeds].join('\n'));
    const text = execFileSync(python, [simulator, graph, file, '--runs', runs], { encoding: 'utf8' }).trim();
    return { spread: Number(/spread ([0-9.]+)/.exec(text)[1]), simulated: text };
  };
}
