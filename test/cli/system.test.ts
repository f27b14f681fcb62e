import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveGraph } from '../../src/graph/index.js';
import { people } from './cli.js';

/** What the machine is short of or forbids: errors with a code, and what was computed is printed all the same. */
const main = join(import.meta.dirname, '../../dist/cli/main.js');
let root = '';
const at = (...parts: string[]) => join(root, ...parts);
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'heterograph-system-'));
  chmodSync(root, 0o755);
  await saveGraph(people(120), at('people'));
  mkdirSync(at('open'));
  chmodSync(at('open'), 0o777);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const quick = ['--model', 'rphgnn', '--no-baselines', '--set', 'epochs=2', '--set', 'hidden=8'];
const train = (out: string) => ['train', '--data', at('people'), '--out', at(out), ...quick];

interface Ended {
  readonly code: number | null;
  readonly scores: number;
  readonly error: string | undefined;
}

/** Runs a program in front of Node, such as one that takes rights away. */
function ran(before: readonly string[], flags: readonly string[], args: readonly string[], env = {}): Ended {
  const [program, ...rest] = [...before, process.execPath, '--no-warnings', ...flags, main, ...args, '--json'];
  const { status, stdout, stderr } = spawnSync(program!, rest, {
    encoding: 'utf8',
    env: { ...process.env, HETEROGRAPH_THREADS: '1', HETEROGRAPH_CACHE: at('open/cache'), ...env },
  });
  const result = stdout.startsWith('{') ? (JSON.parse(stdout) as { scores?: unknown[] }) : {};
  const error = /^\{"error".*$/m.exec(stderr)?.[0];
  return {
    code: status,
    scores: result.scores?.length ?? 0,
    error: error && (JSON.parse(error) as { error: { code: string } }).error.code,
  };
}

const sound = { code: 0, scores: 1, error: undefined };

describe('flags of Node that forbid things', () => {
  it.each([
    '--disallow-code-generation-from-strings',
    '--frozen-intrinsics',
    '--disable-proto=throw',
    '--disable-proto=delete',
  ])('%s: training works', (flag) => {
    expect(ran([], [flag], train(`flag${flag}`))).toEqual(sound);
  });

  it('the permission model: what it forbids is told, what it allows works', () => {
    const model = ['--experimental-permission', '--allow-fs-read=*'];
    expect(ran([], model, train('forbidden'))).toMatchObject({ code: 1, error: 'WRITE_FAILED' });
    expect(ran([], [...model, '--allow-fs-write=*', '--allow-worker'], train('allowed'))).toEqual(sound);
  });
});

it.skipIf(process.platform === 'win32')('a low limit of open files', () => {
  // Node opens about 420 modules at once when it loads the command line.
  const limited = ['sh', '-c', 'ulimit -n 512; exec "$@"', 'sh'];
  expect(ran(limited, [], train('few-files'))).toEqual(sound);
});

/** As a user that has no entry in the list of users, no home folder and no rights; needs to be root. */
const isRoot = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;
describe.skipIf(!isRoot)('a user without home, entry and rights (needs root)', () => {
  const nobody = ['env', '-u', 'HOME', 'setpriv', '--reuid=54321', '--regid=54321', '--clear-groups'];

  it('trains; nothing is cached', () => {
    expect(ran(nobody, [], train('open/run'), { HETEROGRAPH_CACHE: '' })).toEqual(sound);
  });

  it('is told what may not be read or written', () => {
    expect(ran(nobody, [], train('closed'))).toMatchObject({ code: 1, error: 'WRITE_FAILED' });
    cpSync(at('people'), at('secret'), { recursive: true });
    chmodSync(at('secret/schema.json'), 0o600);
    expect(ran(nobody, [], ['describe', '--data', at('secret')])).toMatchObject({ code: 1, error: 'FILE_UNREADABLE' });
    chmodSync(at('secret'), 0o700);
    expect(ran(nobody, [], ['describe', '--data', at('secret')])).toMatchObject({ code: 1, error: 'FILE_UNREADABLE' });
  });

  it('a cache that cannot be written stops nothing', () => {
    expect(ran(nobody, [], train('open/other'), { HETEROGRAPH_CACHE: at('people/cache') })).toEqual(sound);
  });
});

/** A disk of 64 KiB; needs the right to mount one. */
const disk = mkdtempSync(join(tmpdir(), 'heterograph-disk-'));
const hasDisk = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status === 0;
afterAll(() => {
  if (hasDisk) spawnSync('umount', [disk]);
  rmSync(disk, { recursive: true, force: true });
});
describe.skipIf(!hasDisk)('a full disk (needs the right to mount one)', () => {
  it('the scores are printed where the run cannot be kept', () => {
    const args = ['train', '--data', at('people'), '--out', join(disk, 'run'), ...quick];
    expect(ran([], [], args)).toEqual({ code: 1, scores: 1, error: 'WRITE_FAILED' });
  });

  it('convert leaves nothing behind', () => {
    const convert = ['convert', '--data', at('people'), '--out', join(disk, 'copy'), '--to', 'csv'];
    expect(ran([], [], convert)).toMatchObject({ code: 1, error: 'WRITE_FAILED' });
    expect(spawnSync('ls', ['-A', disk], { encoding: 'utf8' }).stdout.trim()).toBe('run');
  });
});
