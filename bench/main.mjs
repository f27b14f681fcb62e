// npm run bench -- NAME [ARGUMENTS] [--quick] [--json]: prints machine and load, then a table (or one JSON object).
// --quick: tiny sizes and one run, to see that a benchmark works; its figures mean nothing.
import { availableParallelism, cpus, loadavg } from 'node:os';
import { failure, readArguments } from './arguments.mjs';

/** Where each benchmark lies: file and exported function. */
const benchmarks = {
  aggregates: ['aggregates.mjs', 'aggregates'],
  analytics: ['analytics/bench.mjs', 'analyticsBench'],
  'analytics-large': ['analytics/large.mjs', 'analyticsLarge'],
  'analytics-memory': ['analytics/memory.mjs', 'analyticsMemory'],
  anomaly: ['anomaly/bench.mjs', 'anomaly'],
  attention: ['compare/attention.mjs', 'attentionBench'],
  auto: ['auto.mjs', 'auto'],
  backends: ['backends.mjs', 'backends'],
  compare: ['compare/all.mjs', 'compare'],
  contrast: ['contrast.mjs', 'contrast'],
  defaults: ['defaults.mjs', 'defaults'],
  'device-mix': ['device-mix.mjs', 'deviceMix'],
  'forecast-shop': ['forecast-shop.mjs', 'forecastShop'],
  gemm: ['compare/gemm.mjs', 'gemmBench'],
  gbdt: ['gbdt.mjs', 'gbdt'],
  hgb: ['hgb.mjs', 'hgb'],
  higpt: ['higpt.mjs', 'higpt'],
  hist: ['influence/hist.mjs', 'histBench'],
  identity: ['identity.mjs', 'identity'],
  influence: ['influence/speed.mjs', 'influenceSpeed'],
  invite: ['influence/invite.mjs', 'inviteBench'],
  kernels: ['kernels.mjs', 'kernels'],
  load: ['load.mjs', 'load'],
  misinformation: ['misinformation.mjs', 'misinformation'],
  networks: ['compare/networks.mjs', 'networksBench'],
  polarization: ['polarization/bench.mjs', 'polarization'],
  propagate: ['kernels.mjs', 'propagate'],
  quantised: ['quantised.mjs', 'quantised'],
  queries: ['recommend/queries.mjs', 'queries'],
  ranking: ['ranking.mjs', 'ranking'],
  recommend: ['recommend/bench.mjs', 'recommend'],
  'recommend-speed': ['recommend/speed.mjs', 'recommendSpeed'],
  'rel-f1': ['rel-f1.mjs', 'relF1'],
  retrieval: ['recommend/retrieval.mjs', 'retrieval'],
  rphgnn: ['rphgnn.mjs', 'rphgnn'],
  'rphgnn-precompute': ['compare/rphgnn-precompute.mjs', 'rphgnnPrecompute'],
  'rphgnn-tensors': ['compare/rphgnn-tensors.mjs', 'rphgnnTensors'],
  'rphgnn-total': ['compare/rphgnn-total.mjs', 'rphgnnTotal'],
  sampling: ['compare/sampling.mjs', 'samplingBench'],
  schedule: ['schedule.mjs', 'schedule'],
  serve: ['serve/bench.mjs', 'serve'],
  shop: ['shop/bench.mjs', 'shop'],
  softmax: ['kernels.mjs', 'softmax'],
  spmm: ['compare/spmm.mjs', 'spmmBench'],
  spread: ['influence/spread.mjs', 'spreadBench'],
  tables: ['compare/tables.mjs', 'tablesBench'],
  'train-step': ['backends.mjs', 'trainStep'],
};

process.on('uncaughtException', fail);
await main().catch(fail);

async function main() {
  const { name, names, options } = readArguments(process.argv.slice(2));
  if (!Object.hasOwn(benchmarks, name ?? ''))
    throw failure(`Unknown benchmark '${name ?? ''}'. Known are: ${Object.keys(benchmarks).join(', ')}.`);
  const [file, exported] = benchmarks[name];
  const module = await import(`./${file}`).catch((error) => {
    const isUnbuilt = error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes('/dist/');
    throw isUnbuilt ? failure('The library is not built. Run npm run build.') : error;
  });
  const machine = {
    cpu: cpus()[0]?.model,
    cores: availableParallelism(),
    node: process.version,
    load: loadavg()[0],
    date: new Date().toISOString(),
  };
  const result = await module[exported](names, options);
  if (options.json) console.log(JSON.stringify({ machine, ...result }));
  else {
    console.log(machine);
    console.table(result.rows.map(withoutAbsent));
    if (result.summary !== undefined) console.log(result.summary);
  }
}

/** A row without what was not measured, such as the times of peers that are not installed. */
function withoutAbsent(row) {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined && !/^NaN/.test(value)));
}

/** One line that says what went wrong and what helps, never a stack trace. */
function fail({ code, message, hint }) {
  const [line] = String(message).split('\n');
  const parts = [code && !line.startsWith(code) ? `${code}: ${line}` : line];
  if (hint && !line.includes(hint)) parts.push(hint);
  console.error(parts.join(' '));
  process.exit(1);
}
