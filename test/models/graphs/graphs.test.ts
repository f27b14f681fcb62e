import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';
import { GraphReadout, nodesOfGraphs } from '../../../src/models/graph-network/readout.js';
import {
  GraphClassifier,
  type GraphProblem,
  joinGraphs,
  loadGraphModel,
  loadModel,
  saveGraphModel,
} from '../../../src/models/index.js';
import { graphFeatures } from '../../../src/models/inputs/graph-features.js';
import { initTensors, Parameter, square, sum, type Tensor2D, tensor2d, tidy } from '../../../src/tensor/index.js';
import { checkGradients } from '../../tensor/check-gradients.js';

beforeAll(() => initTensors());

/** A graph of atoms with one feature each, and bonds. */
function molecule(x: readonly number[], bonds: readonly (readonly [number, number])[]): HeteroGraph {
  const feature = { kind: 'dense', numRows: x.length, width: 1, values: Float32Array.from(x) } as const;
  return graphFromArrays({
    schema: {
      nodes: [
        { name: 'atom', columns: [{ name: 'x', type: 'dense', role: 'feature', width: 1 }] },
        { name: 'note', columns: [] },
      ],
      edges: [
        { type: ['atom', 'bond', 'atom'], columns: [] },
        { type: ['note', 'on', 'atom'], columns: [] },
      ],
    },
    nodes: { atom: { data: { x: feature } }, note: 0 },
    edges: [
      { type: ['atom', 'bond', 'atom'], source: bonds.map(([from]) => from), target: bonds.map(([, to]) => to) },
      { type: ['note', 'on', 'atom'], source: [], target: [] },
    ],
  });
}

const readout = (kind: 'mean' | 'max' | 'sum' | 'attention', graphOf: Int32Array, numGraphs: number) =>
  new GraphReadout({ kind, numGraphs, graphOf: { a: graphOf }, width: 2, seed: 1 });

describe('joining graphs', () => {
  it('puts them side by side, empty ones and those of a single node too', () => {
    const graphs = [molecule([1, 2], [[0, 1]]), molecule([], []), molecule([3], []), molecule([4, 5], [[1, 0]])];
    const { graph, numGraphs, graphOf } = joinGraphs(graphs);
    expect(numGraphs).toBe(4);
    expect(graphOf).toEqual({ atom: Int32Array.of(0, 0, 2, 3, 3), note: new Int32Array(0) });
    expect([...graph.features('atom')!.values]).toEqual([1, 2, 3, 4, 5]);
    expect(graph.edgeIndex('bond')).toEqual({ source: Int32Array.of(0, 4), target: Int32Array.of(1, 3) });
  });

  it('refuses none, and graphs of different kinds', () => {
    expect(() => joinGraphs([])).toThrow(expect.objectContaining({ code: 'NO_ROWS' }));
    const other = graphFromArrays({ nodes: { atom: 2 } });
    expect(() => joinGraphs([molecule([1], []), other])).toThrow(expect.objectContaining({ code: 'MODEL_MISMATCH' }));
  });
});

describe('read-outs', () => {
  const graphOf = Int32Array.of(1, 0, 1, -1, 3);
  const values = Float32Array.of(1, -2, 5, 5, 3, 4, 9, 9, 7, 0);

  it('lists the nodes of every graph', () => {
    const { indptr, indices } = nodesOfGraphs(graphOf, 4);
    expect([[...indptr], [...indices]]).toEqual([
      [0, 1, 3, 3, 4],
      [1, 0, 2, 4],
    ]);
  });

  it.each([
    ['mean', [5, 5, 2, 1, 0, 0, 7, 0]],
    ['max', [5, 5, 3, 4, 0, 0, 7, 0]],
    ['sum', [5, 5, 4, 2, 0, 0, 7, 0]],
  ] as const)('%s worked out by hand, with zeros for a graph without nodes', async (kind, expected) => {
    const layer = readout(kind, graphOf, 4);
    const out = tidy(() => layer.forward(new Map([['a', tensor2d(values, [5, 2])]])));
    expect([...(await out.data())]).toEqual(expected);
    out.dispose();
    layer.dispose();
  });

  it('attention weighs the nodes of a graph by a softmax of their scores, worked out by hand', async () => {
    const layer = readout('attention', graphOf, 4);
    layer.parameters[0]!.write(Float32Array.of(1, 0));
    const out = tidy(() => layer.forward(new Map([['a', tensor2d(values, [5, 2])]])));
    const read = await out.data();
    // Scores 1 and 3 of nodes 0 and 2.
    const share = Math.E ** 3 / (Math.E + Math.E ** 3);
    const expected = [5, 5, 1 + 2 * share, -2 + 6 * share, 0, 0, 7, 0];
    for (const [i, each] of expected.entries()) expect(read[i]).toBeCloseTo(each, 5);
    out.dispose();
    layer.dispose();
  });

  it.each(['mean', 'sum', 'attention'] as const)('%s has the gradient of its float64 reference', async (kind) => {
    const layer = readout(kind, graphOf, 4);
    const x = new Parameter('x', [5, 2], (all) => new RandomStream(2, 'x').fillNormal(all));
    const reference = ([states, weight, bias]: readonly ArrayLike<number>[]) => {
      let total = 0;
      for (let g = 0; g < 4; g++) {
        const nodes = [...graphOf.keys()].filter((node) => graphOf[node] === g);
        const scores = nodes.map((node) =>
          kind === 'attention'
            ? Math.exp(states![2 * node]! * weight![0]! + states![2 * node + 1]! * weight![1]! + bias![0]!)
            : 1,
        );
        const all = kind === 'sum' ? 1 : scores.reduce((a, b) => a + b, 0);
        for (const c of [0, 1]) {
          total += nodes.reduce((sum, node, i) => sum + (scores[i]! / all) * states![2 * node + c]!, 0) ** 2;
        }
      }
      return total;
    };
    await checkGradients(
      () => sum(square(layer.forward(new Map([['a', x.value as Tensor2D]])))),
      [x, ...layer.parameters],
      reference,
    );
    x.dispose();
    layer.dispose();
  });
});

/** Rings or chains of the same atoms, which only the bonds tell apart; some are a single atom of their own class's feature. */
function planted(order?: Int32Array): GraphProblem {
  const stream = new RandomStream(4, 'planted');
  const all = Array.from({ length: 60 }, (_, i) => {
    const size = 4 + stream.nextInt(4);
    const x = Array.from({ length: size }, () => 1);
    const bonds = Array.from({ length: size }, (_, at) => [at, (at + 1) % size] as const);
    // A star or a ring, of as many bonds.
    return molecule(x, i % 2 === 0 ? bonds : bonds.map(([, to], at) => [0, at + 1 < size ? at + 1 : to] as const));
  });
  const places = order ?? Int32Array.from(all.keys());
  const labels = Int32Array.from(places, (i) => i % 2);
  const at = (from: number, to: number) =>
    Int32Array.from(places.keys())
      .filter((place) => places[place]! >= from && places[place]! < to)
      .sort((a, b) => places[a]! - places[b]!);
  return {
    ...joinGraphs(Array.from(places, (i) => all[i]!)),
    targets: { kind: 'single', labels, numClasses: 2 },
    split: { train: at(0, 30), valid: at(30, 40), test: at(40, 60) },
    seed: 1,
  };
}

const settings = { hidden: 8, dropout: 0, learningRate: 0.02 };

describe('GraphClassifier', () => {
  it.each(['mean', 'max', 'sum', 'attention'] as const)(
    'tells rings from stars with the read-out %s',
    async (readout) => {
      const problem = planted();
      const model = new GraphClassifier({ model: 'sage', readout, settings, epochs: 60 });
      const { training } = await model.fit(problem);
      expect(training!.epochs).toBeGreaterThan(0);
      expect((await model.score(problem.split.test)).accuracy).toBe(1);
      const { values, width } = await model.embed(problem.split.test);
      expect([values.length, width]).toEqual([20 * 8, 8]);
      model.dispose();
    },
  );

  it('gives the same scores in another order of the graphs', async () => {
    const problem = planted();
    const model = new GraphClassifier({ model: 'sage', settings, epochs: 5 });
    await model.fit(problem);
    const scores = await model.predict(problem.split.test);
    const other = planted(new RandomStream(9, 'order').permutation(60));
    const again = new GraphClassifier({ model: 'sage', settings, epochs: 5 });
    await again.fit(other);
    const same = await again.predict(other.split.test);
    for (const [i, score] of scores.entries()) expect(same[i]).toBeCloseTo(score, 3);
  });

  it('has simple models beside it, which see no edges', async () => {
    const problem = planted();
    for (const model of ['majority', 'logistic']) {
      const simple = new GraphClassifier({ model, epochs: 30 });
      await simple.fit(problem);
      const { accuracy, graphs } = await simple.score(problem.split.test);
      expect(graphs).toBe(20);
      expect(accuracy).toBeLessThan(0.8);
      await expect(simple.embed(problem.split.test)).rejects.toMatchObject({ code: 'UNSUPPORTED_BY_MODEL' });
    }
    const { x, width } = graphFeatures({ ...problem, ...joinGraphs([molecule([2, 4], []), molecule([], [])]) });
    // Mean feature, numbers of atoms and notes, of bonds and of edges from notes, a constant.
    expect(width).toBe(6);
    const expected = [3, Math.log(3), 0, 0, 0, 1, 0, 0, 0, 0, 0, 1];
    for (const [i, each] of expected.entries()) expect(x[i]).toBeCloseTo(each, 6);
  });

  it('never begins at random where it is simple: no epoch near the start is below chance', async () => {
    const graphs = Array.from({ length: 24 }, (_, i) =>
      molecule([i % 2 ? 1 : -1, new RandomStream(i, 'x').nextNormal()], []),
    );
    const labels = Int32Array.from(graphs, (_, i) => i % 2);
    const at = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);
    const split = { train: at(0, 8), valid: at(8, 12), test: at(12, 24) };
    const problem = { ...joinGraphs(graphs), targets: { kind: 'single', labels, numClasses: 2 } as const, split };
    const untrained = new GraphClassifier({ model: 'logistic', epochs: 0 });
    await untrained.fit({ ...problem, seed: 1 });
    expect([...(await untrained.predict(split.test))]).toEqual(new Array(24).fill(0));
    for (const seed of [1, 2, 3]) {
      const model = new GraphClassifier({ model: 'logistic' });
      await model.fit({ ...problem, seed });
      expect((await model.score(split.train)).accuracy).toBeGreaterThan(0.7);
      model.dispose();
    }
  });

  it.each(['majority', 'logistic', 'sage', 'rgcn'])(
    'of %s comes back from a folder, for graphs it has not seen',
    async (name) => {
      const dir = await mkdtemp(join(tmpdir(), 'heterograph-graphs-'));
      try {
        const problem = planted();
        const options = name === 'sage' || name === 'rgcn' ? { settings, readout: 'attention' as const } : {};
        const model = new GraphClassifier({ model: name, epochs: 3, ...options });
        await model.fit(problem);
        const { test } = problem.split;
        const scores = await model.predict(test);
        await saveGraphModel(model, dir);
        const again = await loadGraphModel(dir);
        await expect(again.predict(test)).rejects.toMatchObject({ code: 'NOT_FITTED' });
        expect(await again.predict(test, { graphs: problem })).toEqual(scores);
        // A graph by itself has the scores that it has among the others.
        const alone = joinGraphs([molecule([1, 1, 1], [[0, 1]]), molecule([1], [])]);
        const few = await again.predict(Int32Array.of(0, 1), { graphs: alone });
        const first = joinGraphs([molecule([1, 1, 1], [[0, 1]])]);
        const one = await again.predict(Int32Array.of(0), { graphs: first });
        for (const [i, score] of one.entries()) expect(few[i]).toBeCloseTo(score, 5);
        const others = { ...alone, graphOf: { note: alone.graphOf.note! } };
        const rows = Int32Array.of(0);
        await expect(again.predict(rows, { graphs: others })).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });
        await expect(loadModel(dir)).rejects.toMatchObject({ code: 'UNSUPPORTED_BY_MODEL' });
        const saved = model.save();
        const forged = (changes: object) => () => GraphClassifier.restore({ ...saved, ...changes });
        expect(forged({ task: { ...saved.task, numClasses: 1e9 } })).toThrow();
        expect(forged({ weights: saved.weights.map((each) => each.map(() => Number.NaN)) })).toThrow();
        expect(forged({ settings: { readout: 'median' } })).toThrow();
        if (name === 'sage') expect(forged({ state: {} })).toThrow();
        if (name === 'logistic') {
          const flat = forged({ state: { scale: { means: [1], deviations: [0] } } })();
          await expect(flat.predict(rows, { graphs: alone })).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
        }
        model.dispose();
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
  );

  it('predicts empty graphs and those of one node', async () => {
    const problem = planted();
    const { graph, graphOf, numGraphs } = problem;
    // Two more graphs: the first atom leaves its own and becomes one by itself; the last graph has no atom.
    const own = { ...graphOf, atom: Int32Array.from(graphOf.atom!, (g, i) => (i === 0 ? numGraphs : g)) };
    const labels = Int32Array.of(...(problem.targets.labels as Int32Array), -1, -1);
    const targets = { kind: 'single', labels, numClasses: 2 } as const;
    const model = new GraphClassifier({ model: 'rgcn', settings, epochs: 2 });
    await model.fit({ ...problem, graph, graphOf: own, numGraphs: numGraphs + 2, targets });
    const scores = await model.predict(Int32Array.of(numGraphs, numGraphs + 1));
    expect(scores.every(Number.isFinite)).toBe(true);
    const { values, width } = await model.embed(Int32Array.of(numGraphs + 1));
    expect([...values]).toEqual(new Array(width).fill(0));
  });

  it('refuses what cannot work', async () => {
    const problem = planted();
    expect(() => new GraphClassifier({ model: 'sage', readout: 'median' as never })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
    const refused = (changes: Partial<GraphProblem>, model = 'sage') =>
      expect(new GraphClassifier({ model }).fit({ ...problem, ...changes })).rejects;
    await refused({}, 'nothing').toMatchObject({ code: 'UNKNOWN_MODEL' });
    await refused({}, 'ridge').toMatchObject({ code: 'UNSUPPORTED_BY_MODEL' });
    await refused({ graphOf: {} }).toMatchObject({ code: 'INVALID_OPTION' });
    await refused({ graphOf: { atom: Int32Array.of(0) } }).toMatchObject({ code: 'SHAPE_MISMATCH' });
    const numGraphs = 59;
    await refused({ numGraphs }).toMatchObject({ code: 'INDEX_OUT_OF_RANGE' });
    const split = { ...problem.split, train: problem.split.test };
    await refused({ split }).toMatchObject({ code: 'OVERLAPPING_SPLIT' });
    await expect(new GraphClassifier({ model: 'sage' }).predict(Int32Array.of(0))).rejects.toMatchObject({
      code: 'NOT_FITTED',
    });
  });
});
