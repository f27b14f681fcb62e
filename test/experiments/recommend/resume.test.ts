import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RecommendTrainOptions, trainRecommender } from '../../../src/experiments/index.js';
import { filmFolder } from './folders.js';

let dir: string;
let common: RecommendTrainOptions;
const settings = { width: 8, epochs: 6, batchSize: 60, checkEvery: 2 };
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-recommend-resume-'));
  common = { data: await filmFolder(join(dir, 'films')), model: 'lightgcn', settings, cache: false };
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Stops a run after so many epochs of training, counted over all fits. */
function stopped(options: RecommendTrainOptions, after: number) {
  const control = new AbortController();
  let epochs = 0;
  return trainRecommender(options, {
    signal: control.signal,
    onProgress: ({ stage }) => {
      if (stage === 'train' && ++epochs === after) control.abort();
    },
  });
}

it('an interrupted training says how to go on, and goes on to the same bits', async () => {
  const whole = await trainRecommender(common);
  const out = join(dir, 'run');
  const said = { code: 'ABORTED', hint: 'Repeat the same call to continue.' };
  await expect(stopped({ ...common, out }, 3)).rejects.toMatchObject(said);
  const [first] = await readdir(join(out, 'checkpoint'));
  expect(first).toMatch(/^fit-\d+$/);
  // The next one ends in a later fit.
  await expect(stopped({ ...common, out }, 5)).rejects.toMatchObject(said);
  expect(await readdir(join(out, 'checkpoint'))).toHaveLength(2);
  let epochs = 0;
  const again = await trainRecommender(
    { ...common, out },
    { onProgress: ({ stage }) => (stage === 'train' ? epochs++ : undefined) },
  );
  expect(epochs).toBeLessThan(18 - 3);
  const figures = ({ summary }: typeof again) => summary.scores.map((score) => ({ ...score, seconds: 0 }));
  expect(figures(again)).toEqual(figures(whole));
  expect(again.recommender.scorer.state()).toEqual(whole.recommender.scorer.state());
  expect(existsSync(join(out, 'checkpoint'))).toBe(false);
});

it('a run that is stopped between fits says how to go on, and one without a folder what is missing', async () => {
  const events = () => {
    const control = new AbortController();
    return { signal: control.signal, onModel: () => control.abort() };
  };
  const hint = 'Repeat the same call to continue.';
  const run = trainRecommender({ ...common, model: 'popularity', settings: {}, out: join(dir, 'early') }, events());
  await expect(run).rejects.toMatchObject({ code: 'ABORTED', hint });
  const without = trainRecommender({ ...common, model: 'popularity', settings: {} }, events());
  await expect(without).rejects.toMatchObject({ code: 'ABORTED', hint: 'Give a run folder to continue later.' });
});

it('a damaged checkpoint is no reason to leave a recommender out; a restart removes it', async () => {
  const out = join(dir, 'damaged');
  await expect(stopped({ ...common, out }, 3)).rejects.toMatchObject({ code: 'ABORTED' });
  const [fit] = await readdir(join(out, 'checkpoint'));
  const latest = join(out, 'checkpoint', fit!, 'latest.json');
  const text = await readFile(latest, 'utf8');
  await writeFile(latest, text.replace(/"folder": ?"epoch/, '"folder": "epoch-9'));
  await expect(trainRecommender({ ...common, out })).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
  const other = { ...common, settings: { ...settings, epochs: 4 }, out };
  const config = await readFile(join(out, 'config.json'), 'utf8');
  const message = expect.stringContaining('settings.epochs');
  await expect(trainRecommender(other)).rejects.toMatchObject({ code: 'TARGET_EXISTS', message });
  expect(await readFile(join(out, 'config.json'), 'utf8')).toBe(config);
  const { summary } = await trainRecommender({ ...other, restart: true });
  expect(summary.problem).toBeUndefined();
  expect(existsSync(join(out, 'checkpoint'))).toBe(false);
});
