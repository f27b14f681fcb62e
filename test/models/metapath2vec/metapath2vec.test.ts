import { beforeAll, describe, expect, it } from 'vitest';
import { edgeTypeKey } from '../../../src/graph/index.js';
import { createModel } from '../../../src/models/index.js';
import type { MetaPath2VecClassifier } from '../../../src/models/metapath2vec/estimator.js';
import { metapath2vec } from '../../../src/models/metapath2vec/model.js';
import { PEOPLE, plantedGraph, plantedProblem, rows } from '../planted.js';

const problem = plantedProblem();
const small = { width: 16, walkLength: 10, passes: 4 };
const labels = problem.targets.labels;

function accuracy(scores: Float32Array, given: Int32Array): number {
  const right = given.filter((row, i) => Number(scores[2 * i + 1]! > scores[2 * i]!) === labels[row]);
  return right.length / given.length;
}

describe.each([false, true])('metapath2vec, typed negatives: %s', (typedNegatives) => {
  const model = createModel('metapath2vec', { settings: { ...small, typedNegatives } });
  beforeAll(async () => {
    await model.fit(problem);
  });

  it('finds planted communities by the edges alone', async () => {
    const test = problem.split.test;
    expect(accuracy(await model.predict(test), test)).toBeGreaterThan(0.78);
  });

  it('has vectors of all node types met, and those of a community are closer to each other', () => {
    const { embeddings } = model as MetaPath2VecClassifier;
    expect(embeddings.nodeTypes).toEqual(['person', 'group']);
    const { values, width } = embeddings.embed('group', rows(0, 20));
    const cosine = (a: number, b: number) => {
      let [dot, aa, bb] = [0, 0, 0];
      for (let i = 0; i < width; i++) {
        const [x, y] = [values[a * width + i]!, values[b * width + i]!];
        dot += x * y;
        aa += x * x;
        bb += y * y;
      }
      return dot / Math.sqrt(aa * bb);
    };
    const means = [0, 0];
    for (let a = 0; a < 20; a++) {
      for (let b = 0; b < a; b++) means[Number(a < 10 === b < 10)]! += cosine(a, b) / (a < 10 === b < 10 ? 90 : 100);
    }
    expect(means[1]).toBeGreaterThan(means[0]! + 0.1);
  });
});

describe('metapath2vec', () => {
  it('gives the same bits twice, and others with another seed', async () => {
    const bits = async (seed: number) => {
      const model = createModel('metapath2vec', { settings: { ...small, passes: 1 } });
      await model.fit({ ...problem, seed });
      return (await model.embed(rows(0, 5))).values;
    };
    const first = await bits(1);
    expect(await bits(1)).toEqual(first);
    expect(await bits(2)).not.toEqual(first);
  });

  it('gives nodes that no edge touches zeros, those that came later too', async () => {
    const newcomers = [{ features: [0, 0, 0, 0], groups: [] }];
    const model = createModel('metapath2vec', { settings: { ...small, passes: 1 } });
    await model.fit(problem);
    const { values } = await model.embed(Int32Array.of(PEOPLE), { graph: plantedGraph(newcomers) });
    expect([...values]).toEqual(new Array(16).fill(0));
    const own = createModel('metapath2vec', { settings: { ...small, passes: 1 } });
    const graph = plantedGraph(newcomers);
    const targets = { ...problem.targets, labels: Int32Array.of(...(labels as Int32Array), -1) } as never;
    await own.fit({ ...problem, graph, targets });
    expect([...(await own.embed(Int32Array.of(PEOPLE))).values]).toEqual(new Array(16).fill(0));
  });

  it('says which metapaths it chose, and refuses those that miss the target', async () => {
    const { settings, reasons } = metapath2vec.settingsFor!(problem);
    expect(reasons[0]).toContain('person-group-person');
    expect(settings.metapaths).toEqual([['person>in>group', { reverse: 'person>in>group' }]]);
    const key = edgeTypeKey(problem.graph.edgeTypes[0]!);
    const model = createModel('metapath2vec', {
      settings: { ...small, passes: 0, metapaths: [[{ reverse: key }, key]] },
    });
    await model.fit(problem);
    const broken = createModel('metapath2vec', { settings: { metapaths: [[key]] } });
    await expect(broken.fit(problem)).rejects.toMatchObject({ code: 'BROKEN_METAPATH' });
    expect(() => createModel('metapath2vec', { settings: { metapaths: [] } })).toThrowError(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });

  it('refuses a graph with fewer nodes than it has vectors of', async () => {
    const model = createModel('metapath2vec', { settings: { ...small, passes: 1 } });
    await model.fit({
      ...problem,
      graph: plantedGraph([{ features: [0, 0, 0, 0], groups: [1] }]),
      targets: { ...problem.targets, labels: Int32Array.of(...(labels as Int32Array), -1) } as never,
    });
    await expect(model.predict(rows(0, 2), { graph: plantedGraph() })).rejects.toMatchObject({
      code: 'MODEL_MISMATCH',
    });
  });

  it('stops when it is told to', async () => {
    const model = createModel('metapath2vec', { settings: { ...small, passes: 10_000 } });
    const stop = new AbortController();
    const done = model.fit(problem, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(done).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
