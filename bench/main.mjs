// npm run bench -- NAME [ARGUMENTS] [--json]: prints machine and load, then a table (or one JSON object).
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { attentionBench } from './compare/attention.mjs';
import { rphgnnPrecompute } from './compare/rphgnn-precompute.mjs';
import { rphgnnTensors } from './compare/rphgnn-tensors.mjs';
import { spmmBench } from './compare/spmm.mjs';
import { load } from './load.mjs';
import { rphgnn } from './rphgnn.mjs';
import { schedule } from './schedule.mjs';

const benches = {
  attention: attentionBench,
  spmm: spmmBench,
  load,
  rphgnn,
  schedule,
  'rphgnn-tensors': rphgnnTensors,
  'rphgnn-precompute': rphgnnPrecompute,
};
const options = Object.fromEntries(
  ['seeds', 'from', 'projection', 'epochs', 'data', 'python', 'peers', 'runs', 'threads'].map((name) => [
    name,
    { type: 'string' },
  ]),
);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { ...options, json: { type: 'boolean' } },
});
const [name, ...rest] = positionals;
const bench = benches[name];
if (!bench) {
  console.error(`Unknown benchmark ${name ?? ''}. Known are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
const machine = {
  cpu: cpus()[0]?.model,
  cores: availableParallelism(),
  node: process.version,
  load: loadavg()[0],
  date: new Date().toISOString(),
};
const result = await bench(rest, values);
if (values.json) console.log(JSON.stringify({ machine, ...result }));
else {
  console.log(machine);
  console.table(result.rows);
  console.log(result.summary);
}
