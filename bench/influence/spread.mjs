// Spread of our seeds by the peers' forward simulation, weighted cascade:
// node bench/influence/spread.mjs GRAPH --judge SPREAD.py [--python python3] [--epsilon 0.1 | --sets 1000000] [-k 50] [--seeds 3] [--runs 20000]
// GRAPH: see edge-text.mjs. With --sets an online run spends so many sets. With --subsim PROGRAM the peer's seeds are judged beside ours, in turns;
// it wants its own form of the graph beside GRAPH.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { networkFromEdges, OnlineInfluence, opimC } from '../../dist/influence/index.js';
import { readEdgeText } from './edge-text.mjs';
import { runSubsim } from './subsim.mjs';

const string = (value) => ({ type: 'string', default: value });
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    judge: { type: 'string' },
    subsim: { type: 'string' },
    python: string('python3'),
    epsilon: string('0.1'),
    sets: { type: 'string' },
    k: { ...string('50'), short: 'k' },
    seeds: string('3'),
    runs: string('20000'),
  },
});
const network = networkFromEdges(readEdgeText(positionals[0]));
const folder = mkdtempSync(join(tmpdir(), 'heterograph-spread-'));
const k = Number(values.k);
const graph = positionals[0];
const means = { ours: [], SUBSIM: [] };

/** Prints and keeps what the judge says: `mean +- standard error`. */
function judge(side, seeds, remark) {
  const file = join(folder, 'seeds.txt');
  writeFileSync(file, [...seeds].join('\n'));
  const judged = execFileSync(values.python, [values.judge, graph, file, '--runs', values.runs], {
    encoding: 'utf8',
  }).trim();
  means[side].push(Number(/spread ([0-9.]+)/.exec(judged)[1]));
  console.log(`${side}: ${judged}; ${remark}`);
}

try {
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const since = performance.now();
    const answer = values.sets
      ? await new OnlineInfluence(network, { k, seed }).advance({ sets: Number(values.sets) })
      : await opimC(network, { k, seed, epsilon: Number(values.epsilon) });
    const taken = (performance.now() - since) / 1000;
    const { ratio, sets } = answer.certificate;
    judge(
      'ours',
      answer.seeds,
      `seed ${seed}, own estimate ${answer.spread.toFixed(1)}, ratio ${ratio.toFixed(3)}, ${sets} sets, ${taken.toFixed(3)} s`,
    );
    if (!values.subsim) continue;
    const peer = runSubsim(values.subsim, dirname(graph), basename(graph), { k, epsilon: values.epsilon });
    judge('SUBSIM', peer.seeds, `own estimate ${peer.spread}, ${peer.sets} sets, ${peer.seconds} s`);
    await setTimeout(1100); // its seed is the clock
  }
} finally {
  rmSync(folder, { recursive: true });
  for (const [side, list] of Object.entries(means)) {
    const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
    if (list.length > 0)
      console.log(`${side}: mean ${mean.toFixed(1)} of ${list.map((value) => value.toFixed(1)).join(' ')}`);
  }
}
