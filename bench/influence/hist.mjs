// HIST against OPIM-C in one interleaved run: node bench/influence/hist.mjs GRAPH [--probability 0.1] [-k 50] [--epsilon 0.1] [--runs 7]
// GRAPH: see edge-text.mjs. Prints one line a run and the medians; seconds without loading. The first pair, which compiles, is left out.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { hist, networkFromEdges, opimC } from '../../dist/influence/index.js';
import { median, readEdgeText } from './edge-text.mjs';

const string = (value) => ({ type: 'string', default: value });
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    probability: string('0.1'),
    k: { ...string('50'), short: 'k' },
    epsilon: string('0.1'),
    runs: string('7'),
  },
});
const probability = Number(values.probability);
const network = networkFromEdges(readEdgeText(positionals[0]), { name: '', kind: 'constant', probability });
console.log(`${new Date().toISOString().slice(0, 10)} ${cpus()[0].model} node ${process.version}`);
const seconds = { opimC: [], hist: [] };
for (let seed = 0; seed <= Number(values.runs); seed++) {
  for (const [name, algorithm] of Object.entries({ opimC, hist })) {
    const since = performance.now();
    const answer = await algorithm(network, { k: Number(values.k), epsilon: Number(values.epsilon), seed });
    const taken = (performance.now() - since) / 1000;
    if (seed === 0) continue;
    seconds[name].push(taken);
    const { ratio, sets } = answer.certificate;
    console.log(
      `${name} seed ${seed}: ${taken.toFixed(4)} s, ratio ${ratio.toFixed(3)}, ${sets} sets, spread ${answer.spread.toFixed(0)}` +
        (answer.sentinels === undefined ? '' : `, ${answer.sentinels} sentinels`),
    );
  }
}
const [slow, fast] = [median(seconds.opimC), median(seconds.hist)];
console.log(`medians: opimC ${slow.toFixed(4)} s, hist ${fast.toFixed(4)} s, ratio ${(slow / fast).toFixed(1)}`);
