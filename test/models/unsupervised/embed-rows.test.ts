import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FeatureMatrix, RandomStream, type SparseMatrix } from '../../../src/core/index.js';
import { graphFromArrays, hashWords } from '../../../src/graph/index.js';
import { embedNodes, loadEmbeddings, saveEmbeddings } from '../../../src/models/index.js';
import {
  columnWeights,
  disposeRows,
  rowBatch,
  weightedRows,
} from '../../../src/models/unsupervised/rows/row-inputs.js';
import { RowNetwork } from '../../../src/models/unsupervised/rows/row-network.js';
import { initTensors, tidy } from '../../../src/tensor/index.js';
import { codeOfPromise } from '../../support/code-of.js';

/** Texts of three writers, each with endings of their own. */
const endings = ['ing', 'est', 'ory'];
const random = new RandomStream(1, 'texts');
const writers = Int32Array.from({ length: 120 }, (_, i) => i % 3);
const texts = Array.from(writers, (writer) =>
  Array.from({ length: 12 }, () => {
    const stem = 'bcdfgklmnprst'[random.nextInt(13)]! + 'aeiou'[random.nextInt(5)]!;
    return stem + (random.next() < 0.5 ? endings[writer]! : endings[random.nextInt(3)]!);
  }).join(' '),
);
const sparse = hashWords(texts.length, (row) => [texts[row]!], { width: 256, characters: [2, 3] });
const graphOf = (features: FeatureMatrix) => graphFromArrays({ nodes: { text: { data: { features } } } });
const graph = graphOf(sparse);
const known = Int32Array.from(writers, (writer, i) => (i < 60 ? writer : -1));
const base = { model: 'mlp', nodeType: 'text', labels: known, seed: 3, epochs: 40, settings: { hidden: 16 } } as const;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-embed-rows-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** Share of the later texts whose nearest text among the first, by cosine, is of the same writer. */
function nearestIsOwn(values: Float32Array, width: number): number {
  const cosine = (a: number, b: number) => {
    const [x, y] = [a, b].map((row) => values.subarray(row * width, (row + 1) * width));
    return x!.reduce((sum, value, i) => sum + value * y![i]!, 0) / (Math.hypot(...x!) * Math.hypot(...y!));
  };
  let own = 0;
  for (let row = 60; row < 120; row++) {
    let best = 0;
    for (let other = 1; other < 60; other++) if (cosine(row, other) > cosine(row, best)) best = other;
    own += Number(writers[best] === writers[row]);
  }
  return own / 60;
}

function denseOf({ numRows, width, indptr, indices, values }: SparseMatrix): FeatureMatrix {
  const out = new Float32Array(numRows * width);
  for (let r = 0; r < numRows; r++)
    for (let e = indptr[r]!; e < indptr[r + 1]!; e++) out[r * width + indices[e]!] = values[e]!;
  return { kind: 'dense', numRows, width, values: out };
}

describe('vectors of rows by their own columns', () => {
  it.each(['sparse', 'dense'] as const)('tell classes that were not looked at, of %s columns', async (kind) => {
    const of = kind === 'sparse' ? graph : graphOf(denseOf(sparse));
    const learned = await embedNodes(of, base);
    const before = await embedNodes(of, { ...base, epochs: 0 });
    expect(learned.nodeTypes).toEqual(['text']);
    expect(learned.width).toBe(16);
    const own = nearestIsOwn(learned.valuesOf('text'), 16);
    expect(own).toBeGreaterThan(0.8);
    expect(own).toBeGreaterThan(nearestIsOwn(before.valuesOf('text'), 16) + 0.1);
  });

  it('are the same for a seed, and from a folder; of another graph, row by row', async () => {
    const learned = await embedNodes(graph, base);
    expect((await embedNodes(graph, base)).valuesOf('text')).toEqual(learned.valuesOf('text'));
    expect((await embedNodes(graph, { ...base, seed: 4 })).valuesOf('text')).not.toEqual(learned.valuesOf('text'));
    await saveEmbeddings(learned, join(dir, 'vectors'));
    const loaded = await loadEmbeddings(join(dir, 'vectors'));
    expect(loaded.valuesOf('text')).toEqual(learned.valuesOf('text'));
    const turned = texts.slice().reverse();
    const other = graphOf(hashWords(turned.length, (row) => [turned[row]!], { width: 256, characters: [2, 3] }));
    const moved = (await loaded.ofGraph(other)).valuesOf('text');
    const expected = learned.valuesOf('text');
    for (let row = 0; row < 120; row++) {
      const [a, b] = [moved.subarray(row * 16, row * 16 + 16), expected.subarray((119 - row) * 16, (120 - row) * 16)];
      for (const [i, value] of a.entries()) expect(value).toBeCloseTo(b[i]!, 5);
    }
  });

  it('refuse what they cannot be learned of, or taken to', async () => {
    const code = (options: object, of = graph) => codeOfPromise(() => embedNodes(of, { ...base, ...options }));
    expect(await code({ objective: 'infonce' })).toBe('INVALID_OPTION');
    expect(await code({ labels: undefined })).toBe('INVALID_OPTION');
    expect(await code({ labels: known.map((label) => Math.min(label, 0)) })).toBe('INVALID_OPTION');
    expect(await code({ labels: known.slice(1) })).toBe('SHAPE_MISMATCH');
    expect(await code({ nodeType: 'word' })).toBe('UNKNOWN_TYPE');
    expect(await code({ settings: { width: 3 } })).toBe('INVALID_OPTION');
    expect(await code({}, graphFromArrays({ nodes: { text: 120 } }))).toBe('MISSING_FEATURES');
    const stop = new AbortController();
    stop.abort();
    expect(await code({ signal: stop.signal })).toBe('ABORTED');
    const learned = await embedNodes(graph, { ...base, epochs: 1 });
    const narrow = graphOf(hashWords(2, () => ['two words'], { width: 8 }));
    for (const other of [narrow, graphOf(denseOf(sparse)), graphFromArrays({ nodes: { word: 3 } })]) {
      expect(await codeOfPromise(() => learned.ofGraph(other))).toBe('MODEL_MISMATCH');
    }
  });
});

describe('rows as the network reads them', () => {
  const small: SparseMatrix = {
    ...{ kind: 'sparse', numRows: 3, width: 4, indptr: Int32Array.of(0, 2, 2, 3) },
    ...{ indices: Int32Array.of(0, 2, 2), values: Float32Array.of(3, 1, 5) },
  };

  it('weigh columns by how few rows have them, and are of length 1', () => {
    const weights = columnWeights(small, Int32Array.of(0, 1, 2));
    const of = (n: number) => Math.fround(Math.log(4 / (1 + n)) + 1);
    expect([...weights]).toEqual([of(1), of(0), of(2), of(0)]);
    // Rows that are not learned from say nothing.
    expect([...columnWeights(small, Int32Array.of(1))]).toEqual(new Array(4).fill(Math.fround(Math.log(2) + 1)));
    const { values } = weightedRows(small, weights);
    expect(Math.hypot(values[0]!, values[1]!)).toBeCloseTo(1, 6);
    expect(values[0]! / values[1]!).toBeCloseTo((3 * of(1)) / of(2), 5);
    expect(values[2]).toBe(1);
    const dense = denseOf(small);
    expect(weightedRows(dense, columnWeights(dense, Int32Array.of(0)))).toEqual(dense);
  });

  it('are computed as the matrices say, and lack a share of their entries where they should', async () => {
    await initTensors();
    const network = new RowNetwork(4, { hidden: 3, dropout: 0 }, 1);
    const [w1, b1, w2, b2] = await Promise.all(network.parameters.map((parameter) => parameter.read()));
    const expected = (x: readonly number[]) => {
      const h = [0, 1, 2].map((j) =>
        Math.max(0, b1![j]! + x.reduce((sum, value, i) => sum + value * w1![i * 3 + j]!, 0)),
      );
      return [0, 1, 2].map((j) => b2![j]! + h.reduce((sum, value, i) => sum + value * w2![i * 3 + j]!, 0));
    };
    for (const features of [small, denseOf(small)] as const) {
      const batch = rowBatch(features, Int32Array.of(2, 0, 0, 1));
      const out = tidy(() => network.forward(batch, { training: false }));
      const all = [
        [0, 0, 5, 0],
        [3, 0, 1, 0],
        [3, 0, 1, 0],
        [0, 0, 0, 0],
      ].flatMap(expected);
      for (const [i, value] of (await out.data()).entries()) expect(value).toBeCloseTo(all[i]!, 5);
      out.dispose();
      disposeRows(batch);
      const none = rowBatch(features, Int32Array.of(0), { share: 1 - 1e-12, stream: new RandomStream(1, 'drop') });
      const empty = tidy(() => network.forward(none, { training: false }));
      for (const [i, value] of (await empty.data()).entries()) expect(value).toBeCloseTo(expected([0, 0, 0, 0])[i]!, 6);
      empty.dispose();
      disposeRows(none);
    }
    network.dispose();
  });
});
