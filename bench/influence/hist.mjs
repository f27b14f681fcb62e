// HIST against OPIM-C in turns: npm run bench -- hist [GRAPH] [--probability 0.01] [--k 50] [--epsilon 0.1] [--runs 7]
// GRAPH: a file, see graph-file.mjs. Seconds without loading. The first pair, which compiles, is left out.
import { hist, networkFromEdges, opimC } from '../../dist/influence/index.js';
import { graphFile } from './graph-file.mjs';
import { median, readPlainGraph } from './plain-graph.mjs';

export async function histBench([path], { quick, probability = '0.01', k = '50', epsilon = '0.1', runs = '7' }) {
  const graph = graphFile(path, quick);
  const rule = { name: '', kind: 'constant', probability: Number(probability) };
  const rows = [];
  try {
    const network = networkFromEdges(readPlainGraph(graph.path), rule);
    for (let seed = 0; seed <= Number(runs); seed++) {
      for (const [algorithm, run] of Object.entries({ 'opim-c': opimC, hist })) {
        const started = performance.now();
        const answer = await run(network, { k: Number(k), epsilon: Number(epsilon), seed });
        const seconds = (performance.now() - started) / 1000;
        const { ratio, sets } = answer.certificate;
        if (seed > 0)
          rows.push({ algorithm, seed, seconds, ratio, sets, spread: answer.spread, sentinels: answer.sentinels });
      }
    }
  } finally {
    graph.dispose();
  }
  const secondsOf = (name) => median(rows.filter((row) => row.algorithm === name).map((row) => row.seconds));
  const [slow, fast] = ['opim-c', 'hist'].map(secondsOf);
  return { rows, summary: { 'opim-c, median s': slow, 'hist, median s': fast, ratio: slow / fast } };
}
