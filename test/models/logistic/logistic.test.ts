import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraphBuilder, type HeteroGraph } from '../../../src/graph/index.js';
import { classificationProblem, createModel } from '../../../src/models/index.js';
import { logisticObjective } from '../../../src/models/logistic/objective.js';

interface Table {
  readonly x: readonly (readonly number[])[];
  readonly labels: readonly number[] | readonly (readonly number[])[];
  readonly classes: readonly string[];
}

function graphOf({ x, labels, classes }: Table): HeteroGraph {
  const width = x[0]!.length;
  const values = Float32Array.from(x.flat());
  const isMulti = Array.isArray(labels[0]);
  return new GraphBuilder({
    nodes: [
      {
        name: 'row',
        columns: [
          { name: 'x', type: 'dense', role: 'feature', width },
          isMulti
            ? { name: 'y', type: 'dense', role: 'label', width: classes.length, classes }
            : { name: 'y', type: 'int32', role: 'label', classes },
        ],
      },
    ],
    edges: [],
  })
    .addNodes('row', {
      x: { kind: 'dense', numRows: x.length, width, values },
      y: isMulti
        ? { kind: 'dense', numRows: x.length, width: classes.length, values: Float32Array.from(labels.flat()) }
        : (labels as number[]),
    })
    .build();
}

const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const none = new Int32Array(0);

async function scoresOf(name: string, table: Table, settings: object = {}): Promise<Float32Array> {
  const n = table.x.length;
  const model = createModel(name, { settings });
  await model.fit(classificationProblem(graphOf(table), 'row', { train: all(n), valid: none, test: none }, 1));
  const scores = await model.predict(all(n));
  model.dispose();
  return scores;
}

describe('logistic regression', () => {
  it('solves an example by hand: one feature of -1 and 1, a row of each class', async () => {
    const scores = await scoresOf('logistic', { x: [[-1], [1]], labels: [0, 1], classes: ['a', 'b'] });
    // The weight w makes 2 log(1 + e^-w) + w^2 / 2 least: w = 2 / (1 + e^w).
    const weight = scores[3]! - scores[2]!;
    expect(weight).toBeCloseTo(2 / (1 + Math.exp(weight)), 4);
    expect(scores[0]! - scores[1]!).toBeCloseTo(weight, 5);
  });

  it('finds a point where the slope of the penalised loss is zero, computed by hand in float64', async () => {
    const table = randomTable(3, 40, 3);
    const n = table.x.length;
    const scores = await scoresOf('logistic', table, { penalty: 0.5 });
    const rest = table.x.map((_, i) => {
      const own = [...scores.subarray(3 * i, 3 * i + 3)].map(Math.exp);
      const total = own.reduce((sum, each) => sum + each, 0);
      return own.map((each, c) => each / total - (table.labels[i] === c ? 1 : 0));
    });
    // The constant is not penalised: what is left of each class adds up to nothing.
    for (let c = 0; c < 3; c++) expect(rest.reduce((sum, row) => sum + row[c]!, 0) / n).toBeCloseTo(0, 4);
    // The slope of the loss along an input is the penalty times its weight; weights are changes of scores with inputs.
    const further = await scoresOf('logistic', table, { penalty: 5 });
    const spread = (values: Float32Array) => Math.max(...values) - Math.min(...values);
    expect(spread(further)).toBeLessThan(spread(scores));
  });

  it('has the gradient of its loss, one label a row or several', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 99 }), (multi, c, seed) => {
        const numClasses = c + (multi ? 0 : 1);
        const [n, width] = [4, 3];
        const at = (i: number) => Math.sin(seed * 37 + i * 12.9898);
        const x = Float32Array.from({ length: n * width }, (_, i) => (i % width === width - 1 ? 1 : at(i)));
        const indicators = Float32Array.from({ length: n * numClasses }, (_, i) =>
          (multi ? at(i + 50) > 0 : i % numClasses === Math.floor(i / numClasses) % numClasses) ? 1 : 0,
        );
        const rowWeights = multi ? undefined : Float32Array.from({ length: n }, (_, i) => 1.5 + at(i + 20));
        const data = { x, indicators, width, numClasses, multiLabel: multi, rowWeights };
        const objective = logisticObjective(data, 0.7);
        const weights = Float64Array.from({ length: width * numClasses }, (_, i) => at(i + 99));
        const { gradient } = objective(weights);
        for (let i = 0; i < weights.length; i++) {
          const moved = (by: number) => objective(weights.map((value, j) => (i === j ? value + by : value))).value;
          expect((moved(0.01) - moved(-0.01)) / 0.02).toBeCloseTo(gradient[i]!, 3);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('weighs rows by class as if they stood there so often', async () => {
    const table = randomTable(2, 30, 2);
    const graph = graphOf(table);
    const rows = all(30);
    const weighted = createModel('logistic');
    const split = { train: rows, valid: none, test: none };
    await weighted.fit(classificationProblem(graph, 'row', split, 1, undefined, { classWeight: { '0': 3 } }));
    const times = table.x.flatMap((_, i) => (table.labels[i] === 0 ? [i, i, i] : [i]));
    const often = { ...table, x: times.map((i) => table.x[i]!), labels: times.map((i) => table.labels[i] as number) };
    const repeated = createModel('logistic');
    const repeatedSplit = { train: all(times.length), valid: none, test: none };
    await repeated.fit(classificationProblem(graphOf(often), 'row', repeatedSplit, 1));
    // Repeated rows shift what the inputs are standardised by, and so the penalty: the decisions are nearly the same.
    const [a, b] = [await weighted.predict(rows), await repeated.predict(rows, { graph })];
    for (const [i, score] of a.entries()) expect(score).toBeCloseTo(b[i]!, 1);
    const plain = await scoresOf('logistic', table);
    const ones = (scores: Float32Array) => rows.filter((row) => scores[2 * row + 1]! > scores[2 * row]!).length;
    expect(ones(a)).toBeLessThan(ones(plain));
  });

  it('decides classes one by one where a row may have several', async () => {
    const x = [[-1], [1], [-1], [1]];
    const labels = x.map(([value]) => [1, value === 1 ? 1 : 0]);
    const scores = await scoresOf('logistic', { x, labels, classes: ['always', 'right'] });
    for (let i = 0; i < 4; i++) {
      expect(scores[2 * i]).toBeGreaterThan(0);
      expect(scores[2 * i + 1]! > 0).toBe(x[i]![0] === 1);
    }
  });

  it.each(['logistic', 'ridge', 'mlp'])('does not depend on the units of the inputs: %s', async (name) => {
    const table = randomTable(2, 60, 3);
    // Powers of two change no bit of what is standardised.
    const units = [2 ** 20, 2 ** -15, 1];
    const x = table.x.map((row) => row.map((value, c) => value * units[c]!));
    const settings = name === 'mlp' ? { epochs: 5 } : {};
    expect(await scoresOf(name, { ...table, x }, settings)).toEqual(await scoresOf(name, table, settings));
  });
});

function randomTable(numClasses: number, n: number, width: number): Table {
  const at = (i: number) => Math.fround(Math.sin(i * 78.233) * 3);
  const x = Array.from({ length: n }, (_, i) => Array.from({ length: width }, (_, c) => at(i * width + c)));
  const labels = x.map((row, i) => (row[0]! + at(1000 + i) > 0 ? 1 : row[1]! > 1 ? numClasses - 1 : 0));
  const classes = Array.from({ length: numClasses }, (_, c) => String(c));
  return { x, labels, classes };
}
