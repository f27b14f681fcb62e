// Spread of our seeds by the peers' forward simulation, weighted cascade:
// node bench/influence/spread.mjs GRAPH --judge SPREAD.py [--python python3] [--epsilon 0.1 | --sets 1000000] [-k 50] [--seeds 3] [--runs 20000]
// GRAPH: see edge-text.mjs. With --sets an online run spends so many sets.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { networkFromEdges, OnlineInfluence, opimC } from '../../dist/influence/index.js';
import { readEdgeText } from './edge-text.mjs';

const string = (value) => ({ type: 'string', default: value });
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    judge: { type: 'string' },
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
try {
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const since = performance.now();
    const answer = values.sets
      ? await new OnlineInfluence(network, { k, seed }).advance({ sets: Number(values.sets) })
      : await opimC(network, { k, seed, epsilon: Number(values.epsilon) });
    const taken = (performance.now() - since) / 1000;
    const file = join(folder, 'seeds.txt');
    writeFileSync(file, [...answer.seeds].join('\n'));
    const judge = [values.judge, positionals[0], file, '--runs', values.runs];
    const judged = execFileSync(values.python, judge, { encoding: 'utf8' }).trim();
    const { ratio, sets } = answer.certificate;
    console.log(
      `seed ${seed}: ${judged}; own estimate ${answer.spread.toFixed(1)}, ratio ${ratio.toFixed(3)}, ${sets} sets, ${taken.toFixed(3)} s`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
