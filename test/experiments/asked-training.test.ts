import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import { openRun, trainExperiment } from '../../src/experiments/index.js';
import { GraphBuilder, type TextEmbedder } from '../../src/graph/index.js';

const N = 120;
const stream = new RandomStream(6, 'reviews');
const isGood = Array.from({ length: N }, () => stream.next() < 0.5);
const words = (good: boolean) => (good ? ['fine', 'great', 'lovely'] : ['poor', 'bad', 'awful']);
const reviews = isGood.map((good, i) => `it was a ${words(good)[stream.nextInt(3)]} film number ${i}`);
const graph = new GraphBuilder({
  nodes: [
    {
      name: 'review',
      columns: [
        { name: 'id', type: 'utf8', role: 'id' },
        { name: 'text', type: 'utf8', role: 'text' },
        { name: 'good', type: 'int32', role: 'label', classes: ['no', 'yes'] },
      ],
    },
  ],
  edges: [],
})
  .addNodes('review', { id: reviews.map((_, i) => `r${i}`), text: reviews, good: isGood.map(Number) })
  .build();
const embedText: TextEmbedder = {
  name: 'moods',
  width: 2,
  embed: (texts) => texts.map((text) => [/fine|great|lovely/.test(text) ? 1 : -1, 1]),
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heterograph-asked-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a run keeps what was asked of its training: an embedder, which has to be given again, weights and vectors by id', async () => {
  const out = join(folder, 'run');
  const options = {
    graph,
    target: 'review.good',
    model: 'logistic',
    baselines: false,
    embedText,
    identityWidth: 3,
    out,
    cache: false,
  } as const;
  const { summary, dispose } = await trainExperiment({ ...options, classWeight: { yes: 2 } });
  dispose();
  expect(summary.columns.map(({ column, reason }) => [column, reason])).toEqual([
    ['text', expect.stringMatching(/vectors of moods/)],
    ['id', expect.stringMatching(/by the id/)],
  ]);
  expect(summary.scores.at(-1)).toMatchObject({ micro: 1 });
  await expect(openRun(out, { graph })).rejects.toMatchObject({ code: 'NEEDS_TEXT_MODEL' });
  await expect(openRun(out, { graph, embedText: { ...embedText, name: 'other' } })).rejects.toMatchObject({
    code: 'MODEL_MISMATCH',
  });
  const run = await openRun(out, { graph, embedText });
  expect(run.config).toMatchObject({ classWeight: { yes: 2 } });
  const { predicted } = await run.predict('test');
  expect(new Set(predicted)).toEqual(new Set(['no', 'yes']));
  run.dispose();
});

const numbers = new GraphBuilder()
  .addNodes('a', {
    x: Float64Array.from({ length: 40 }, (_, i) => i),
    y: Float64Array.from({ length: 40 }, (_, i) => 2 * i),
  })
  .build();
const regression = { graph: numbers, cache: false, baselines: false, target: 'a.y', task: 'regression' } as const;

it('what is of the other task, or what the model cannot use, is refused', async () => {
  const refused = { code: 'INVALID_OPTION', location: { column: 'loss' } };
  const classes = { graph, cache: false, target: 'review.good' } as const;
  await expect(trainExperiment({ ...classes, loss: 'poisson' })).rejects.toMatchObject(refused);
  for (const model of ['auto', 'ridge', 'label-propagation']) {
    await expect(trainExperiment({ ...regression, model, loss: 'quantile=0.9' })).rejects.toMatchObject(refused);
  }
  await expect(trainExperiment({ ...regression, model: 'ridge', loss: 'huber' })).rejects.toMatchObject(refused);
  const members = { settings: { members: [{ model: 'mlp' }, { model: 'ridge' }], copies: 1 } };
  await expect(
    trainExperiment({ ...regression, model: 'ensemble', ...members, loss: 'poisson' }),
  ).rejects.toMatchObject(refused);

  const weight = { code: 'INVALID_OPTION', location: { column: 'classWeight' } };
  await expect(trainExperiment({ ...regression, classWeight: 'balanced' })).rejects.toMatchObject(weight);
  for (const model of ['ridge', 'majority']) {
    await expect(trainExperiment({ ...classes, model, classWeight: 'balanced' })).rejects.toMatchObject(weight);
  }
});

it('the squared loss is that of every model', async () => {
  const { scores, dispose } = await trainExperiment({ ...regression, model: 'ridge', loss: 'squared' });
  dispose();
  expect(scores).toHaveLength(1);
});

it('of a model that was kept among several, and of vectors by id that no type can have, it is said', async () => {
  const settings = { candidates: [{ model: 'ridge' }] };
  const asked = { settings, loss: 'poisson', identityWidth: 4 } as const;
  const plain = await trainExperiment({ ...regression, settings });
  const { summary, dispose } = await trainExperiment({ ...regression, ...asked });
  for (const each of [plain.dispose, dispose]) each();
  const more = summary.remarks.filter((text) => !plain.summary.remarks.includes(text));
  expect(more).toEqual([expect.stringContaining('by id'), expect.stringContaining('poisson')]);
});
