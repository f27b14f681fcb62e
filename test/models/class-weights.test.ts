import { expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import { GraphBuilder } from '../../src/graph/index.js';
import { classificationProblem, createModel, type Problem } from '../../src/models/index.js';
import type { ClassWeight } from '../../src/training/index.js';

const N = 200;
const stream = new RandomStream(4, 'rare classes');
const rare = Array.from({ length: N }, () => (stream.next() < 0.1 ? 1 : 0));
const x = Float32Array.from({ length: N * 2 }, (_, i) => stream.nextNormal() + (i % 2 === 0 ? rare[i >> 1]! : 0));
const graph = new GraphBuilder({
  nodes: [
    {
      name: 'row',
      columns: [
        { name: 'x', type: 'dense', role: 'feature', width: 2 },
        { name: 'y', type: 'int32', role: 'label', classes: ['common', 'rare'] },
      ],
    },
  ],
  edges: [],
})
  .addNodes('row', { x: { kind: 'dense', numRows: N, width: 2, values: x }, y: rare })
  .addEdges(['row', 'near', 'row'], {
    source: Int32Array.from({ length: N }, (_, i) => i),
    target: Int32Array.from({ length: N }, (_, i) => (i + 1) % N),
  })
  .build();
const rows = Int32Array.from({ length: N }, (_, i) => i);
const split = { train: rows.subarray(0, 150), valid: rows.subarray(150), test: new Int32Array(0) };
const problem = (classWeight?: ClassWeight) =>
  classificationProblem(graph, 'row', split, 1, 'y', classWeight ? { classWeight } : {});

async function numRare(name: string, of: Problem): Promise<number> {
  const trained = { epochs: 40, patience: 40, hidden: 8, dropout: 0 };
  const model = createModel(name, { settings: name === 'logistic' ? {} : trained });
  await model.fit(of);
  const scores = await model.predict(rows);
  model.dispose();
  return rows.filter((row) => scores[2 * row + 1]! > scores[2 * row]!).length;
}

it.each(['logistic', 'mlp', 'gcn'])('%s finds more of a rare class where classes are balanced', async (name) => {
  const plain = await numRare(name, problem());
  const balanced = await numRare(name, problem('balanced'));
  expect(balanced).toBeGreaterThan(plain + 10);
});

it('weights of classes that there are not, or of nodes with several classes, are refused before any work', async () => {
  const model = createModel('logistic');
  await expect(model.fit(problem({ gone: 2 }))).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  const targets = { kind: 'multi', labels: new Uint8Array(2 * N), numClasses: 2 } as const;
  await expect(model.fit({ ...problem('balanced'), targets })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
});
