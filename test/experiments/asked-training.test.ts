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

it('what is of the other task, or of no single model, is refused', async () => {
  const code = { code: 'INVALID_OPTION' };
  const data = { graph, cache: false } as const;
  await expect(trainExperiment({ ...data, target: 'review.good', loss: 'poisson' })).rejects.toMatchObject(code);
  const numbers = new GraphBuilder().addNodes('a', { y: [1.5, 2, 3, 4, 5.5, 6, 7, 8, 9, 10] }).build();
  const regression = { graph: numbers, cache: false, target: 'a.y', task: 'regression' } as const;
  await expect(trainExperiment({ ...regression, classWeight: 'balanced' })).rejects.toMatchObject(code);
  await expect(trainExperiment({ ...regression, loss: 'quantile=0.9' })).rejects.toMatchObject(code);
});
