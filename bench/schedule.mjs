// Plans against bounds, predictions against measurements, and what a limit of memory costs:
// npm run bench -- schedule [simulate|order|predict|memory] [--seeds 200] [--runs 3] [--data DIR] [--json]; all by default.
import { readFileSync } from 'node:fs';
import { getPool } from '../dist/compute/index.js';
import { RandomStream } from '../dist/core/index.js';
import { loadDataset } from '../dist/datasets/index.js';
import { estimateRpHgnn, explainRpHgnn, precomputeRpHgnn } from '../dist/propagation/index.js';
import {
  CostModel,
  calibrate,
  cpop,
  heft,
  lowerBounds,
  minExecutionTimePolicy,
  onlineHeft,
  POOL_DEVICE,
  randomPolicy,
  readyHeft,
  shortestFirst,
  simulate,
  staticHeft,
  TaskGraph,
} from '../dist/schedule/index.js';
import { dataRoot, failure, presentData } from './arguments.mjs';
import { presetOf } from './preset.mjs';
import { standardError } from './statistics.mjs';
import { taskGraphs } from './task-graphs.mjs';

const {
  batchesShape,
  jobStream,
  meanJobTime,
  metapathShape,
  propagationShape,
  randomTaskGraph,
  typicalDevices,
  unitTransfer,
} = taskGraphs({ TaskGraph, RandomStream });

const parts = ['simulate', 'order', 'predict', 'memory'];

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const round = (value, digits = 3) => Number(value.toFixed(digits));

/** The example of Topcuoglu, Hariri, Wu 2002, also the job of DeepSoCS. */
const published = JSON.parse(readFileSync(new URL('../test/schedule/published.json', import.meta.url), 'utf8'));
const job = {
  tasks: published.costs.map((costs, i) => ({ name: `n${i + 1}`, costs })),
  dependencies: published.edges.map(([from, to, bytes]) => ({ from: from - 1, to: to - 1, bytes })),
};

export async function schedule(asked, { quick, seeds = '200', runs = '3', data }) {
  const unknown = asked.find((part) => !parts.includes(part));
  if (unknown !== undefined) throw failure(`Unknown part '${unknown}'. Known are: ${parts.join(', ')}.`);
  const root = dataRoot({ data });
  const names = quick ? ['hgb-acm'] : ['hgb-dblp', 'hgb-acm', 'hgb-imdb'];
  // All parts: those that can run. A part that is asked for fails without its data.
  const present = asked.length > 0 ? names : presentData(names, root);
  const wanted =
    asked.length > 0 ? asked : parts.filter((part) => part === 'simulate' || part === 'order' || present.length > 0);
  const rows = [];
  const summary = {};
  if (wanted.includes('simulate')) rows.push(...simulations(Number(seeds), summary));
  if (wanted.includes('order')) rows.push(...orders(Number(seeds)));
  if (wanted.includes('predict')) rows.push(...(await predictions(root, present, Number(runs), quick, summary)));
  if (wanted.includes('memory')) rows.push(...(await memory(root, present, Number(runs), quick, summary)));
  return { rows, summary };
}

/** Mean of makespan over the critical path (SLR), and over the better of both bounds (gap), by shape, noise and policy. */
function simulations(seeds, summary) {
  const move = (bytes) => bytes / 20;
  const shapes = {
    propagation: (seed) => [propagationShape({ types: 4, relations: 5, hops: 3, devices: typicalDevices, seed }), move],
    metapaths: (seed) => [metapathShape({ types: 4, length: 3, devices: typicalDevices, seed }), move],
    batches: (seed) => [batchesShape({ batches: 20, layers: 3, devices: typicalDevices, seed }), move],
    random: (seed) => [
      randomTaskGraph({ numTasks: 40, numDevices: 2 + (seed % 7), ccr: [0.1, 0.5, 1, 5, 10][seed % 5], seed }),
      unitTransfer,
    ],
  };
  const rows = [];
  for (const [shape, make] of Object.entries(shapes)) {
    for (const noise of [0, 0.3, 0.6]) {
      const slr = {};
      const gap = {};
      const add = (name, makespan, { criticalPath, work }) => {
        slr[name] = [...(slr[name] ?? []), makespan / criticalPath];
        gap[name] = [...(gap[name] ?? []), makespan / Math.max(criticalPath, work)];
      };
      for (let seed = 0; seed < seeds; seed++) {
        const [graph, transfer] = make(seed);
        const bounds = lowerBounds(graph);
        for (const policy of [staticHeft, onlineHeft, minExecutionTimePolicy, randomPolicy(seed)]) {
          add(policy.name, simulate(graph, transfer, policy, { noise, seed }).makespan, bounds);
        }
        if (noise === 0) add('cpop', cpop(graph, transfer).makespan, bounds);
      }
      for (const name of Object.keys(slr)) {
        rows.push({
          part: 'simulate',
          what: shape,
          noise,
          policy: name,
          slr: round(mean(slr[name])),
          gap: round(mean(gap[name])),
        });
      }
    }
  }
  for (const meanGap of [20, 40, 80]) {
    for (const noise of [0, 0.3]) {
      const times = {};
      for (let seed = 0; seed < Math.ceil(seeds / 10); seed++) {
        const stream = jobStream(job, { jobs: 50, meanGap, seed });
        for (const policy of [staticHeft, onlineHeft, minExecutionTimePolicy, randomPolicy(seed)]) {
          const { tasks } = simulate(stream.graph, unitTransfer, policy, { noise, seed, arrivals: stream.arrivals });
          times[policy.name] = [...(times[policy.name] ?? []), meanJobTime(stream, tasks)];
        }
      }
      for (const [policy, values] of Object.entries(times)) {
        rows.push({ part: 'simulate', what: `jobs every ${meanGap}`, noise, policy, jobTime: round(mean(values), 1) });
      }
    }
  }
  summary.heftOnPublished = heft(randomless(), unitTransfer).makespan;
  return rows;
}

/**
 * Mean time of eight jobs, one random layered graph each stream, that arrive on four devices at 20 to 50 % noise: over that of HEFT kept to,
 * the mean of the streams and of the differences by stream, with standard errors.
 */
function orders(seeds) {
  const policies = [staticHeft, onlineHeft, readyHeft, shortestFirst, minExecutionTimePolicy];
  const times = policies.map(() => []);
  for (let seed = 0; seed < seeds; seed++) {
    const random = new RandomStream(seed, 'orders');
    const numTasks = 10 + random.nextInt(21);
    const layered = randomTaskGraph({ numTasks, numDevices: 4, ccr: 0.5, seed: 1e6 + seed });
    const meanGap = heft(layered, unitTransfer).makespan * (0.3 + 0.7 * random.next());
    const noise = 0.2 + 0.3 * random.next();
    const stream = jobStream(layered, { jobs: 8, meanGap, seed });
    for (const [p, policy] of policies.entries()) {
      const { tasks } = simulate(stream.graph, unitTransfer, policy, { noise, seed, arrivals: stream.arrivals });
      times[p].push(meanJobTime(stream, tasks));
    }
  }
  return policies.map(({ name }, p) => {
    const ratios = times[p].map((time, i) => time / times[0][i]);
    const error = seeds > 1 ? round(standardError(ratios), 4) : undefined;
    return { part: 'order', policy: name, jobTime: round(mean(times[p]), 1), overHeft: round(mean(ratios), 4), error };
  });
}

function randomless() {
  return jobStream(job, { jobs: 1, meanGap: 1, seed: 0 }).graph;
}

async function dataset(name, root, quick) {
  const { graph, task } = await loadDataset(name, { root });
  const { hops, useInput, embeddingWidth, inputWidth, relations } = presetOf(name, quick);
  return [graph, { target: task.nodeType, hops, useInput, embeddingWidth, inputWidth, relations, seed: 1 }];
}

/**
 * Foreseen against measured milliseconds of the operators of real pre-computations: `runs` times each a calibration, a run by its costs,
 * and another by what these learned. Every plan is held against the middle one of an operator's times in the runs of its stage; the
 * error is that of the median operator, in the middle plan and in the worst.
 */
async function predictions(root, names, runs, quick, summary) {
  const rows = [];
  for (const name of names) {
    const [graph, options] = await dataset(name, root, quick);
    // Not counted: pages of the arena and compiled code.
    (await precomputeRpHgnn(graph, options)).dispose();
    const stages = ['after calibration', 'after one run'].map((run) => ({ run, plans: [], times: [] }));
    const calibrateMs = [];
    for (let run = 0; run < runs; run++) {
      const started = performance.now();
      const costs = new CostModel({ devices: { [POOL_DEVICE]: await calibrate(getPool()) } });
      calibrateMs.push(performance.now() - started);
      for (const { plans, times } of stages) {
        plans.push(explainRpHgnn(graph, { ...options, costs }).operators);
        const features = await precomputeRpHgnn(graph, { ...options, costs });
        times.push(features.execution.operators.map(({ start, end, waitedMs }) => end - start - waitedMs));
        features.dispose();
      }
    }
    for (const { run, plans, times } of stages) {
      const measured = times[0].map((_, i) => median(times.map((each) => each[i])));
      const ratios = plans.map((plan) => plan.map(({ ms }, i) => ms / measured[i]));
      const errorOf = (some) => median(some.map((ratio) => Math.abs(ratio - 1)));
      const errors = ratios.map(errorOf);
      rows.push({
        ...{ part: 'predict', what: name, run, operators: measured.length },
        medianError: round(median(errors)),
        worst: round(Math.max(...errors)),
        foreseenMs: Math.round(median(plans.map((plan) => plan.reduce((sum, { ms }) => sum + ms, 0)))),
        measuredMs: Math.round(measured.reduce((sum, ms) => sum + ms, 0)),
        // From the fastest to the slowest run of an operator, over the middle one: how steady the machine was.
        spread: round(
          median(
            measured.map((ms, i) => {
              const own = times.map((each) => each[i]);
              return (Math.max(...own) - Math.min(...own)) / ms;
            }),
          ),
        ),
        calibrateMs: Math.round(median(calibrateMs)),
      });
      if (run !== 'after calibration') continue;
      for (const kind of new Set(plans[0].map((operator) => operator.kind))) {
        const own = ratios.flatMap((each, p) => each.filter((_, i) => plans[p][i].kind === kind));
        const medianError = round(errorOf(own));
        const foreseenOverMeasured = round(median(own), 2);
        rows.push({
          ...{ part: 'predict', what: `${name}: ${kind}`, operators: own.length / runs, medianError },
          foreseenOverMeasured,
        });
      }
    }
  }
  const errors = rows.filter((r) => r.run === 'after calibration').map((r) => r.medianError);
  summary.medianErrorAfterCalibration = median(errors);
  summary.worstDataAfterCalibration = Math.max(...errors);
  return rows;
}

/** Seconds with everything in memory and with a third of what the propagated tensors take, in turns. */
async function memory(root, names, runs, quick, summary) {
  const rows = [];
  for (const [name, hops] of [
    ['hgb-acm', undefined],
    ['hgb-acm', 19],
    ['hgb-imdb', undefined],
    ['hgb-dblp', undefined],
  ].filter(([name, hops]) => names.includes(name) && !(quick && hops))) {
    const [graph, preset] = await dataset(name, root, quick);
    const options = { ...preset, hops: hops ?? preset.hops };
    const { resultBytes, peakBytes, minBytes } = estimateRpHgnn(graph, options);
    // Of the result where one operator does not need more than a third of it; else of all tensors together.
    const third = Math.floor((minBytes <= resultBytes / 3 ? resultBytes : peakBytes) / 3);
    const memoryBytes = Math.max(third, minBytes);
    const free = [];
    const limited = [];
    let figures;
    for (let run = 0; run < runs; run++) {
      free.push((await timed(graph, options)).seconds);
      figures = await timed(graph, { ...options, memoryBytes });
      limited.push(figures.seconds);
    }
    rows.push({
      part: 'memory',
      what: name,
      hops: options.hops,
      tensorsMiB: Math.round(peakBytes / 2 ** 20),
      resultMiB: Math.round(resultBytes / 2 ** 20),
      limitMiB: Math.round(memoryBytes / 2 ** 20),
      peakMiB: Math.round(figures.peak / 2 ** 20),
      spilledMiB: Math.round(figures.memory.writtenBytes / 2 ** 20),
      seconds: round(median(free), 2),
      limitedSeconds: round(median(limited), 2),
      slowdown: round(median(limited) / median(free), 2),
    });
  }
  summary.worstSlowdown = Math.max(...rows.map(({ slowdown }) => slowdown ?? 0));
  return rows;
}

async function timed(graph, options) {
  const { arena } = getPool();
  const { used } = arena.stats();
  arena.resetPeak();
  const started = performance.now();
  const features = await precomputeRpHgnn(graph, options);
  const seconds = (performance.now() - started) / 1000;
  const peak = arena.stats().peak - used;
  features.dispose();
  return { seconds, peak, memory: features.execution.memory };
}
