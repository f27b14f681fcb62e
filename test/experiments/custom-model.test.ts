import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { openRun, trainExperiment } from '../../src/experiments/index.js';
import { HeteroGraphError } from '../../src/index.js';
import {
  type ClassificationProblem,
  type Estimator,
  type LearnedTask,
  listModels,
  type ModelDefinition,
  registerModel,
  type SavedModel,
  taskOf,
} from '../../src/models/index.js';
import { PEOPLE, plantedGraph } from '../models/planted.js';

// The worked example of CONTRIBUTING.md: everything that a model is, in one place.

interface StumpSettings {
  /** Column of the feature matrix to look at. */
  readonly column: number;
}

/** Two classes, told apart by one feature: at or above the mean of the training rows is the second class. */
function stump({ column }: StumpSettings, fitted?: SavedModel): Estimator {
  let saved = fitted;
  let graph: Parameters<Estimator['fit']>[0]['graph'] | undefined;
  const known = (): SavedModel => {
    if (saved) return saved;
    throw new HeteroGraphError('NOT_FITTED', 'The stump has not been fitted.');
  };
  const columnOf = (of: NonNullable<typeof graph>, nodeType: string) => {
    const features = of.features(nodeType);
    if (features?.kind !== 'dense') throw new HeteroGraphError('MISSING_FEATURES', 'A stump needs dense features.');
    return (row: number) => features.values[row * features.width + column]!;
  };
  return {
    name: 'stump',
    hasEmbedding: false,
    usesTrainingLabels: false,
    get task(): LearnedTask {
      return known().task;
    },
    async fit(problem) {
      graph = problem.graph;
      const value = columnOf(graph, problem.nodeType);
      const { train } = problem.split;
      const mean = train.reduce((sum, row) => sum + value(row), 0) / train.length;
      saved = {
        ...{ model: 'stump', settings: { column }, seed: problem.seed, task: taskOf(problem), state: {} },
        ...{ parameters: [{ name: 'threshold', shape: [1] }], weights: [Float32Array.of(mean)] },
        trainRows: new Int32Array(0),
      };
      return { seconds: {}, numParameters: 1 };
    },
    async predict(rows, options = {}) {
      const { task, weights } = known();
      const value = columnOf((options.graph ?? graph)!, task.nodeType);
      return Float32Array.from([...rows].flatMap((row) => [0, value(row) - weights[0]![0]!]));
    },
    async embed() {
      throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', 'A stump has no hidden representation.');
    },
    save: async () => known(),
    dispose() {
      saved = undefined;
    },
  };
}

const definition: ModelDefinition<StumpSettings> = {
  name: 'stump',
  title: 'One feature, one threshold',
  settings: z.strictObject({ column: z.int().check(z.minimum(0)) }),
  defaults: { column: 0 },
  check({ graph, nodeType, targets }: ClassificationProblem) {
    if (graph.features(nodeType)?.kind !== 'dense') {
      throw new HeteroGraphError('MISSING_FEATURES', 'A stump needs dense features.', { type: nodeType });
    }
    if (targets.numClasses !== 2) throw new HeteroGraphError('SHAPE_MISMATCH', 'A stump tells two classes apart.');
  },
  create: (settings) => stump(settings),
  restore: (saved, settings) => stump(settings, saved),
};

let dir: string;
beforeAll(async () => {
  registerModel(definition);
  dir = await mkdtemp(join(tmpdir(), 'heterograph-custom-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

it('a model of one’s own is listed, trained, compared, saved, loaded and used like every other', async () => {
  expect(listModels().at(-1)!.name).toBe('stump');
  const graph = plantedGraph();
  const out = join(dir, 'run');
  const { scores, summary, dispose } = await trainExperiment({ graph, model: 'stump', out, cache: false });
  expect(scores.map(({ model }) => model)).toEqual([
    ...[
      'majority',
      'label-propagation',
      'ridge',
      'logistic',
      'mlp',
      'ridge-propagated',
      'logistic-propagated',
      'stump',
    ],
  ]);
  expect(scores.at(-1)!.micro).toBeGreaterThan(scores[0]!.micro + 0.1);
  expect(summary.run).toBe(out);
  dispose();

  const run = await openRun(out, { graph: plantedGraph(), cache: false });
  expect((await run.evaluate()).micro).toBe(scores.at(-1)!.micro);
  const { predicted, probabilities, rows } = await run.predict('all');
  expect(rows.length).toBe(PEOPLE);
  expect(predicted[0]).toBe(probabilities[0]! >= probabilities[1]! ? 'a' : 'b');
  await expect(run.embed()).rejects.toMatchObject({ code: 'UNSUPPORTED_BY_MODEL' });
  run.dispose();
});

it('its settings and needs are checked before any work', async () => {
  const refused = (options: object) =>
    expect(trainExperiment({ model: 'stump', graph: plantedGraph(), cache: false, ...options })).rejects;
  await refused({ settings: { column: -1 } }).toMatchObject({ code: 'INVALID_OPTION', location: { column: 'column' } });
  await refused({ settings: { other: 1 } }).toMatchObject({ code: 'INVALID_OPTION', location: { column: 'other' } });
});
