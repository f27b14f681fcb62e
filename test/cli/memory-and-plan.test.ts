import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { byteSize } from '../../src/cli/options/byte-size.js';
import { saveGraph } from '../../src/graph/index.js';
import { cli, people } from './cli.js';

let root: string;
const at = (...parts: string[]) => join(root, ...parts);
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-cli-'));
  await saveGraph(people(2000), at('people'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const train = (...args: string[]) =>
  cli(
    [
      'train',
      '--data',
      at('people'),
      '--model',
      'rphgnn',
      '--epochs',
      '3',
      '--set',
      'hidden=16',
      '--set',
      'embeddingWidth=64',
      '--no-baselines',
      ...args,
    ],
    {
      HETEROGRAPH_CACHE: at('cache'),
      HETEROGRAPH_THREADS: '2',
    },
  );

interface Plan {
  readonly operators: readonly {
    operator: string;
    kind: string;
    device: string;
    start: number;
    ms: number;
    bytes: number;
  }[];
  readonly makespan: number;
  readonly minBytes: number;
  readonly spills: boolean;
}

async function plan(...args: string[]): Promise<Plan> {
  const { code, stdout, stderr } = await train('--explain-plan', '--json', ...args);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Plan;
}

test('a plan is explained, not run; under a limit it writes files; the run has the same figures either way', {
  timeout: 60_000,
}, async () => {
  const free = await plan();
  expect(free.spills).toBe(false);
  expect(free.operators.every(({ device, ms }) => device === 'threads' && ms > 0)).toBe(true);
  const end = free.operators.at(-1)!;
  expect(end.start + end.ms).toBeCloseTo(free.makespan, 6);
  const tight = await plan('--memory', `${free.minBytes}`);
  expect(tight.spills).toBe(true);
  expect(tight.operators.some(({ kind }) => kind === 'disk')).toBe(true);
  expect(await readdir(at('cache', 'costs'))).toHaveLength(1);
  expect(await readdir(root)).not.toContain('runs');

  const { stdout } = await train('--explain-plan');
  expect(stdout).toContain('start ms');
  expect(stdout).toContain(free.operators[0]!.operator);
  expect(stdout).toContain(`${free.minBytes} bytes`);

  const scores = async (name: string, ...args: string[]) => {
    const ran = await train('--json', '--no-cache', '--out', at(name), ...args);
    expect(ran.code, ran.stderr).toBe(0);
    const { micro, macro } = (JSON.parse(ran.stdout) as { scores: { micro: number; macro: number }[] }).scores[0]!;
    return { micro, macro, weights: await readFile(at(name, 'model', 'weights.f32')) };
  };
  const whole = await scores('free');
  expect(await scores('tight', '--memory', `${free.minBytes}`)).toEqual(whole);
  expect(await readFile(at('free', 'report.html'), 'utf8')).toContain('<h2>Pre-computation</h2>');
  const refused = await train('--json', '--no-cache', '--out', at('less'), '--memory', `${free.minBytes - 1}`);
  expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: 'OUT_OF_MEMORY' } });
});

test('a limit that is no size, or could never do, is refused before any work, baselines included', {
  timeout: 60_000,
}, async () => {
  const refused = async (memory: string, ...args: string[]) => {
    const { code, stderr } = await cli([
      'train',
      '--model',
      'rphgnn',
      '--json',
      '--no-cache',
      '--out',
      at('early'),
      ...args,
      '--memory',
      memory,
    ]);
    expect(code).not.toBe(0);
    return (JSON.parse(stderr) as { error: { code: string } }).error.code;
  };
  // Not even the data is looked at.
  expect(await refused('much', '--data', at('nowhere'))).toBe('INVALID_OPTION');
  expect(await refused('1kB', '--data', at('people'))).toBe('OUT_OF_MEMORY');
  expect(await readdir(root)).not.toContain('early');
});

test('sizes of memory', () => {
  expect(['1GiB', '1.5 MiB', '2GB', '10kb', '123'].map((text) => byteSize(text, '--memory'))).toEqual([
    ...[2 ** 30, 1.5 * 2 ** 20, 2e9, 10_000, 123],
  ]);
  for (const text of ['', '0', '-1', '1 TB', 'much', '0.1B', 'NaN']) {
    expect(() => byteSize(text, '--memory'), text).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  }
});
