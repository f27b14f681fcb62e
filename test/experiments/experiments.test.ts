import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  explainExperiment,
  openData,
  openRun,
  type TrainOptions,
  trainExperiment,
} from '../../src/experiments/index.js';
import { GraphBuilder, hashGraph, saveGraph } from '../../src/graph/index.js';
import { listModels, modelNamed } from '../../src/models/index.js';
import { PEOPLE, plantedGraph } from '../models/planted.js';

let dir: string;
const at = (name: string) => join(dir, name);
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-experiments-'));
  await saveGraph(plantedGraph(), at('people'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const quick = { embeddingWidth: 8, hidden: 8, epochs: 10 };
const base: TrainOptions = { cache: false, baselines: false, model: 'rphgnn', settings: quick };

describe('trainExperiment', () => {
  it('keeps nothing without a folder, and says what it does', async () => {
    const before = await readdir(dir);
    const events: string[] = [];
    const experiment = await trainExperiment(
      { ...base, graph: plantedGraph(), baselines: true },
      { onModel: (name) => events.push(name), onScore: ({ model }) => events.push(`${model}!`) },
    );
    const names = experiment.scores.map(({ model }) => model);
    expect(names.at(-1)).toBe('rphgnn');
    expect(events).toEqual(names.flatMap((name) => [name, `${name}!`]));
    expect(experiment.folder).toBeUndefined();
    expect(experiment.predictions.logits.length).toBe(experiment.summary.rows.test * 2);
    expect(await experiment.model.predict(experiment.predictions.rows)).toEqual(experiment.predictions.logits);
    expect(await readdir(dir)).toEqual(before);
    experiment.dispose();
  });

  const ofNodes = listModels('classification').filter((model) => !('wholeGraphs' in model));
  it.each(ofNodes.map(({ name }) => name))('keeps a run of %s that evaluates to the same figures', async (model) => {
    const { defaults } = modelNamed(model);
    const few = { candidates: [{ model: 'ridge' }, { model: 'mlp', settings: { epochs: 5 } }], folds: 2 };
    const settings = model === 'rphgnn' ? quick : model === 'auto' ? few : 'epochs' in defaults ? { epochs: 5 } : {};
    const out = at(`run-${model}`);
    const trained = await trainExperiment({ ...base, data: at('people'), model, settings, out });
    const files = await readdir(out);
    expect(files).toEqual(expect.arrayContaining(['config.json', 'metrics.json', 'model', 'report.html']));
    expect(files.includes('embeddings.arrow')).toBe(trained.model.hasEmbedding);
    expect(files.includes('history.json')).toBe(trained.report.training !== undefined);
    expect(JSON.parse(await readFile(join(out, 'metrics.json'), 'utf8'))).toEqual(trained.summary);
    trained.dispose();
    const run = await openRun(out, { cache: false });
    expect(run.config.model).toBe(model);
    const { micro, macro } = trained.scores[0]!;
    expect(await run.evaluate()).toMatchObject({ micro, macro, rows: trained.summary.rows.test });
    const { rows, probabilities } = await run.predict('all');
    expect(rows.length).toBe(PEOPLE);
    expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 5);
    await expect(run.predict('unlabelled')).rejects.toMatchObject({ code: 'NO_ROWS' });
    run.dispose();
  });

  it.each([
    ['texts', (i: number) => (i % 2 ? 'yes' : 'no'), ['no', 'yes']],
    ['whole numbers', (i: number) => (i % 2 ? 10 : 9), ['9', '10']],
    ['truth values', (i: number) => i % 2 === 1, ['false', 'true']],
  ])('learns a plain column of %s of a graph in memory and of a saved one', async (kind, oddOf, classes) => {
    const rows = Array.from({ length: 60 }, (_, i) => i);
    const graph = new GraphBuilder()
      .addNodes('x', { odd: rows.map((i) => (i < 50 ? oddOf(i) : null)), size: rows.map((i) => (i % 2) + i / 100) })
      .addEdges(['x', 'r', 'x'], { source: Int32Array.of(0), target: Int32Array.of(1) })
      .build();
    const [data, out] = [at(`plain ${kind}`), at(`plain run ${kind}`)];
    await saveGraph(graph, data);
    const options = { ...base, model: 'ridge', settings: {}, target: 'x.odd' };
    const inMemory = await trainExperiment({ ...options, graph });
    const saved = await trainExperiment({ ...options, data, out });
    expect(saved.predictions).toEqual(inMemory.predictions);
    expect(saved.scores[0]!.micro).toBe(1);
    const unknown = await inMemory.run.predict('unlabelled');
    for (const each of [inMemory, saved]) each.dispose();
    const run = await openRun(out, { cache: false });
    const predicted = await run.predict('unlabelled');
    expect(unknown).toEqual(predicted);
    expect(unknown.ids).toEqual(rows.slice(50));
    expect([predicted.rows.length, predicted.classes]).toEqual([10, classes]);
    expect(predicted.predicted[0]).toBe(classes[0]);
    run.dispose();
  });

  it('refuses what cannot work before any work', async () => {
    const refused = (options: TrainOptions) => expect(trainExperiment({ ...base, ...options })).rejects;
    await refused({}).toMatchObject({ code: 'INVALID_OPTION' });
    await refused({ data: at('people'), graph: plantedGraph() }).toMatchObject({ code: 'INVALID_OPTION' });
    await refused({ data: at('nowhere'), model: 'nothing' }).toMatchObject({ code: 'UNKNOWN_MODEL' });
    await refused({ data: at('nowhere'), settings: { epochs: -1 } }).toMatchObject({ code: 'INVALID_OPTION' });
    await refused({ data: at('people'), memoryBytes: 1000 }).toMatchObject({ code: 'OUT_OF_MEMORY' });
    await refused({ graph: plantedGraph(), target: 'group' }).toMatchObject({ code: 'MISSING_LABELS' });
    const lonely = new GraphBuilder({
      nodes: [{ name: 'x', columns: [{ name: 'y', type: 'int32', role: 'label', classes: ['a', 'b'] }] }],
      edges: [],
    })
      .addNodes('x', { y: Array.from({ length: 40 }, (_, i) => i % 2) })
      .build();
    await refused({ graph: lonely }).toMatchObject({ code: 'NO_RELATIONS' });
    await refused({ graph: lonely, model: 'label-propagation', settings: {} }).toMatchObject({ code: 'NO_RELATIONS' });
    await refused({ graph: lonely, model: 'ridge', settings: {} }).toMatchObject({ code: 'MISSING_FEATURES' });
  });

  it('refuses another run in the same folder, and another graph for a run on a graph in memory', async () => {
    const out = at('given');
    (await trainExperiment({ ...base, graph: plantedGraph(), out })).dispose();
    for (const change of [{ seed: 2 }, { model: 'majority', settings: {} }, { settings: { ...quick, hidden: 9 } }]) {
      await expect(trainExperiment({ ...base, graph: plantedGraph(), out, ...change })).rejects.toMatchObject({
        code: 'TARGET_EXISTS',
      });
    }
    await expect(openRun(out)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    const other = await openRun(out, { graph: plantedGraph([{ features: [1, 0, 0, 0], groups: [1] }]), cache: false });
    expect(other.isTrainedOn).toBe(false);
    other.dispose();
    const labels = at('labels');
    const settings = {};
    (
      await trainExperiment({ ...base, settings, model: 'label-propagation', graph: plantedGraph(), out: labels })
    ).dispose();
    await expect(
      openRun(labels, { graph: plantedGraph([{ features: [1, 0, 0, 0], groups: [1] }]), cache: false }),
    ).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });
  });

  it('stops at an abort and continues to the same bits', async () => {
    const settings = { ...quick, hidden: 16, epochs: 30 };
    const abort = new AbortController();
    const options = { ...base, data: at('people'), settings, checkpointEvery: 1 };
    const onProgress = ({ stage, done }: { stage: string; done: number }) => {
      if (stage === 'train' && done === 7) abort.abort();
    };
    await expect(
      trainExperiment({ ...options, out: at('cut') }, { signal: abort.signal, onProgress }),
    ).rejects.toMatchObject({ code: 'ABORTED' });
    const whole = await trainExperiment({ ...options, out: at('whole') });
    const resumed = await trainExperiment({ ...options, out: at('cut') });
    expect(resumed.predictions.logits).toEqual(whole.predictions.logits);
    whole.dispose();
    resumed.dispose();
  });
});

describe('explainExperiment', () => {
  it('plans a pre-computation, and says where there is none', async () => {
    const { operators, makespan } = await explainExperiment({ ...base, data: at('people') });
    expect(operators.length).toBeGreaterThan(0);
    expect(makespan).toBeGreaterThan(0);
    await expect(explainExperiment({ cache: false, data: at('people'), model: 'majority' })).rejects.toMatchObject({
      code: 'UNSUPPORTED_BY_MODEL',
    });
  });
});

describe('openData', () => {
  it('opens files and graphs alike', async () => {
    const [files, given] = [await openData({ data: at('people') }), await openData({ graph: plantedGraph() })];
    expect(files.source).toEqual({ data: at('people'), format: 'arrow' });
    expect(given.source).toEqual({ graph: 'given' });
    expect(hashGraph(files.graph)).toBe(hashGraph(given.graph));
    await expect(openData({ graph: plantedGraph(), edges: { numNodes: 3 } })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });
});
