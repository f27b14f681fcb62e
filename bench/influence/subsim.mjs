// SUBSIM as the authors built it, one run; its random seed is the clock in whole seconds.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure } from '../arguments.mjs';

/** The program, or undefined, with a line on how to get it or why it is not run. */
export function peerProgram(program, graph) {
  if (!program) console.error('Ours alone. To compare: build https://github.com/qtguo/subsim, and --subsim PROGRAM.');
  else if (!existsSync(program)) throw failure(`--subsim: there is no ${program}.`);
  else if (graph === undefined) console.error('Ours alone: SUBSIM needs its own form of the graph, so name a graph.');
  else return program;
  return undefined;
}

export function runSubsim(program, folder, graph, { k, epsilon, more = [] }) {
  const out = mkdtempSync(join(tmpdir(), 'subsim-'));
  try {
    const args = [
      '-func=im',
      `-gname=${graph}`,
      `-dir=${folder}`,
      `-outpath=${out}`,
      `-seedsize=${k}`,
      `-eps=${epsilon}`,
      ...more,
    ];
    const run = spawnSync('/usr/bin/time', ['-f', 'peak %M', program, ...args], { encoding: 'utf8' });
    if (run.error) return { failed: run.error.message };
    const last = (pattern, text) => Number([...text.matchAll(pattern)].at(-1)?.[1]);
    const seconds = last(/Time \(sec\): (\S+)/g, run.stdout);
    const sets = last(/#RR sets: (\S+)/g, run.stdout);
    if (run.status !== 0 || !(sets > 0)) return { failed: `exit ${run.status}` };
    const [file] = readdirSync(join(out, 'seed'));
    const seeds = readFileSync(join(out, 'seed', file), 'utf8')
      .trim()
      .split(/\s+/)
      .map(Number);
    return {
      seconds,
      sets,
      spread: last(/Influence: (\S+)/g, run.stdout),
      peakMiB: last(/peak (\d+)/g, run.stderr) / 1024,
      seeds,
    };
  } finally {
    rmSync(out, { recursive: true });
  }
}
