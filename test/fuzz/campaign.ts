import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface Case {
  readonly target: string;
  readonly seed: number;
}

/** Refused with a code or taken, both without harm; or a fault. */
export type Outcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'fault'; readonly what: string; readonly text: string };

/** What a child process says. */
export type Message =
  | { readonly began: Case }
  | { readonly ended: Case; readonly outcome: Outcome; readonly peakMiB?: number };

export interface Report {
  readonly cases: number;
  readonly taken: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly faults: readonly (Case & { readonly what: string; readonly text: string })[];
  /** Of the case that took longest. */
  readonly maxSeconds: number;
  /** Of the largest child process. */
  readonly peakMiB: number;
}

export interface Limits {
  /** Of one case. */
  readonly seconds: number;
  /** Memory of the child process. */
  readonly mebibytes: number;
  /** Of all cases; what is left then is not run. */
  readonly totalSeconds?: number;
}

/**
 * Runs all cases in child processes of the program `child`. A process that hangs, grows or dies is ended, its case is a fault, and another
 * one goes on with the next case.
 */
export async function fuzz(child: string, root: string, cases: readonly Case[], limits: Limits): Promise<Report> {
  const faults: (Case & { what: string; text: string })[] = [];
  const refused: Record<string, number> = {};
  let [next, taken, maxSeconds, peakMiB] = [0, 0, 0, 0];
  const stop = Date.now() + 1000 * (limits.totalSeconds ?? Number.POSITIVE_INFINITY);
  while (next < cases.length && Date.now() < stop) {
    await new Promise<void>((resolve) => {
      const process = start(child, root, cases.slice(next));
      let began = Date.now();
      let complaint = '';
      let killed: string | undefined;
      process.stderr!.on('data', (text) => (complaint = (complaint + text).slice(-4000)));
      process.on('message', (message: Message) => {
        if ('began' in message) {
          began = Date.now();
          return;
        }
        next++;
        maxSeconds = Math.max(maxSeconds, (Date.now() - began) / 1000);
        peakMiB = Math.max(peakMiB, message.peakMiB ?? 0);
        const { outcome } = message;
        if (outcome.kind === 'taken') taken++;
        else if (outcome.kind === 'refused') refused[outcome.code] = (refused[outcome.code] ?? 0) + 1;
        else faults.push({ ...message.ended, what: outcome.what, text: outcome.text });
        if (Date.now() > stop) end('time is up');
      });
      const end = (why: string) => {
        killed ??= why;
        process.kill('SIGKILL');
      };
      const watch = setInterval(() => {
        if (Date.now() - began > limits.seconds * 1000) end('hangs');
        else if (residentMiB(process) > limits.mebibytes) end('grows');
      }, 100);
      process.on('close', (code) => {
        clearInterval(watch);
        const isCut = code !== 0 && killed !== 'time is up' && next < cases.length;
        const isTold = faults.at(-1)?.what === 'uncaught' && killed === undefined;
        if (isCut && !isTold) {
          faults.push({ ...cases[next]!, what: killed ?? `ends with ${code}`, text: complaint });
          next++;
        }
        resolve();
      });
    });
  }
  return { cases: next, taken, refused, faults, maxSeconds, peakMiB };
}

function start(child: string, root: string, cases: readonly Case[]): ChildProcess {
  const home = join(root, 'home');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  // Arguments have a limit: the rest goes to the next process.
  return fork(child, [root, JSON.stringify(cases.slice(0, 1000))], {
    cwd: home,
    env: { ...process.env, HOME: home, TMPDIR: home, XDG_CACHE_HOME: home, HETEROGRAPH_THREADS: '1' },
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

function residentMiB({ pid }: ChildProcess): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
