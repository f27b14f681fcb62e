import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GraphBuilder, graphFromArrays, powerLawGraph, saveGraph } from '../../src/graph/index.js';
import { diffusionNetwork, OnlineInfluence, seedsForSpread } from '../../src/influence/index.js';
import { cli, people, start } from './cli.js';

let root: string;
const at = (...parts: string[]) => join(root, ...parts);
const graph = powerLawGraph({ numNodes: 2000, numEdges: 12_000, exponent: 2.2, seed: 1 });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-kinds-'));
  await saveGraph(graph, at('arrow'));
  await saveGraph(people(300), at('people'));
  await saveGraph(
    new GraphBuilder()
      .addNodes('user', { name: ['a', 'b', 'line\nend'], open: [false, false, true] })
      .addEdges(['user', 'knows', 'user'], { source: Int32Array.of(2, 2), target: Int32Array.of(0, 1) })
      .build(),
    at('odd'),
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Printed {
  seeds: { row: number; id: string | number; gain: number }[];
  spread: number;
  cost: number;
  stoppedBy: string;
  certificate: { sigmaLow: number; minCost: number; sets: number };
}

async function influence(...args: string[]): Promise<Printed> {
  const { code, stdout, stderr } = await cli(['influence', '--data', at('arrow'), ...args, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Printed;
}

test('an online run is kept, and goes on to what one in a single go gives', { timeout: 60_000 }, async () => {
  const online = ['-k', '5', '--algorithm', 'online'];
  const kept = [...online, '--save', at('run')];
  const first = await influence(...kept, '--sets', '1000');
  const more = await influence(...kept, '--sets', '5000');
  const wanted = await new OnlineInfluence(await diffusionNetwork(graph), { k: 5 }).advance({ sets: 5000 });
  expect([first.certificate.sets, more.certificate.sets]).toEqual([1000, 5000]);
  expect(more.seeds.map(({ row }) => row)).toEqual([...wanted.seeds]);
  expect([more.spread, more.certificate]).toEqual([wanted.spread, wanted.certificate]);
  const other = await cli(['influence', '--data', at('arrow'), ...kept, '--sets', '6000', '--seed', '2', '--json']);
  expect(other.code).toBe(1);
  expect(JSON.parse(other.stderr)).toMatchObject({
    error: { code: 'CHECKPOINT_MISMATCH', location: { column: 'seed' } },
  });
});

test('an interrupt of an online run answers and keeps it', { timeout: 120_000 }, async () => {
  const args = ['influence', '--data', at('arrow'), '-k', '5', '--algorithm', 'online', '--save', at('stopped')];
  const { child, ended } = start([...args, '--sets', '400000000']);
  child.stderr!.on('data', (text) => {
    if (/network/.test(String(text))) setTimeout(() => child.kill('SIGINT'), 300);
  });
  const { code, stdout, stderr } = await ended;
  expect([code, stdout]).toEqual([130, expect.stringMatching(/^5 seeds reach/)]);
  expect(stderr).not.toMatch(/ at |Error/);
  const after = await influence(...args.slice(3), '--sets', '2');
  expect(after.certificate.sets).toBeGreaterThan(2);
});

test('seeds for a wanted spread, few or cheap', { timeout: 60_000 }, async () => {
  const wanted = await seedsForSpread(await diffusionNetwork(graph), { spread: 1000 });
  const got = await influence('--spread', '1000');
  expect([got.seeds.map(({ row }) => row), got.spread, got.cost]).toEqual([
    [...wanted.seeds],
    wanted.spread,
    wanted.cost,
  ]);
  expect(got.certificate).toEqual(wanted.certificate);
  expect(got.certificate.sigmaLow).toBeGreaterThanOrEqual(1000);
  expect((await influence('--spread', '1000', '--cost', 'node=2')).cost).toBe(2 * wanted.cost);
  const { stdout } = await cli(['influence', '--data', at('arrow'), '--spread', '1000']);
  expect(stdout).toMatch(
    /^\d+ seeds reach [\d.,]+ of 2,000 in expectation, where 1,000 is required\nproved: at least 1,/,
  );
});

test.each([
  ['INVALID_OPTION', 2, ['-k', '1', '--sets', '10']],
  ['INVALID_OPTION', 2, ['-k', '1', '--save', 'folder']],
  ['INVALID_OPTION', 2, ['-k', '1', '--algorithm', 'online']],
  ['INVALID_OPTION', 2, ['--algorithm', 'online', '--sets', '10']],
  ['INVALID_OPTION', 2, ['-k', '1', '--algorithm', 'online', '--sets', '0']],
  ['INVALID_OPTION', 2, ['-k', '1', '--algorithm', 'online', '--sets', '10', '--epsilon', '0.2']],
  ['INVALID_OPTION', 2, ['-k', '1', '--algorithm', 'online', '--sets', '10', '--quota', 'person=1']],
  ['INVALID_OPTION', 2, ['-k', '1', '--spread', '10']],
  ['INVALID_OPTION', 2, ['--spread', '10', '--algorithm', 'imm']],
  ['INVALID_OPTION', 2, ['--spread', '10', '--budget', '1']],
  ['INVALID_OPTION', 2, ['--spread', '10', '--epsilon', '0.2']],
  ['INVALID_OPTION', 2, ['--spread', '0']],
  ['INVALID_OPTION', 2, ['--spread', 'all']],
  ['SPREAD_UNREACHABLE', 1, ['--spread', '321']],
  ['UNKNOWN_COLUMN', 1, ['-k', '1', '--candidates-type', 'person.open']],
  ['NULL_VALUE', 1, ['-k', '1', '--candidates-type', 'person.side']],
])('%s, exit code %i, for %j', { timeout: 60_000 }, async (code, exit, args) => {
  const ended = await cli(['influence', '--data', at('people'), ...args, '--json']);
  expect([ended.code, ended.stdout]).toEqual([exit, '']);
  const { error } = JSON.parse(ended.stderr) as { error: { code: string; hint?: string } };
  expect([error.code, typeof error.hint]).toEqual([code, 'string']);
});

test('candidates by a column, and ids that would break the table', { timeout: 60_000 }, async () => {
  const args = ['influence', '--data', at('odd'), '-k', '1', '--candidates-type', 'user.open'];
  const { code, stdout } = await cli(args);
  expect([code, stdout.split('\n')[0]]).toEqual([0, '1 seed reaches 3 of 3 in expectation (opim-c)']);
  expect(stdout).not.toContain('line\nend');
});

test('an answer whose file cannot be written is printed all the same', { timeout: 60_000 }, async () => {
  const args = ['influence', '--data', at('arrow'), '-k', '2', '--out', '/proc/seeds.csv', '--json'];
  const { code, stdout, stderr } = await cli(args);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ seeds: [{}, {}] });
  expect(JSON.parse(stdout)).not.toHaveProperty('out');
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'WRITE_FAILED' } });
});

test('an interrupt at any moment ends the run soon, without a trace', { timeout: 240_000 }, async () => {
  const numEdges = 2_000_000;
  const ends = Int32Array.from({ length: numEdges }, (_, e) => (Math.imul(e + 1, 2654435761) >>> 8) % 500_000);
  const edges = [{ type: ['n', 'e', 'n'] as const, source: ends, target: ends.slice().reverse() }];
  await saveGraph(graphFromArrays({ nodes: { n: 500_000 }, edges }), at('large'));
  const args = ['influence', '--data', at('large'), '-k', '1000', '--simple', '--epsilon', '0.5', '--json'];
  const timed = async () => {
    const started = performance.now();
    expect((await cli(args)).code).toBe(0);
    return performance.now() - started;
  };
  // The quicker of two, since on a busy machine the first may take far longer than those that are interrupted.
  const whole = Math.min(await timed(), await timed());
  let interrupted = 0;
  for (const share of [0.1, 0.3, 0.4, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9]) {
    const { child, ended } = start(args);
    await Promise.race([sleep(whole * share), ended]);
    const since = performance.now();
    child.kill('SIGINT');
    if (share === 0.5) child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    // Only a run that does not look at the signal takes as long, however busy the machine is.
    expect(performance.now() - since).toBeLessThan(60_000);
    // Before there is a session the signal itself ends the process: no code. Behind the end there is nothing to interrupt.
    expect([0, 130, null]).toContain(code);
    if (code === 130 && stdout === '') expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'ABORTED' } });
    else expect(stderr).toBe('');
    if (code === 130) interrupted++;
  }
  expect(interrupted).toBeGreaterThan(0);
});

test('readers that go away leave no trace, and no progress is no failure', { timeout: 60_000 }, async () => {
  const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
  const command = `"${process.execPath}" "${main}" influence --data "${at('arrow')}" -k 3`;
  const sh = (line: string) => spawnSync('bash', ['-c', `set -o pipefail; ${line}`], { encoding: 'utf8' });
  const head = sh(`${command} | head -1`);
  expect([head.status, head.stdout]).toEqual([0, expect.stringMatching(/^3 seeds reach.*\n$/)]);
  expect(head.stderr).not.toMatch(/EPIPE| at |Error/);
  expect(sh(`${command} | true`).stderr).not.toMatch(/EPIPE| at |Error/);
  for (const quiet of ['2> /dev/full', '2>&-', '2> >(true)']) {
    const { status, stdout } = sh(`${command} ${quiet}`);
    expect([quiet, status, stdout]).toEqual([quiet, 0, expect.stringMatching(/^3 seeds reach/)]);
  }
  const full = sh(`${command} > /dev/full`);
  expect([full.status, full.stderr]).toEqual([1, expect.stringContaining('WRITE_FAILED')]);
});
