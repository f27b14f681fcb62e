import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import { prepareFeatures } from '../../src/experiments/index.js';
import { GraphBuilder } from '../../src/graph/index.js';
import { classificationProblem, createModel } from '../../src/models/index.js';

interface Row {
  readonly id: string;
  readonly part: 'train' | 'test';
  readonly plan: string | null;
  readonly spent: number | null;
  readonly churned: number;
}

function randomRows(seed: number): Row[] {
  const stream = new RandomStream(seed, 'rows');
  return Array.from({ length: 60 }, (_, i) => {
    const spent = stream.next() < 0.1 ? null : Math.exp(3 * stream.nextNormal());
    const plan = stream.next() < 0.1 ? null : ['basic', 'plus', 'pro'][stream.nextInt(3)]!;
    return { id: `c${i}`, part: i % 3 === 0 ? 'test' : 'train', plan, spent, churned: stream.nextInt(2) };
  });
}

/** Scores by id, of a model fitted on the training rows. */
async function scoresById(model: string, rows: readonly Row[]): Promise<Map<string, number[]>> {
  const graph = new GraphBuilder({
    nodes: [
      {
        name: 'customer',
        columns: [
          { name: 'id', type: 'utf8', role: 'id' },
          { name: 'plan', type: 'utf8', role: 'attribute', nullable: true },
          { name: 'spent', type: 'float64', role: 'attribute', nullable: true },
          { name: 'churned', type: 'int32', role: 'label', classes: ['no', 'yes'] },
        ],
      },
    ],
    edges: [],
  })
    .addNodes('customer', {
      id: rows.map(({ id }) => id),
      plan: rows.map(({ plan }) => plan),
      spent: rows.map(({ spent }) => spent),
      churned: rows.map(({ churned }) => churned),
    })
    .build();
  const rowsIn = (part: string) => Int32Array.from(rows.keys()).filter((row) => rows[row]!.part === part);
  const split = { train: rowsIn('train'), valid: new Int32Array(0), test: rowsIn('test') };
  const task = { nodeType: 'customer', labelColumn: 'churned' };
  const { graph: prepared } = prepareFeatures(graph, { task, trainRows: split.train });
  const fitted = createModel(model);
  await fitted.fit(classificationProblem(prepared, 'customer', split, 1));
  const scores = await fitted.predict(Int32Array.from(rows.keys()));
  fitted.dispose();
  return new Map(rows.map(({ id }, i) => [id, [...scores.subarray(2 * i, 2 * i + 2)]]));
}

it.each(['logistic', 'ridge'])('%s: the order of the rows changes no bit of a score', async (model) => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 999 }), async (seed) => {
      const rows = randomRows(seed);
      const order = new RandomStream(seed, 'order').permutation(rows.length);
      const shuffled = Array.from(order, (row) => rows[row]!);
      expect(new Map([...(await scoresById(model, shuffled))].sort())).toEqual(
        new Map([...(await scoresById(model, rows))].sort()),
      );
    }),
    { numRuns: 8 },
  );
});

it.each(['logistic', 'ridge'])('%s: what a test row holds changes the score of no other row', async (model) => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 999 }),
      fc.constantFrom(null, 'basic', 'never seen'),
      fc.constantFrom(null, -1e9, 1e30),
      async (seed, plan, spent) => {
        const rows = randomRows(seed);
        const changed = rows.map((row) => (row.id === 'c3' ? { ...row, plan, spent, churned: 1 - row.churned } : row));
        const [before, after] = [await scoresById(model, rows), await scoresById(model, changed)];
        for (const { id } of rows) if (id !== 'c3') expect(after.get(id)).toEqual(before.get(id));
        for (const score of after.get('c3')!) expect(Number.isFinite(score)).toBe(true);
      },
    ),
    { numRuns: 8 },
  );
});
