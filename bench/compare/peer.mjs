// A peer that stays alive in a process of its own and answers one JSON line for each, so that its turns and ours alternate.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

export class Peer {
  #child;
  #lines;

  constructor(command, args, env = {}) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    // A process that does not start or has ended shows in `ask`, as no answer.
    this.#child.on('error', () => {});
    this.#child.stdin.on('error', () => {});
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async ask(request) {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the peer ended at ${JSON.stringify(request)}`);
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(`the peer: ${answer.error}`);
    return answer;
  }

  close() {
    this.#child.stdin.end();
  }
}

/** Stands for a peer that is not installed: its times are unknown, and ours are measured alone. */
class AbsentPeer {
  isAbsent = true;

  async ask() {
    return { ms: Number.NaN, peakKiB: Number.NaN };
  }

  close() {}
}

/** Whether Python has the modules; where it lacks one, a line says how to get it. */
export function hasModules(python, modules) {
  try {
    execFileSync(python, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' });
    return true;
  } catch {
    const packages = modules.join(' ');
    console.error(
      `Ours alone: ${python} has no ${packages}. To compare: pip install ${packages}, and --python PYTHON.`,
    );
    return false;
  }
}

/** Whether Python has torch, and the folder of peers a script; where one lacks, a line says how to get it. */
export function hasTorchScript(python, script) {
  if (!hasModules(python, ['torch'])) return false;
  if (existsSync(script)) return true;
  console.error(`Ours alone: there is no ${script}. To compare: --peers FOLDER, one that has it.`);
  return false;
}

/** How benchmarks take turns: as asked for, or, in a quick run, once and without pauses. */
export function turns(runs, quick, pauses = pauseMs) {
  return quick ? { rounds: Number(runs), warmup: 0 } : { rounds: Number(runs), pauseMs: pauses };
}

/** A Python script that answers, or what stands for it where its modules are not installed. */
export function openPythonPeer(python, script, modules) {
  return hasModules(python, modules) ? new Peer(python, [script]) : new AbsentPeer();
}

/** Long enough for OpenMP's threads to go to sleep. */
export const pauseMs = 250;

/**
 * Runs every side once per round, in an order that turns by one each round, after `warmup` rounds that do not count.
 * A side is a function that returns (a promise of) its milliseconds. Every turn starts after a pause, in which the idle threads of
 * the side before, which OpenMP lets spin for up to 200 ms, go to sleep. Returns [{ median, least, rounds }] in the sides' order.
 */
export async function alternate(sides, { rounds = 9, warmup = 2, pauseMs = 0 } = {}) {
  const times = sides.map(() => []);
  for (let round = -warmup; round < rounds; round++) {
    for (let i = 0; i < sides.length; i++) {
      const at = (i + Math.max(0, round)) % sides.length;
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      const ms = await sides[at]();
      if (round >= 0) times[at].push(ms);
    }
  }
  return times.map((list) => {
    const sorted = [...list].sort((a, b) => a - b);
    return { median: sorted[sorted.length >> 1], least: sorted[0], rounds: list };
  });
}

/** Milliseconds of a synchronous call: the median of `repeat` calls in a row. */
export function timed(call, repeat = 1) {
  const times = Array.from({ length: repeat }, () => {
    const started = performance.now();
    call();
    return performance.now() - started;
  });
  return times.sort((a, b) => a - b)[repeat >> 1];
}
