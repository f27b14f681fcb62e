import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../../src/graph/index.js';
import {
  classificationProblem,
  createModel,
  type Estimator,
  loadModel,
  type ModelResources,
  restoreModel,
  type SavedModel,
  saveModel,
} from '../../../src/models/index.js';
import { numTensors, usedBytes } from '../../../src/tensor/index.js';
import { type Made, rowsFrom, small, smallNetworks, typedGraph, typedProblem } from './graphs.js';

const names = Object.keys(smallNetworks);
const make = (name: string, settings: object = {}, resources: ModelResources = {}): Estimator =>
  createModel(name, { settings: { ...small, ...smallNetworks[name], ...settings }, ...resources });
const code = (wanted: string) => expect.objectContaining({ code: wanted });
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-network-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function using<T>(model: Estimator, use: (model: Estimator) => Promise<T>): Promise<T> {
  try {
    return await use(model);
  } finally {
    model.dispose();
  }
}

describe.each(names)('%s', (name) => {
  it('predicts and embeds the same bits after saving and loading, row by row or together, and leaves nothing behind', async () => {
    const before = [numTensors(), usedBytes()];
    const problem = typedProblem();
    const model = make(name);
    await model.fit(problem);
    const rows = rowsFrom(0, 24);
    const scores = await model.predict(rows);
    expect(scores).toHaveLength(72);
    const { values, width } = await model.embed(rows);
    expect(values).toHaveLength(24 * width);
    expect([...(await model.predict(Int32Array.of(5, 2)))]).toEqual([...scores.slice(15, 18), ...scores.slice(6, 9)]);
    expect(await model.predict(new Int32Array(0))).toHaveLength(0);
    expect(await model.predict(rows, { graph: typedGraph() })).toEqual(scores);
    const folder = join(dir, name);
    await saveModel(model, folder);
    model.dispose();
    await using(await loadModel(folder), async (again) => {
      expect(await again.predict(rows, { graph: problem.graph })).toEqual(scores);
      expect((await again.embed(rows, { graph: problem.graph })).values).toEqual(values);
      await expect(again.predict(rows)).rejects.toThrow(code('NOT_FITTED'));
    });
    expect([numTensors(), usedBytes()]).toEqual(before);
  });

  it('takes a graph of the same schema and other edges, one without edges too, and refuses other schemas', async () => {
    await using(make(name), async (model) => {
      await model.fit(typedProblem());
      const rows = rowsFrom(0, 3);
      const scores = await model.predict(rows);
      const on = (made: Made) => model.predict(rows, { graph: typedGraph(made) });
      expect(await on({ seed: 6 })).not.toEqual(scores);
      expect(await on({ cites: false })).toHaveLength(9);
      expect(await on({ papers: 3 })).toHaveLength(9);
      await expect(on({ features: false })).rejects.toThrow(code('MODEL_MISMATCH'));
      await expect(on({ extra: true })).rejects.toThrow(code('MODEL_MISMATCH'));
    });
  });

  it('ends in the same bits when it goes on from a checkpoint', async () => {
    const whole = await using(make(name, { epochs: 6 }), async (model) => {
      await model.fit(typedProblem());
      return (await model.save()).weights;
    });
    const resources = { checkpointDir: join(dir, `${name}-checkpoint`) };
    await using(make(name, { epochs: 3 }, resources), (model) => model.fit(typedProblem()));
    await using(make(name, { epochs: 6 }, resources), async (model) => {
      const { training } = await model.fit(typedProblem());
      expect(training!.history).toHaveLength(6);
      expect((await model.save()).weights).toEqual(whole);
    });
    const other = make(name, { epochs: 6, dropout: 0.1 }, resources);
    await expect(other.fit(typedProblem())).rejects.toThrow(code('CHECKPOINT_MISMATCH'));
    other.dispose();
  });

  it('learns from types without features, and of a single node', async () => {
    for (const made of [{ features: false }, { papers: 4 }]) {
      await using(make(name), async (model) => {
        await model.fit(typedProblem(made));
        const count = made.papers ?? 24;
        expect(await model.predict(rowsFrom(0, count))).toHaveLength(3 * count);
        const more = await model.predict(rowsFrom(0, 3), { graph: typedGraph({ ...made, papers: count + 1 }) });
        expect(more).toHaveLength(9);
      });
    }
    await using(make(name), async (model) => {
      const { graph, split: _, ...rest } = typedProblem({ papers: 1 });
      await model.fit({
        ...rest,
        graph,
        split: { train: rowsFrom(0, 1), valid: rowsFrom(0, 0), test: rowsFrom(0, 0) },
      });
      expect(await model.predict(Int32Array.of(0))).toHaveLength(3);
    });
  });

  it('stops when told, before and during training, and keeps what was learned; predictions too', async () => {
    const before = [numTensors(), usedBytes()];
    const model = make(name, { epochs: 50 });
    const none = await model.fit(typedProblem(), { signal: AbortSignal.abort() });
    expect(none.training).toMatchObject({ stoppedBy: 'abort', epochs: 0 });
    const controller = new AbortController();
    const run = { signal: controller.signal, onProgress: () => controller.abort() };
    const some = await model.fit(typedProblem(), run);
    expect(some.training).toMatchObject({ stoppedBy: 'abort' });
    expect(some.training!.epochs).toBeLessThan(50);
    // What was learned until then is kept.
    expect(await model.predict(Int32Array.of(0))).toHaveLength(3);
    const aborted = model.predict(Int32Array.of(0), { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toThrow(code('ABORTED'));
    model.dispose();
    expect([numTensors(), usedBytes()]).toEqual(before);
  });

  it('is the same for the same seed, and another for another', async () => {
    const weights = (seed: number) =>
      using(make(name), async (model) => {
        await model.fit(typedProblem({}, seed));
        return (await model.save()).weights;
      });
    const first = await weights(1);
    expect(await weights(1)).toEqual(first);
    expect(await weights(2)).not.toEqual(first);
  });

  it('is refused by a code where it was forged', async () => {
    const saved = await using(make(name), async (model) => {
      await model.fit(typedProblem());
      return model.save();
    });
    const outcome = async (change: Partial<SavedModel>) => {
      try {
        const again = restoreModel({ ...saved, ...change });
        await using(again, (model) => model.predict(rowsFrom(0, 2), { graph: typedGraph() }));
        return 'taken';
      } catch (error) {
        return (error as { code?: string }).code ?? `uncoded: ${error}`;
      }
    };
    const first = saved.weights[0]!;
    const { seen } = saved.state as { seen: { inputs: object[]; relations: string[]; reversed: string[] } };
    const settings = (more: object) => outcome({ settings: { ...saved.settings, ...more } });
    const state = (more: object) => outcome({ state: { seen: { ...seen, ...more } } });
    expect(await outcome({})).toBe('taken');
    expect(await outcome({ weights: [first.slice(1), ...saved.weights.slice(1)] })).toBe('SHAPE_MISMATCH');
    expect(await outcome({ weights: [first.with(0, Number.NaN), ...saved.weights.slice(1)] })).toBe('NON_FINITE');
    expect(await outcome({ weights: [], parameters: [] })).toBe('SHAPE_MISMATCH');
    expect(await outcome({ weights: saved.weights.map((values) => values.slice().fill(3e38)) })).toMatch(/NON_FINITE/);
    expect(await outcome({ task: { ...saved.task, classes: ['a', 'b'] } as SavedModel['task'] })).toBe(
      'MODEL_MISMATCH',
    );
    expect(await outcome({ task: { ...saved.task, nodeType: 'nobody' } })).toBe('UNKNOWN_TYPE');
    // All node types are within reach of HINormer, so that its weights fit any target.
    const other = await outcome({ task: { ...saved.task, nodeType: 'author' } });
    expect(other).toBe(name === 'hinormer' ? 'taken' : 'MODEL_MISMATCH');
    for (const huge of [1e9, 2 ** 31, 1e15]) {
      expect(await settings({ hidden: huge })).toMatch(/SHAPE_MISMATCH|INVALID_OPTION/);
      expect(await settings({ layers: huge })).toMatch(/SHAPE_MISMATCH|INVALID_OPTION/);
      if (name === 'rgcn') expect(await settings({ bases: huge })).toMatch(/SHAPE_MISMATCH|INVALID_OPTION/);
      if (name !== 'simple-hgn') continue;
      expect(await settings({ relationWidth: huge })).toMatch(/SHAPE_MISMATCH|INVALID_OPTION/);
      expect(await settings({ heads: huge })).toMatch(/SHAPE_MISMATCH|INVALID_OPTION/);
    }
    if (name === 'hinormer') expect(await settings({ sequenceLength: 1e9 })).toBe('INVALID_OPTION');
    if (name === 'hinormer') expect(await settings({ encoderLayers: 1e9 })).toBe('SHAPE_MISMATCH');
    expect(await settings({ hidden: 4 })).toMatch(/MODEL_MISMATCH/);
    expect(await settings({ inputFeatures: 'none' })).toBe('MODEL_MISMATCH');
    expect(await settings({ relations: ['nowhere'] })).toBe('UNKNOWN_TYPE');
    expect(await settings({ softmax: 'maybe' })).toBe('INVALID_OPTION');
    expect(await state({ relations: seen.relations.toReversed() })).toBe('MODEL_MISMATCH');
    expect(await state({ relations: [] })).toBe('MODEL_MISMATCH');
    expect(await state({ reversed: [] })).toBe('MODEL_MISMATCH');
    expect(await state({ reversed: ['x>y>z'] })).toBe('MODEL_MISMATCH');
    expect(await state({ reversed: undefined })).toBe('INVALID_OPTION');
    expect(await state({ inputs: [] })).toBe('MODEL_MISMATCH');
    expect(await state({ inputs: [{ name: 'paper', width: 1e9, numNodes: null }] })).toBe('MODEL_MISMATCH');
    expect(await state({ inputs: 'all' })).toBe('INVALID_OPTION');
    expect(await outcome({ state: {} })).toBe('INVALID_OPTION');
  });
});

it('a graph whose relations are inverse by what they hold, and one where they are not, are of one schema', async () => {
  const build = (isInverse: boolean) => {
    const [source, target] = [Int32Array.of(0, 1, 2, 3), Int32Array.of(0, 0, 1, 1)];
    const y = { name: 'y', type: 'int32', role: 'label', classes: ['p', 'q'] } as const;
    return new GraphBuilder({
      nodes: [
        { name: 'a', columns: [y] },
        { name: 'b', columns: [] },
      ],
      edges: [],
    })
      .addNodes('a', { y: [0, 0, 1, 1] })
      .addNodes('b', 2)
      .addEdges(['a', 'r', 'b'], { source, target })
      .addEdges(['b', 's', 'a'], { source: target, target: isInverse ? source : source.toReversed() })
      .build();
  };
  for (const isInverse of [true, false]) {
    const split = { train: rowsFrom(0, 4), valid: rowsFrom(0, 0), test: rowsFrom(0, 0) };
    const model = make('rgcn', { epochs: 2 });
    await model.fit(classificationProblem(build(isInverse), 'a', split, 1));
    expect(await model.predict(rowsFrom(0, 4), { graph: build(!isInverse) })).toHaveLength(8);
    model.dispose();
  }
});
