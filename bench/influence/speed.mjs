// npm run bench -- influence [GRAPH ... --graphs FOLDER --subsim PROGRAM] [--runs 7]: seconds (without loading), sets and microseconds a
// set of ours on one and two threads, of the first question of a fresh process, and of SUBSIM, in turns, each with another seed.
// GRAPH may end in @P for the same probability on every arc; then HIST is measured too. Without --graphs: a generated
// power-law graph, with weighted cascade and with 0.01 on every arc.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { failure } from '../arguments.mjs';
import { Peer } from '../compare/peer.mjs';
import { graphFile } from './graph-file.mjs';
import { median } from './plain-graph.mjs';
import { peerProgram, runSubsim } from './subsim.mjs';

const side = fileURLToPath(new URL('side.mjs', import.meta.url));
const question = { k: 50, epsilon: 0.1 };

export async function influenceSpeed(names, { quick, graphs, subsim, runs = '7' }) {
  if (names.length === 0 && graphs)
    throw failure('Which graphs? Name files of the folder: influence GRAPH ... --graphs FOLDER.');
  if (names.length > 0 && !graphs)
    throw failure('Where are the graphs? Name the folder: --graphs FOLDER; or name no graph.');
  const missing = names.map((name) => join(graphs, name.split('@')[0])).find((path) => !existsSync(path));
  if (missing) throw failure(`There is no graph ${missing}.`);
  const program = peerProgram(subsim, graphs);
  if (graphs) return { rows: await compareAll(names, graphs, program, Number(runs)) };
  const generated = graphFile(undefined, quick);
  try {
    const folder = dirname(generated.path);
    return { rows: await compareAll(['power-law', 'power-law@0.01'], folder, program, Number(runs)) };
  } finally {
    generated.dispose();
  }
}

async function compareAll(names, folder, program, runs) {
  const rows = [];
  for (const name of names) rows.push(...(await compareOn(name, folder, program, runs)));
  return rows;
}

async function compareOn(name, folder, program, runs) {
  const [graph, probability] = name.split('@');
  const start = (threads) => {
    const args = [side, join(folder, graph), ...(probability ? [probability] : [])];
    return new Peer(process.execPath, args, { HETEROGRAPH_THREADS: String(threads) });
  };
  const warm = new Map([1, 2].map((threads) => [threads, start(threads)]));
  // A question before the one that is timed: after a second's pause the system may have both threads on one processor for a while.
  const askWarm = async (threads, asked) => {
    await warm.get(threads).ask({ ...question, ...asked, seed: asked.seed + 1000 });
    return warm.get(threads).ask({ ...question, ...asked });
  };
  const sides = {};
  for (const threads of [1, 2]) {
    sides[`ours, ${threads} thread${threads > 1 ? 's' : ''}`] = (seed) => askWarm(threads, { seed });
    if (probability) sides[`HIST, ${threads}`] = (seed) => askWarm(threads, { seed, algorithm: 'hist' });
  }
  if (!probability) {
    for (const threads of [1, 2]) {
      sides[`ours cold, ${threads}`] = async (seed) => {
        const fresh = start(threads);
        const answer = await fresh.ask({ ...question, seed });
        fresh.close();
        return answer;
      };
    }
  }
  if (program) {
    const peer = (more) => async () => runSubsim(program, folder, graph, { ...question, more });
    sides.SUBSIM = peer([]);
    if (probability) {
      sides['SUBSIM, a coin an arc'] = peer(['-vanilla=1']);
      sides['SUBSIM HIST'] = peer(['-hist=1']);
    }
  }
  const results = Object.fromEntries(Object.keys(sides).map((each) => [each, []]));
  try {
    // Not counted: the kernels of a process that is called often are compiled in their fast version.
    for (let i = 0; i < 3; i++)
      for (const threads of [1, 2]) await warm.get(threads).ask({ ...question, seed: 1000 + i });
    for (let run = 0; run < runs; run++) {
      for (const [each, ask] of Object.entries(sides)) results[each].push(await ask(run + 1));
      if (program) await setTimeout(1100); // the peer's seed is the clock
    }
  } finally {
    for (const peer of warm.values()) peer.close();
  }
  return Object.entries(results).map(([each, list]) => row(name, each, list));
}

function row(graph, each, list) {
  const good = list.filter((run) => !run.failed);
  const of = (pick, digits) => (good.length === 0 ? '' : Number(median(good.map(pick)).toFixed(digits)));
  return {
    graph,
    side: each,
    seconds: of((run) => run.seconds, 4),
    'us a set': of((run) => (run.seconds * 1e6) / run.sets, 2),
    sets: of((run) => run.sets, 0),
    spread: of((run) => run.spread, 0),
    'peak MiB': of((run) => run.peakMiB, 0),
    failed: list.length - good.length,
    runs: good.map((run) => run.seconds.toFixed(3)).join(' '),
  };
}
