import { describe, expect, it } from 'vitest';
import { GraphBuilder, type HeteroGraph } from '../../src/graph/index.js';
import { nearestEdges } from '../../src/models/explain/nearest-edges.js';
import { createModel, type Estimator, explainByPrediction } from '../../src/models/index.js';
import { plantedProblem, rows } from './planted.js';
import { numberProblem } from './planted-numbers.js';

/** p0, p1, p2 in groups g0 (p0 twice, p1) and g1 (p2); p0 knows p2. */
function tiny(): HeteroGraph {
  return new GraphBuilder({
    nodes: [{ name: 'p', columns: [{ name: 'id', type: 'utf8', role: 'id' }] }],
    edges: [],
  })
    .addNodes('p', { id: ['a', 'b', 'c'] })
    .addNodes('g', 2)
    .addEdges(['p', 'in', 'g'], { source: Int32Array.of(2, 0, 1, 0), target: Int32Array.of(1, 0, 0, 0) })
    .addEdges(['p', 'knows', 'p'], { source: Int32Array.of(0), target: Int32Array.of(2) })
    .build();
}

/** Scores of two classes: minus and plus the sum of weights of the edges into groups, and a tenth of it for each person known. */
const counting: Pick<Estimator, 'name' | 'task' | 'predict'> = {
  name: 'counting',
  task: { kind: 'classification', nodeType: 'p', classes: ['few', 'many'], multiLabel: false },
  async predict(asked, { graph } = {}) {
    const into = graph!.edgeIndex('in');
    const known = graph!.edgeIndex('knows');
    return Float32Array.from(
      Array.from(asked).flatMap((row) => {
        const score =
          Array.from(into.source).filter((s) => s === row).length +
          0.25 * Array.from(known.source).filter((s) => s === row).length;
        return [-score, score];
      }),
    );
  },
};

describe('nearestEdges', () => {
  it('are those at the rows, then those one step on', () => {
    const { edges, total } = nearestEdges(tiny(), 'p', Int32Array.of(0), 10);
    expect(edges.map(({ type, edge }) => `${type[1]} ${edge}`)).toEqual(['in 1', 'in 3', 'knows 0', 'in 0', 'in 2']);
    expect(total).toBe(5);
    const few = nearestEdges(tiny(), 'p', Int32Array.of(1), 2);
    expect(few.edges.map(({ type, edge }) => `${type[1]} ${edge}`)).toEqual(['in 2', 'in 1']);
    expect(few.total).toBe(3);
  });
});

describe('explainByPrediction', () => {
  it('says what each relation and edge is worth, worked by hand', async () => {
    const found = await explainByPrediction(counting as Estimator, tiny(), Int32Array.of(0), { top: 3 });
    expect(found).toMatchObject({ method: 'occlusion', layers: [], examined: 5, unexamined: 0 });
    expect(found.predictions).toEqual([
      { type: 'p', row: 0, id: 'a', predicted: 'many', probability: expect.closeTo(1 / (1 + Math.exp(-4.5)), 6) },
    ]);
    expect(found.relations).toEqual([
      { relation: 'p>in>g', edges: 4, change: 2 },
      { relation: 'p>knows>p', edges: 1, change: 0.25 },
    ]);
    expect(found.edges.map(({ relation, target, score }) => [relation, target.id, score])).toEqual([
      ['p>in>g', 0, 1],
      ['p>in>g', 0, 1],
      ['p>knows>p', 'c', 0.25],
    ]);
    expect(found.faithfulness).toMatchObject({ edges: 3, change: 2.25 });
    expect(found.faithfulness!.randomChange).toBeLessThan(2.25);
  });

  it('means over several rows, and takes the first edges only', async () => {
    const found = await explainByPrediction(counting as Estimator, tiny(), Int32Array.of(0, 2), {
      maxEdges: 1,
      trials: 0,
    });
    expect(found.relations!.map(({ change }) => change)).toEqual([1.5, 0.125]);
    expect(found).toMatchObject({ examined: 1, unexamined: 4 });
    expect(found.faithfulness).toBeUndefined();
  });

  it('explains models that pass no messages, whatever they learn', async () => {
    const problem = plantedProblem();
    for (const [name, settings] of [
      ['rphgnn', { embeddingWidth: 8, hidden: 8, epochs: 5 }],
      ['label-propagation', {}],
      ['sehgnn', { epochs: 5, embed: 8, hidden: 8 }],
    ] as const) {
      const model = createModel(name, { settings });
      await model.fit(problem);
      const asked = rows(150, 152);
      const found = await explainByPrediction(model, problem.graph, asked, { maxEdges: 3, top: 2, trials: 1 });
      const scores = await model.predict(asked);
      expect(found.predictions.map(({ predicted }) => predicted)).toEqual(
        [0, 1].map((i) => (scores[2 * i]! >= scores[2 * i + 1]! ? 'a' : 'b')),
      );
      expect(found.relations!.some(({ change }) => change !== 0)).toBe(true);
      expect(found.edges).toHaveLength(2);
      model.dispose();
    }
    const numbers = numberProblem();
    const ridge = createModel('ridge-propagated');
    await ridge.fit(numbers);
    const found = await explainByPrediction(ridge, numbers.graph, rows(0, 1), { maxEdges: 3, trials: 1 });
    expect(found.numbers![0]!.predicted).toBe((await ridge.predict(rows(0, 1)))[0]);
    expect(found.predictions).toEqual([]);
    ridge.dispose();
  });

  it('refuses what cannot be asked, and stops when told', async () => {
    const explain = (options: object, asked = Int32Array.of(0)) =>
      explainByPrediction(counting as Estimator, tiny(), asked, options);
    await expect(explain({ method: 'attention' })).rejects.toMatchObject({ code: 'UNSUPPORTED_BY_MODEL' });
    await expect(explain({ maxEdges: 0 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(explain({}, new Int32Array(0))).rejects.toMatchObject({ code: 'NO_ROWS' });
    await expect(explain({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
