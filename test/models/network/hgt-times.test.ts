import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';
import { classificationProblem, createModel, restoreModel } from '../../../src/models/index.js';

const POSTS = 120;
const DAY = 86400;

/** Posts at any time with two answers each, within two days or after two weeks: that is their class, and nothing else tells it. */
function posts(hasTimes = true): HeteroGraph {
  const stream = new RandomStream(3, 'posts');
  const written = Float64Array.from({ length: POSTS }, () => 1000 * DAY * stream.next());
  const labels = Int32Array.from(written, () => stream.nextInt(2));
  const source = Int32Array.from({ length: 2 * POSTS }, (_, i) => i);
  const target = source.map((answer) => answer % POSTS);
  const answered = Float64Array.from(
    target,
    (post) => written[post]! + DAY * (labels[post] === 1 ? 14 : 1) * (1 + stream.next()),
  );
  const ones = (numRows: number) =>
    ({ kind: 'dense', numRows, width: 1, values: new Float32Array(numRows).fill(1) }) as const;
  const time = { name: 'at', type: 'float64', role: hasTimes ? 'time' : 'attribute' } as const;
  const x = { name: 'x', type: 'dense', role: 'feature', width: 1 } as const;
  return graphFromArrays({
    schema: {
      nodes: [
        { name: 'post', columns: [{ name: 'late', type: 'int32', role: 'label', classes: ['no', 'yes'] }, x, time] },
        { name: 'answer', columns: [x, time] },
      ],
      edges: [{ type: ['answer', 'to', 'post'], columns: [] }],
    },
    nodes: {
      post: { data: { late: labels, x: ones(POSTS), at: written } },
      answer: { data: { x: ones(2 * POSTS), at: answered } },
    },
    edges: [{ type: ['answer', 'to', 'post'], source, target }],
  });
}

const rows = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);
const split = { train: rows(0, 60), valid: rows(60, 80), test: rows(80, POSTS) };
const small = { hidden: 8, heads: 2, layers: 1, epochs: 60, learningRate: 0.02, dropout: 0 };

async function rightShare(settings: object): Promise<number> {
  const problem = classificationProblem(posts(), 'post', split, 1, 'late');
  const model = createModel('hgt', { settings: { ...small, ...settings } });
  await model.fit(problem);
  const scores = await model.predict(split.test);
  const again = restoreModel(await model.save());
  expect(await again.predict(split.test, { graph: posts() })).toEqual(scores);
  model.dispose();
  again.dispose();
  const { labels } = problem.targets;
  return [...split.test].filter((row, i) => Number(scores[2 * i + 1]! > scores[2 * i]!) === labels[row]).length / 40;
}

describe('hgt with relative times', () => {
  it('learns what only the time between two nodes tells', async () => {
    expect(await rightShare({ timeUnit: DAY })).toBeGreaterThan(0.9);
    expect(await rightShare({})).toBeLessThan(0.8);
  });

  it('explains with times too, and refuses what cannot work', async () => {
    const problem = classificationProblem(posts(), 'post', split, 1, 'late');
    for (const softmax of ['all', 'relation']) {
      const model = createModel('hgt', { settings: { ...small, epochs: 1, timeUnit: DAY, softmax } });
      await model.fit(problem);
      const { edges } = await model.explain!(Int32Array.of(80), { method: 'attention', trials: 1 });
      expect(edges.length).toBeGreaterThan(0);
      model.dispose();
    }
    for (const settings of [{ timeUnit: 0 }, { timeUnit: DAY, batchSize: 8 }]) {
      expect(() => createModel('hgt', { settings })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    }
  });
});
