// npm run bench -- NAME [ARGUMENTS] [--json]: prints machine and load, then a table (or one JSON object).
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { backends, trainStep } from './backends.mjs';
import { compare } from './compare/all.mjs';
import { attentionBench } from './compare/attention.mjs';
import { gemmBench } from './compare/gemm.mjs';
import { rphgnnPrecompute } from './compare/rphgnn-precompute.mjs';
import { rphgnnTensors } from './compare/rphgnn-tensors.mjs';
import { rphgnnTotal } from './compare/rphgnn-total.mjs';
import { spmmBench } from './compare/spmm.mjs';
import { inviteBench } from './influence/invite.mjs';
import { influenceSpeed } from './influence/speed.mjs';
import { kernels } from './kernels.mjs';
import { load } from './load.mjs';
import { rphgnn } from './rphgnn.mjs';
import { schedule } from './schedule.mjs';

const benches = {
  attention: attentionBench,
  backends,
  compare,
  gemm: gemmBench,
  influence: influenceSpeed,
  invite: inviteBench,
  kernels,
  propagate: (names, options) => kernels(['propagate', ...names], options),
  softmax: (names, options) => kernels(['softmax', ...names], options),
  'train-step': trainStep,
  'rphgnn-total': rphgnnTotal,
  spmm: spmmBench,
  load,
  rphgnn,
  schedule,
  'rphgnn-tensors': rphgnnTensors,
  'rphgnn-precompute': rphgnnPrecompute,
};
const options = Object.fromEntries(
  ['seeds', 'from', 'projection', 'epochs', 'data', 'python', 'peers', 'runs', 'threads', 'graphs', 'subsim'].map(
    (name) => [name, { type: 'string' }],
  ),
);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { ...options, json: { type: 'boolean' }, write: { type: 'boolean' } },
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
const result = await bench(rest, values).catch(fail);
if (values.json) console.log(JSON.stringify({ machine, ...result }));
else {
  console.log(machine);
  console.table(result.rows.map(known));
  if (result.summary !== undefined) console.log(result.summary);
}

/** A row without the times of peers that are not installed. */
function known(row) {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => !Number.isNaN(value) && !/^NaN/.test(value)));
}

/** One line that says what went wrong and what helps, never a stack trace. */
function fail({ code, message, hint }) {
  console.error([code ? `${code}: ${message}` : message, hint].filter(Boolean).join(' '));
  process.exit(1);
}
