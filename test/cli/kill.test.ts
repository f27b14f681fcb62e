import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import {
  hashGraph,
  openGraph,
  readCsvFolder,
  readJsonLinesFolder,
  saveGraph,
  writeCsv,
} from '../../src/graph/index.js';
import { cli, people, start } from './cli.js';

/** By hand: `KILLS=100 LOCK_RACES=160 npx vitest run test/cli/kill test/influence/node/kill test/files/lock`. */
const KILLS = Number(process.env.KILLS ?? 4);
/** Only so that a hang ends: what happens here is waited for, however busy the machine is. */
const timeout = 3_600_000;

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-kill-'));
  await saveGraph(people(600), join(root, 'people'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const settings = [
  '--model',
  'rphgnn',
  ...['hidden=8', 'embeddingWidth=8', 'batchSize=200', 'patience=1000'].flatMap((text) => ['--set', text]),
];

/**
 * Starts a command and kills it at a random moment of the time that it takes, until so many were killed. `check` looks at what a kill left;
 * `again` makes room for a new start where the command came to its end.
 */
async function killOften(
  args: () => readonly string[],
  milliseconds: number,
  stream: RandomStream,
  { check, again }: { check: (kill: number) => Promise<void>; again: () => Promise<void> },
): Promise<void> {
  let longest = milliseconds;
  for (let kill = 0; kill < KILLS; ) {
    const { child, ended } = start(args());
    await Promise.race([sleep(longest * (0.1 + 0.9 * stream.next())), ended]);
    child.kill('SIGKILL');
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([code === 0 ? 0 : null, '']);
    if (code === 0) {
      await again();
      longest *= 0.9;
    } else await check(kill++);
  }
}

async function timed(args: readonly string[]): Promise<number> {
  const started = performance.now();
  const { code, stderr } = await cli(args);
  expect(code, stderr).toBe(0);
  return performance.now() - started;
}

/** All files of a folder and what is beside it. */
const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replace(/epoch-[\d-]+(again-\d+)?/, 'epoch'))
    .sort();

test(`train killed ${KILLS} times goes on to the same bits`, { timeout }, async () => {
  const train = (out: string) => [
    ...['train', '--data', join(root, 'people'), '--out', join(root, out, 'run'), '--no-baselines', '--no-cache'],
    ...['--json', '--epochs', '150', '--checkpoint-every', '1', ...settings],
  ];
  const milliseconds = await timed(train('whole'));
  const killed = join(root, 'killed');
  await killOften(() => train('killed'), milliseconds, new RandomStream(1, 'kills'), {
    check: async () => {
      const pointer = join(killed, 'run/checkpoint/latest.json');
      if (!existsSync(pointer)) return;
      const { content } = JSON.parse(await readFile(pointer, 'utf8')) as { content: { folder: string } };
      expect(existsSync(join(killed, 'run/checkpoint', content.folder, 'manifest.json'))).toBe(true);
    },
    again: () => rm(killed, { recursive: true }),
  });
  const end = await cli(train('killed'));
  expect(end.code, end.stderr).toBe(0);
  const file = (out: string, name: string) => readFile(join(root, out, 'run', name));
  for (const name of ['model/weights.f32', 'embeddings.arrow']) {
    expect((await file('killed', name)).equals(await file('whole', name)), name).toBe(true);
  }
  expect(filesBelow(killed)).toEqual(filesBelow(join(root, 'whole')));
});

const readers = {
  arrow: (folder: string) => openGraph(folder, { verify: true }),
  csv: async (folder: string) => (await readCsvFolder(folder)).graph,
  jsonl: async (folder: string) => (await readJsonLinesFolder(folder)).graph,
};

test.each(Object.keys(readers) as (keyof typeof readers)[])(
  `convert to %s killed ${KILLS} times leaves a whole folder or none, and nothing behind`,
  { timeout },
  async (to) => {
    const graph = people(5000);
    const place = join(root, `as-${to}`);
    await mkdir(place);
    if (!existsSync(join(root, 'csv'))) await writeCsv(graph, join(root, 'csv'));
    const out = join(place, 'graph');
    const convert = [
      ...['convert', '--data', join(root, 'csv'), '--out', out, '--to', to],
      ...['--overwrite', '--json'],
    ];
    const milliseconds = await timed(convert);
    const expected = hashGraph(await readers[to](out));
    expect(expected).toBe(hashGraph(graph));
    const files = filesBelow(place);
    await killOften(() => convert, milliseconds, new RandomStream(2, 'kills', to), {
      check: async (kill) => {
        // A kill between the two renames leaves the folder under its temporary name; who opens it puts it back.
        const isLeft = readdirSync(place).some((name) => name === 'graph' || name.endsWith('-old.tmp'));
        if (isLeft) expect(hashGraph(await readers[to](out))).toBe(expected);
        if (kill % 3 === 2) await rm(out, { recursive: true, force: true });
      },
      again: async () => expect(hashGraph(await readers[to](out))).toBe(expected),
    });
    await timed(convert);
    expect(hashGraph(await readers[to](out))).toBe(expected);
    expect(filesBelow(place)).toEqual(files);
  },
);

test(`influence --algorithm online killed ${KILLS} times keeps its run and ends in the same seeds`, {
  timeout,
}, async () => {
  const influence = (sets: number, ...save: string[]) => [
    ...['influence', '--data', join(root, 'people'), '-k', '5', '--algorithm', 'online', '--sets', String(sets)],
    ...['--json', ...save],
  ];
  const place = join(root, 'online');
  const saved = (sets: number) => influence(sets, '--save', join(place, 'run'));
  const milliseconds = await timed(saved(20_000));
  let reached = 40_000;
  await killOften(() => saved(reached), milliseconds, new RandomStream(3, 'kills'), {
    check: async () => {
      const { content } = JSON.parse(await readFile(join(place, 'run/manifest.json'), 'utf8')) as {
        content: { size: number };
      };
      expect([reached - 20_000, reached]).toContain(2 * content.size);
    },
    again: async () => {
      reached += 20_000;
    },
  });
  const [once, often] = [await cli(influence(reached)), await cli(saved(reached))];
  const seeds = ({ stdout }: { stdout: string }) => (JSON.parse(stdout) as { seeds: unknown }).seeds;
  expect(often.code, often.stderr).toBe(0);
  expect(seeds(often)).toEqual(seeds(once));
  expect(filesBelow(place).filter((name) => /partial|tmp|lock/.test(name))).toEqual([]);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s leaves a checkpoint and says how to go on',
  { timeout },
  async (signal) => {
    const out = join(root, `stopped-by-${signal}`);
    const checkpoint = join(out, 'checkpoint/latest.json');
    const train = (epochs: number) => [
      ...['train', '--data', join(root, 'people'), '--out', out, '--no-baselines', '--no-cache'],
      ...['--checkpoint-every', '20', '--epochs', String(epochs), ...settings],
    ];
    const { child, ended } = start(train(100_000));
    let isOver = false;
    void ended.then(() => (isOver = true));
    while (!existsSync(checkpoint) && !isOver) await sleep(20);
    child.kill(signal);
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain('ABORTED');
    const epochs = Number(/after epoch (\d+)/.exec(stderr)![1]);
    expect(epochs).toBeGreaterThanOrEqual(20);
    const { content } = JSON.parse(await readFile(checkpoint, 'utf8')) as { content: { folder: string } };
    expect(Number(/^epoch-(\d+)/.exec(content.folder)![1])).toBe(epochs);
    const again = await cli([...train(epochs + 5), '--json']);
    expect(again.code, again.stderr).toBe(0);
  },
);
