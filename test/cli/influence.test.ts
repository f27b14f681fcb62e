import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { powerLawGraph, saveGraph, writeCsv } from '../../src/graph/index.js';
import { maximiseInfluence } from '../../src/influence/index.js';
import { cli, people, start } from './cli.js';

let root: string;
const at = (...parts: string[]) => join(root, ...parts);
const graph = powerLawGraph({ numNodes: 2000, numEdges: 12_000, exponent: 2.2, seed: 1 });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-influence-'));
  await saveGraph(graph, at('arrow'));
  await writeCsv(graph, at('csv'));
  await saveGraph(people(300), at('people'));
  const { source, target } = graph.edgeIndex('edge');
  const lines = Array.from(source, (from, e) => `${from} ${target[e]}`);
  await writeFile(at('edges.txt'), `${lines.join('\n')}\n`);
  await writeFile(at('headed.txt'), `2000 12000\n${lines.join('\n')}\n`);
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Printed {
  seeds: { type: string; row: number; id: string | number; gain: number }[];
  spread: number;
  certificate: { sigmaLow: number; sigmaHigh: number; ratio: number; delta: number; rounds: number; sets: number };
  seconds: { load: number; network: number; total: number };
  peakMiB: number;
  cost?: number;
  question: { numNodes: number; numEdges: number; model: string; rules: object[]; targetWeight: number };
}

async function influence(...args: string[]): Promise<Printed> {
  const { code, stdout, stderr } = await cli(['influence', ...args, '--json']);
  expect(code, stderr).toBe(0);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Printed;
}

test('edges, arrow and csv: the answer of the library', { timeout: 60_000 }, async () => {
  const wanted = await maximiseInfluence(graph, { k: 8, seed: 3, epsilon: 0.2 });
  const common = ['-k', '8', '--seed', '3', '--epsilon', '0.2', '--model', 'wc'];
  for (const data of [
    ['--data', at('edges.txt'), '--format', 'edges', '--nodes', '2000'],
    ['--data', at('headed.txt'), '--format', 'edges', '--nodes', '2000', '--header'],
    ['--data', at('arrow'), '--format', 'arrow'],
    ['--data', at('csv'), '--format', 'csv'],
  ]) {
    const got = await influence(...data, ...common);
    expect(got.seeds.map(({ id, gain }) => [id, gain])).toEqual(wanted.seeds.map(({ id, gain }) => [id, gain]));
    expect([got.spread, got.certificate]).toEqual([wanted.spread, wanted.certificate]);
    expect(got.seconds.total).toBeGreaterThan(0);
    expect(got.peakMiB).toBeGreaterThan(10);
  }
});

test('models and edges', { timeout: 60_000 }, async () => {
  const data = ['--data', at('arrow'), '-k', '2'];
  const rules = async (...args: string[]) => (await influence(...data, ...args)).question;
  const name = 'node>edge>node';
  expect((await rules('--probability', '0.05')).rules).toEqual([
    { name, delay: 1, kind: 'constant', probability: 0.05 },
  ]);
  expect((await rules('--model', 'lt')).model).toBe('lt');
  expect((await rules('--factor', '0.5')).rules).toEqual([
    { name, delay: 1, kind: 'degree', factor: 0.5, base: 'block' },
  ]);
  expect((await rules('--undirected')).numEdges).toBeGreaterThan(20_000);
  expect((await rules('--simple')).numEdges).toBeLessThan(12_000);
  const json = { relations: { edge: { probability: 0.125, delay: 2 } }, maxTime: 4 };
  const own = await rules('--diffusion', JSON.stringify(json));
  expect(own).toMatchObject({ maxTime: 4, rules: [{ name, delay: 2, kind: 'constant', probability: 0.125 }] });
  expect((await rules('--relations', 'edge', '--max-hops', '1')).numEdges).toBe(12_000);
});

test('types, ids and files of seeds', { timeout: 60_000 }, async () => {
  const data = ['--data', at('people'), '-k', '3', '--candidates-type', 'person'];
  const first = await influence(...data, '--targets-type', 'group');
  expect(first.seeds.every(({ type, id }) => type === 'person' && /^p\d+$/.test(String(id)))).toBe(true);
  expect(first.question.targetWeight).toBe(20);
  const ids = first.seeds.map(({ id }) => String(id));
  await writeFile(at('no.txt'), `${ids.join('\n')}\n`);
  for (const [given, file] of [
    [ids.join(','), 'seeds.csv'],
    [`@${at('no.txt')}`, 'seeds.arrow'],
    [ids.join(', '), 'seeds.jsonl'],
  ] as const) {
    const others = await influence(...data, '--exclude', given, '--out', at(file));
    const again = await cli(['influence', ...data, '--out', at(file), '--json']);
    expect((JSON.parse(again.stderr) as { error: { code: string } }).error.code).toBe('TARGET_EXISTS');
    expect(others.seeds.filter(({ id }) => ids.includes(String(id)))).toEqual([]);
    const rows = others.seeds.map(({ type, row, id, gain }, i) => ({ rank: i + 1, type, row, node: id, gain }));
    const text = await readFile(at(file));
    if (file === 'seeds.arrow') {
      expect(
        tableFromIPC(text)
          .toArray()
          .map((row) => row!.node),
      ).toEqual(rows.map(({ node }) => node));
    } else if (file === 'seeds.jsonl') {
      expect(
        text
          .toString()
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ).toEqual(rows);
    } else {
      expect(text.toString()).toBe(
        `rank,type,row,node,gain\n${rows.map((row) => Object.values(row).join(',')).join('\n')}\n`,
      );
    }
  }
  const more = await influence(...data, '--seeded', ids.join(','));
  expect(more.seeds.filter(({ id }) => ids.includes(String(id)))).toEqual([]);
  const limited = ['--quota', 'person=2', '--cost', 'person=1.5', '--cost', 'group=1', '--budget', '4'];
  const within = await influence(...data.slice(0, 2), ...limited);
  expect(within.seeds.filter(({ type }) => type === 'person').length).toBeLessThanOrEqual(2);
  expect(within.cost).toBeLessThanOrEqual(4);
  const { stdout, code } = await cli(['influence', ...data]);
  expect([code, stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^3 seeds reach [\d.,]+ of 320/)]);
});

test('the same answer on 1, 2, 3 and 8 threads', { timeout: 120_000 }, async () => {
  for (const algorithm of ['opim-c', 'hist', 'imm']) {
    const args = [
      'influence',
      '--data',
      at('arrow'),
      '-k',
      '5',
      '--epsilon',
      '0.3',
      '--algorithm',
      algorithm,
      '--json',
    ];
    const answers: Pick<Printed, 'seeds' | 'spread' | 'certificate'>[] = [];
    for (const HETEROGRAPH_THREADS of ['1', '2', '3', '8']) {
      const { code, stdout, stderr } = await cli(args, { HETEROGRAPH_THREADS });
      expect(code, stderr).toBe(0);
      const { seeds, spread, certificate } = JSON.parse(stdout) as Printed;
      answers.push({ seeds, spread, certificate });
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  }
});

test('an interrupt gives the best answer there was', { timeout: 120_000 }, async () => {
  await writeFile(at('few.txt'), '0 1\n0 2\n5 6\n');
  // Of two million nodes three can be reached at most: so the rounds take long.
  const args = ['influence', '--data', at('few.txt'), '--nodes', '2000000', '-k', '1', '--json'];
  for (let wait = 2000; ; wait *= 2) {
    const { child, ended } = start(args);
    await Promise.race([sleep(wait), ended]);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    // On a busy machine the signal may come before the program handles signals (no code), or before there is a result.
    if ((code === null || stdout === '') && wait < 20_000) continue;
    expect(code, stderr).toBe(130);
    const result = JSON.parse(stdout) as Printed & { stoppedBy: string };
    expect(result.stoppedBy).toBe('abort');
    expect(result.seeds.length).toBe(1);
    expect(result.certificate.rounds).toBeGreaterThan(0);
    return;
  }
});

test.each([
  ['INVALID_OPTION', 2, ['-k', 'x']],
  ['INVALID_OPTION', 2, ['-k', '0']],
  ['INVALID_OPTION', 2, ['-k', '1', '--epsilon', '0.7']],
  ['INVALID_OPTION', 2, ['-k', '1', '--probability', '0.1', '--column', 'p']],
  ['INVALID_OPTION', 2, ['-k', '1', '--diffusion', '{']],
  ['INVALID_OPTION', 2, ['-k', '1', '--diffusion', '{"modle":"wc"}']],
  ['INVALID_OPTION', 2, ['-k', '1', '--diffusion', '{"relations":["in"]}', '--undirected']],
  ['INVALID_OPTION', 2, ['-k', '1', '--exclude', 'p1']],
  ['INVALID_OPTION', 2, ['-k', '1', '--out', 'seeds.txt']],
  ['WRITE_FAILED', 1, ['-k', '1', '--out', join('no', 'such', 'folder', 'seeds.csv')]],
  ['INVALID_OPTION', 2, ['-k', '1', '--nodes', '400']],
  ['INVALID_OPTION', 2, ['-k', '1', '--nodes', '1e12']],
  ['INVALID_OPTION', 2, ['-k', '1', '--header']],
  ['USAGE', 2, ['-k', '1', '--algorithm', 'guess']],
  ['INVALID_OPTION', 2, []],
  ['INVALID_OPTION', 2, ['--quota', 'person']],
  ['INVALID_OPTION', 2, ['-k', '1', '--cost', 'person=2']],
  ['INVALID_PROBABILITY', 1, ['-k', '1', '--probability', '2']],
  ['UNKNOWN_COLUMN', 1, ['-k', '1', '--column', 'p']],
  ['UNKNOWN_TYPE', 1, ['-k', '1', '--relations', 'out']],
  ['UNKNOWN_TYPE', 1, ['-k', '1', '--targets-type', 'nobody']],
  ['UNKNOWN_ID', 1, ['-k', '1', '--exclude', 'p1,q2', '--candidates-type', 'person']],
  ['TOO_FEW_CANDIDATES', 1, ['-k', '21', '--candidates-type', 'group']],
])('%s, exit code %i, for %j', { timeout: 60_000 }, async (code, exit, args) => {
  const ended = await cli(['influence', '--data', at('people'), ...args, '--json']);
  expect([ended.code, ended.stdout]).toEqual([exit, '']);
  expect((JSON.parse(ended.stderr) as { error: { code: string } }).error.code).toBe(code);
});
