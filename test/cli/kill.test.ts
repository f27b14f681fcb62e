import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import { hashGraph, openGraph, saveGraph, writeCsv } from '../../src/graph/index.js';
import { cli, people, start } from './cli.js';

const KILLS = 20;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-kill-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function killed(args: readonly string[], after: number, signal: NodeJS.Signals = 'SIGKILL') {
  const { child, ended } = start(args);
  await Promise.race([sleep(after), ended]);
  child.kill(signal);
  return ended;
}

const settings = ['hidden=8', 'embeddingWidth=8', 'batchSize=200', 'patience=1000'].flatMap((text) => ['--set', text]);

test(`train killed at ${KILLS} random moments goes on to the same bits`, { timeout: 240_000 }, async () => {
  await saveGraph(people(600), join(root, 'people'));
  const train = (out: string) => [
    ...['train', '--data', join(root, 'people'), '--out', join(root, out), '--no-baselines', '--no-cache', '--json'],
    ...['--epochs', '150', '--checkpoint-every', '1', ...settings],
  ];
  const started = performance.now();
  const whole = await cli(train('whole'));
  expect(whole.code, whole.stderr).toBe(0);
  const duration = performance.now() - started;
  const stream = new RandomStream(1, 'kills');
  let stopped = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    // The first kills fall anywhere in a run, the later ones where what is left of the training happens.
    const { code, stderr } = await killed(train('killed'), duration * (0.1 + 0.7 * stream.next()));
    expect(stderr).toBe('');
    if (code === null) stopped++;
    else if (code === 0 && kill < KILLS - 1) await rm(join(root, 'killed'), { recursive: true });
  }
  expect(stopped).toBeGreaterThan(KILLS / 2);
  const end = await cli(train('killed'));
  expect(end.code, end.stderr).toBe(0);
  const file = (out: string, name: string) => readFile(join(root, out, name));
  for (const name of ['model/weights.f32', 'embeddings.arrow']) {
    expect((await file('killed', name)).equals(await file('whole', name)), name).toBe(true);
  }
  const score = ({ stdout }: { stdout: string }) =>
    (JSON.parse(stdout) as { scores: { micro: number }[] }).scores[0]!.micro;
  expect(score(end)).toBe(score(whole));
});

test(`convert killed at ${KILLS} random moments leaves a whole folder or none`, { timeout: 120_000 }, async () => {
  const graph = people(20_000);
  await writeCsv(graph, join(root, 'csv'));
  const convert = ['convert', '--data', join(root, 'csv'), '--out', join(root, 'arrow'), '--overwrite', '--json'];
  const started = performance.now();
  expect((await cli([...convert.slice(0, 4), join(root, 'first')])).code).toBe(0);
  const duration = performance.now() - started;
  const stream = new RandomStream(2, 'kills');
  let stopped = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const { code } = await killed(convert, duration * (0.3 + 0.8 * stream.next()));
    if (code === null) stopped++;
    if (existsSync(join(root, 'arrow'))) {
      expect(hashGraph(await openGraph(join(root, 'arrow'), { verify: true }))).toBe(hashGraph(graph));
      if (kill % 2) await rm(join(root, 'arrow'), { recursive: true });
    }
  }
  expect(stopped).toBeGreaterThan(KILLS / 4);
  expect((await cli(convert)).code).toBe(0);
  expect(hashGraph(await openGraph(join(root, 'arrow'), { verify: true }))).toBe(hashGraph(graph));
});

test('an interrupt leaves a checkpoint and says how to go on', { timeout: 60_000 }, async () => {
  await saveGraph(people(600), join(root, 'people'), { overwrite: true });
  const out = join(root, 'interrupted');
  const args = [
    'train',
    '--data',
    join(root, 'people'),
    '--out',
    out,
    '--no-baselines',
    '--no-cache',
    '--epochs',
    '100000',
    ...settings,
  ];
  const { child, ended } = start(args);
  while (!existsSync(join(out, 'config.json'))) await sleep(20);
  await sleep(800);
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  expect(code).toBe(130);
  expect(stderr).toContain('ABORTED');
  expect(existsSync(join(out, 'checkpoint', 'latest.json'))).toBe(true);
  const epochs = Number(/after epoch (\d+)/.exec(stderr)![1]);
  expect(epochs).toBeGreaterThan(0);
  const again = await cli([...args.slice(0, -settings.length - 1), String(epochs + 5), ...settings, '--json']);
  expect(again.code, again.stderr).toBe(0);
});
