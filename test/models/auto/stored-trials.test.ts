import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dealFolds } from '../../../src/models/auto/folds.js';
import { removeStoredTrials, StoredTrials } from '../../../src/models/auto/stored-trials.js';
import { createModel } from '../../../src/models/index.js';
import { plantedProblem } from '../planted.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'heterograph-trials-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const candidates = [
  { model: 'ridge' },
  { model: 'label-propagation' },
  { model: 'mlp', settings: { epochs: 5, hidden: 4 } },
];
const settings = { folds: 3, candidates };
const files = () => readdirSync(join(root, 'comparison')).sort();

/** Compares models, with what is kept in the folder; stopped before fit number `stop`. */
async function compare(stop = Number.POSITIVE_INFINITY, seed = 1) {
  const abort = new AbortController();
  const model = createModel('auto', { settings, checkpointDir: root });
  try {
    const { comparison } = await model.fit(
      { ...plantedProblem(), seed },
      {
        signal: abort.signal,
        onProgress: ({ stage, done }) => stage === 'compare models' && done >= stop && abort.abort(),
      },
    );
    return comparison!;
  } finally {
    model.dispose();
  }
}

it('an interrupted comparison goes on where it was, to the same end', async () => {
  await expect(compare(4)).rejects.toMatchObject({ code: 'ABORTED' });
  const before = files();
  // Three folds of the constant, and four of the others.
  expect(before.length).toBe(7);
  const stamps = before.map((file) => readFileSync(join(root, 'comparison', file), 'utf8'));
  const comparison = await compare();
  expect(before.map((file) => readFileSync(join(root, 'comparison', file), 'utf8'))).toEqual(stamps);
  expect(files().length).toBe(12);
  // What was taken from the folder bears the seconds of the first time, to the last digit.
  expect((await compare()).models.filter(({ folds }) => folds > 0)).toEqual(
    comparison.models.filter(({ folds }) => folds > 0),
  );
  const anew = createModel('auto', { settings });
  const { comparison: whole } = await anew.fit({ ...plantedProblem(), seed: 1 });
  const plain = ({ models, verdict }: typeof comparison) => ({
    verdict,
    models: models.map(({ title, score }) => ({ title, score })),
  });
  expect(plain(comparison)).toEqual(plain(whole!));
  anew.dispose();
});

it('what another seed, other targets, settings, folds or another candidate give is another file', async () => {
  await compare();
  const first = files();
  await compare(Number.POSITIVE_INFINITY, 2);
  expect(files().length).toBe(2 * first.length);
  const problem = plantedProblem();
  const [fold, next] = dealFolds(problem, 3);
  const other = { ...problem, targets: { ...problem.targets, labels: problem.targets.labels.slice().fill(0) } };
  for (const each of [problem, other as typeof problem]) {
    const stored = new StoredTrials(join(root, 'own'), each);
    expect(await stored.read('a', {}, fold!, 2)).toBeUndefined();
    await stored.write('a', {}, fold!, { seconds: 1, values: Float32Array.of(each === problem ? 1 : 3, 2) });
  }
  const stored = new StoredTrials(join(root, 'own'), problem);
  const again = await stored.read('a', {}, fold!, 2);
  for (const other of [
    stored.read('b', {}, fold!, 2),
    stored.read('a', { x: 1 }, fold!, 2),
    stored.read('a', {}, next!, 2),
  ]) {
    expect(await other).toBeUndefined();
  }
  expect(again).toEqual({ seconds: 1, values: Float32Array.of(1, 2) });
});

it('a damaged file is refused, naming it; other files are kept when the rest is removed', async () => {
  await compare();
  const [file] = files();
  const path = join(root, 'comparison', file!);
  const text = readFileSync(path, 'utf8');
  for (const damaged of [text.slice(0, -20), text.replace(/"values": "..../, '"values": "AAAA'), '{}']) {
    writeFileSync(path, damaged);
    const refused = compare();
    await expect(refused).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
    await expect(refused).rejects.toThrow(file!);
  }
  writeFileSync(join(root, 'comparison', 'notes.txt'), 'mine');
  await removeStoredTrials(root);
  expect(files()).toEqual(['notes.txt']);
});

it('a folder that cannot be written is said, and the comparison goes on', async () => {
  writeFileSync(join(root, 'comparison'), 'a file');
  const { remarks, models } = await compare();
  expect(remarks.join()).toContain('not kept');
  expect(models[0]!.isKept).toBe(true);
});
