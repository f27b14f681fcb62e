import { describe, expect, it } from 'vitest';
import { graphFromArrays } from '../../src/graph/index.js';
import { estimateRpHgnn, explainRpHgnn, metapathMeans, precomputeRpHgnn } from '../../src/propagation/index.js';

const graph = graphFromArrays({
  nodes: { n: 80 },
  edges: [{ type: ['n', 'to', 'n'], source: [0, 1, 2, 3], target: [1, 2, 3, 4] }],
});

async function codeOf(call: () => unknown): Promise<string | undefined> {
  try {
    await call();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return undefined;
}

describe('rows to keep', () => {
  it.each([
    ['INDEX_OUT_OF_RANGE', Int32Array.of(0, 80)],
    ['INDEX_OUT_OF_RANGE', Int32Array.of(-1)],
    ['DUPLICATE_ID', Int32Array.of(4, 4)],
    ['WRONG_DTYPE', [0, 1] as unknown as Int32Array],
  ])('are refused with %s', async (code, rows) => {
    const shared = { target: 'n', hops: 1, embeddingWidth: 4, seed: 0 };
    const labels = { trainRows: rows, hops: 1, partitions: 2 };
    expect(await codeOf(() => precomputeRpHgnn(graph, { ...shared, rows }))).toBe(code);
    expect(await codeOf(() => precomputeRpHgnn(graph, { ...shared, labels }))).toBe(code);
    expect(await codeOf(() => estimateRpHgnn(graph, { ...shared, rows }))).toBe(code);
    expect(await codeOf(() => explainRpHgnn(graph, { ...shared, rows }))).toBe(code);
    expect(await codeOf(() => metapathMeans(graph, { ...shared, rows }))).toBe(code);
  });
});

describe('hops without end', () => {
  const shared = { target: 'n', embeddingWidth: 4, seed: 0 };
  it.each([1e5, 1e9, Number.MAX_SAFE_INTEGER])('%d are refused before any work', async (hops) => {
    expect(await codeOf(() => precomputeRpHgnn(graph, { ...shared, hops }))).toBe('TOO_LARGE');
    expect(await codeOf(() => estimateRpHgnn(graph, { ...shared, hops }))).toBe('TOO_LARGE');
    expect(await codeOf(() => explainRpHgnn(graph, { ...shared, hops }))).toBe('TOO_LARGE');
    expect(await codeOf(() => metapathMeans(graph, { ...shared, hops }))).toBe('TOO_LARGE');
    const labels = { trainRows: Int32Array.of(0), hops, partitions: 2 };
    expect(await codeOf(() => precomputeRpHgnn(graph, { ...shared, hops: 1, labels }))).toBe('TOO_LARGE');
  });

  it('metapaths that branch are counted before they are made', async () => {
    const types = ['r', 's', 't'].map((name) => ({ type: ['a', name, 'b'] as const, source: [0], target: [0] }));
    const branching = graphFromArrays({ nodes: { a: 2, b: 2 }, edges: types });
    expect(await codeOf(() => metapathMeans(branching, { ...shared, target: 'a', hops: 40 }))).toBe('TOO_LARGE');
  });

  it('a target that no relation ends at has paths of length 0 alone', async () => {
    const alone = graphFromArrays({ nodes: { a: 2 }, edges: [] });
    const means = await metapathMeans(alone, { ...shared, target: 'a', hops: 1e9 });
    expect(means.groups.map(({ name }) => name)).toEqual(['a']);
    means.dispose();
  });
});

describe('options that are misspelt', () => {
  it.each([
    { projection: 'dense' },
    { embedingWidth: 4 },
    { hops: 1.5 },
    { seed: Number.NaN },
    { relations: 'to' },
    { labels: { trainRows: Int32Array.of(0), hops: 1, partition: 2 } },
  ])('are refused: %o', async (wrong) => {
    const options = { target: 'n', hops: 1, seed: 0, ...wrong } as never;
    expect(await codeOf(() => precomputeRpHgnn(graph, options))).toBe('INVALID_OPTION');
  });

  it('of metapath means too', async () => {
    const options = { target: 'n', hops: 1, seed: 0, projection: 'sparse' } as never;
    expect(await codeOf(() => metapathMeans(graph, options))).toBe('INVALID_OPTION');
  });
});
