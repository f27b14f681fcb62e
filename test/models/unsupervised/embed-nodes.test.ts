import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { sha256Hex } from '../../../src/files/index.js';
import { graphFromArrays } from '../../../src/graph/index.js';
import { MessageGraph } from '../../../src/layers/index.js';
import {
  type EmbedNodesOptions,
  embedNodes,
  loadEmbeddings,
  loadModel,
  type NodeEmbeddings,
  saveEmbeddings,
} from '../../../src/models/index.js';
import { columnMask, withoutSomeEdges } from '../../../src/models/unsupervised/views.js';
import { initTensors } from '../../../src/tensor/index.js';
import { PEOPLE, plantedGraph, plantedProblem, rows } from '../planted.js';

const graph = plantedGraph();
const { labels } = plantedProblem().targets;
const base: EmbedNodesOptions = { model: 'sage', seed: 1, settings: { hidden: 16 }, epochs: 40, batchSize: 128 };
const trainLabels = Int32Array.from(labels, (label, i) => (i < 150 ? label : -1));

/** Mean cosine of pairs of one class less that of pairs of two, among some people, around the mean of these. */
function lead(embeddings: NodeEmbeddings, some: Int32Array): number {
  const { values, width } = embeddings.embed('person', some);
  for (let c = 0; c < width; c++) {
    let sum = 0;
    for (let i = 0; i < some.length; i++) sum += values[i * width + c]!;
    for (let i = 0; i < some.length; i++) values[i * width + c]! -= sum / some.length;
  }
  const sums = [0, 0];
  const counts = [0, 0];
  for (let i = 0; i < some.length; i++) {
    for (let j = 0; j < i; j++) {
      let [dot, aa, bb] = [0, 0, 0];
      for (let c = 0; c < width; c++) {
        const [x, y] = [values[i * width + c]!, values[j * width + c]!];
        dot += x * y;
        aa += x * x;
        bb += y * y;
      }
      const same = Number(labels[some[i]!] === labels[some[j]!]);
      sums[same]! += dot / Math.sqrt(aa * bb + 1e-30);
      counts[same]!++;
    }
  }
  return sums[1]! / counts[1]! - sums[0]! / counts[0]!;
}

const others = rows(150, PEOPLE);
const untrained = embedNodes(graph, { ...base, epochs: 0 }).then((embeddings) => lead(embeddings, others));

describe('embedNodes', () => {
  it.each([
    ['links', 20],
    ['proximity', 80],
    ['infonce', 80],
  ] as const)('brings communities together by %s, without labels', async (objective, epochs) => {
    const embeddings = await embedNodes(graph, { ...base, objective, epochs });
    expect(embeddings.nodeTypes.toSorted()).toEqual(['group', 'person']);
    expect(embeddings.width).toBe(16);
    expect(lead(embeddings, others)).toBeGreaterThan((await untrained) + 0.1);
  });

  it('brings classes together by supervised contrast, those of nodes without label too', async () => {
    const options = { ...base, objective: 'supcon', nodeType: 'person', labels: trainLabels } as const;
    expect(lead(await embedNodes(graph, options), others)).toBeGreaterThan((await untrained) + 0.2);
  });

  it('takes classes of one row, and steps of two rows, by supervised contrast', async () => {
    const one = trainLabels.slice();
    one[0] = 9;
    const options = { ...base, objective: 'supcon', nodeType: 'person', labels: one, batchSize: 2 } as const;
    const { values } = (await embedNodes(graph, { ...options, epochs: 3 })).embed('person', others);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it.each(['hgt', 'rgcn', 'latte', 'simple-hgn'])('works with %s', async (model) => {
    const embeddings = await embedNodes(graph, { ...base, model, epochs: 2 });
    expect(embeddings.model).toBe(model);
    expect(embeddings.numNodes('person')).toBe(PEOPLE);
    expect(embeddings.valuesOf('person').every(Number.isFinite)).toBe(true);
  });

  it('gives the same bits twice, and others with another seed', async () => {
    const bits = async (seed: number) => (await embedNodes(graph, { ...base, epochs: 2, seed })).valuesOf('person');
    const first = await bits(1);
    expect(await bits(1)).toEqual(first);
    expect(await bits(2)).not.toEqual(first);
  });

  it('walks with metapath2vec', async () => {
    const embeddings = await embedNodes(graph, {
      ...{ model: 'metapath2vec', nodeType: 'person', seed: 1 },
      settings: { width: 16, walkLength: 10, passes: 3 },
    });
    expect(lead(embeddings, others)).toBeGreaterThan(0.02);
  });

  it('refuses what cannot work', async () => {
    const refused = (options: Partial<EmbedNodesOptions>) => expect(embedNodes(graph, { ...base, ...options })).rejects;
    await refused({ model: 'nothing' }).toMatchObject({ code: 'UNKNOWN_MODEL' });
    await refused({ model: 'ridge' }).toMatchObject({ code: 'UNSUPPORTED_BY_MODEL' });
    await refused({ objective: 'supcon' }).toMatchObject({ code: 'INVALID_OPTION' });
    const labelled = { objective: 'supcon', nodeType: 'person', labels: Int32Array.of(1) } as const;
    await refused(labelled).toMatchObject({ code: 'SHAPE_MISMATCH' });
    const ofOneClass = trainLabels.map((label) => Math.min(label, 0));
    await refused({ ...labelled, labels: ofOneClass }).toMatchObject({ code: 'INVALID_OPTION' });
    await refused({ settings: { width: 3 } }).toMatchObject({ code: 'INVALID_OPTION' });
    await refused({ model: 'metapath2vec', settings: {} }).toMatchObject({ code: 'INVALID_OPTION' });
    await refused({ model: 'metapath2vec', nodeType: 'cat', settings: {} }).toMatchObject({ code: 'UNKNOWN_TYPE' });
    const stopped = { signal: AbortSignal.abort() };
    await refused(stopped).toMatchObject({ code: 'ABORTED' });
    const lonely = graphFromArrays({ nodes: { a: 3 } });
    await expect(embedNodes(lonely, base)).rejects.toMatchObject({ code: 'NO_RELATIONS' });
    await expect(embedNodes(lonely, { model: 'metapath2vec', nodeType: 'a', seed: 1 })).rejects.toMatchObject({
      code: 'NO_RELATIONS',
    });
  });
});

describe('saved embeddings', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'heterograph-embeddings-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('come back to the bit, and give vectors to nodes that came later', async () => {
    const embeddings = await embedNodes(graph, { ...base, epochs: 3 });
    await saveEmbeddings(embeddings, dir);
    const again = await loadEmbeddings(dir);
    expect([again.model, again.width, again.nodeTypes]).toEqual([embeddings.model, 16, embeddings.nodeTypes]);
    for (const type of embeddings.nodeTypes) expect(again.valuesOf(type)).toEqual(embeddings.valuesOf(type));
    const same = await again.ofGraph(graph);
    expect(same.valuesOf('person')).toEqual(embeddings.valuesOf('person'));
    const later = await again.ofGraph(plantedGraph([{ features: [1, 0, 0, 0], groups: [0, 1] }]));
    expect(later.numNodes('person')).toBe(PEOPLE + 1);
    const own = later.valuesOf('person').subarray(PEOPLE * 16);
    expect(own.every(Number.isFinite) && own.some((value) => value !== 0)).toBe(true);
    await expect(loadModel(dir)).rejects.toMatchObject({ code: 'UNSUPPORTED_BY_MODEL' });
    const others = graphFromArrays({ nodes: { person: 2 } });
    await expect(again.ofGraph(others)).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });
    const stopped = { signal: AbortSignal.abort() };
    await expect(again.ofGraph(graph, stopped)).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('of walks hold the nodes of the training alone', async () => {
    const settings = { width: 8, walkLength: 5 };
    const embeddings = await embedNodes(graph, { model: 'metapath2vec', nodeType: 'person', seed: 1, settings });
    await saveEmbeddings(embeddings, dir);
    const again = await loadEmbeddings(dir);
    expect(again.valuesOf('group')).toEqual(embeddings.valuesOf('group'));
    await expect(again.ofGraph(graph)).rejects.toMatchObject({ code: 'UNSUPPORTED_BY_MODEL' });
  });

  it('refuse a folder whose parts do not belong together', async () => {
    await saveEmbeddings(await embedNodes(graph, { ...base, epochs: 0 }), dir);
    const file = join(dir, 'model.json');
    const { content: sound, ...rest } = JSON.parse(await readFile(file, 'utf8'));
    const forge = async (change: (model: typeof sound) => void) => {
      const forged = structuredClone(sound);
      change(forged);
      await writeFile(file, JSON.stringify({ ...rest, sha256: sha256Hex(JSON.stringify(forged)), content: forged }));
      await expect(loadEmbeddings(dir)).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
    };
    await forge((model) => (model.parameters[0].shape = [PEOPLE * 16]));
    await forge((model) => (model.task.nodeTypes = []));
    await forge((model) => (model.task.nodeTypes = ['person', 'person']));
    await forge((model) => (model.settings.hidden = 4096));
    await forge((model) => (model.state = {}));
    await forge((model) => (model.model = 'ridge'));
  });
});

describe('views', () => {
  it('lack about the share of the edges that is asked for, and nothing else', async () => {
    await initTensors();
    const whole = MessageGraph.of(graph);
    const view = withoutSomeEdges(whole, 0.3, new RandomStream(1, 'view'));
    for (const [r, relation] of view.relations.entries()) {
      const [some, all] = [relation.matrix.arrays(false), whole.relations[r]!.matrix.arrays(false)];
      expect(some.indices.length / all.indices.length).toBeGreaterThan(0.6);
      expect(some.indices.length / all.indices.length).toBeLessThan(0.8);
      for (let row = 0; row < some.numRows; row++) {
        const left = [...all.indices.subarray(all.indptr[row]!, all.indptr[row + 1]!)];
        for (const column of some.indices.subarray(some.indptr[row]!, some.indptr[row + 1]!)) {
          expect(left).toContain(column);
          left.splice(left.indexOf(column), 1);
        }
      }
    }
    view.dispose();
    whole.dispose();
    const mask = columnMask(1000, 0.3, new RandomStream(1, 'mask'));
    expect(mask.reduce((sum, each) => sum + each, 0) / 1000).toBeCloseTo(0.7, 1);
  });
});
