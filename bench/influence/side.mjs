// One side of the comparison: a process with a graph loaded that answers a line of JSON for each question.
// node side.mjs GRAPH [PROBABILITY]; weighted cascade where no probability is given.
import { createInterface } from 'node:readline';
import { hist, networkFromEdges, opimC } from '../../dist/influence/index.js';
import { readPlainGraph } from './plain-graph.mjs';

const [path, probability] = process.argv.slice(2);
const algorithms = { hist, 'opim-c': opimC };
const rule = probability
  ? { name: '', kind: 'constant', probability: Number(probability) }
  : { name: '', kind: 'degree', factor: 1 };
process.on('uncaughtException', ({ message }) => {
  console.log(JSON.stringify({ error: message }));
  process.exit(1);
});
const network = networkFromEdges(readPlainGraph(path), rule);
for await (const line of createInterface({ input: process.stdin })) {
  const { algorithm = 'opim-c', ...options } = JSON.parse(line);
  const started = performance.now();
  const { certificate, spread, seeds } = await algorithms[algorithm](network, options);
  const seconds = (performance.now() - started) / 1000;
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ seconds, ...certificate, spread, peakMiB, seeds: [...seeds] }));
}
