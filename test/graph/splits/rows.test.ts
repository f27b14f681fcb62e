import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { graphFromArrays, kFold, splitLinks, splitNodes, stratifiedSplit } from '../../../src/graph/index.js';

const graph = graphFromArrays({
  nodes: { n: 10 },
  edges: [{ type: ['n', 'to', 'n'], source: [0, 1, 2, 3], target: [1, 2, 3, 4] }],
});
const refusal = (call: () => unknown) => {
  try {
    call();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return undefined;
};

describe('rows of splits', () => {
  const fractions = { train: 0.5, valid: 0, test: 0.5 };
  it.each([
    ['DUPLICATE_ID', Int32Array.of(1, 2, 1, 3)],
    ['INDEX_OUT_OF_RANGE', Int32Array.of(0, 10)],
    ['INDEX_OUT_OF_RANGE', Int32Array.of(-1, 2)],
    ['WRONG_DTYPE', [0, 1] as unknown as Int32Array],
  ])('are refused with %s', (code, rows) => {
    expect(refusal(() => splitNodes(graph, 'n', { rows, fractions, seed: 0 }))).toBe(code);
    expect(refusal(() => kFold(rows, { folds: 2, seed: 0, labels: new Int32Array(10) }))).toBe(code);
    const labels = new Int32Array(10);
    expect(refusal(() => stratifiedSplit(rows, labels, 1, fractions, new RandomStream(0)))).toBe(code);
  });

  it('are refused by k-fold without labels too', () => {
    expect(refusal(() => kFold(Int32Array.of(4, 4, 2), { folds: 2, seed: 0 }))).toBe('DUPLICATE_ID');
    expect(refusal(() => kFold(Int32Array.of(-4, 2), { folds: 2, seed: 0 }))).toBe('INDEX_OUT_OF_RANGE');
  });
});

describe('options of splits', () => {
  it.each([
    { strategy: 'stratifed', seed: 0 },
    { fraction: { train: 1, valid: 0, test: 0 }, seed: 0 },
    { seed: Number.NaN },
    { seed: 0, fractions: { train: 0.5, valid: Number.NaN, test: 0.5 } },
    { strategy: 'time', seed: 0 },
  ])('that are misspelt are refused: %o', (options) => {
    expect(refusal(() => splitNodes(graph, 'n', options as never))).toBe('INVALID_OPTION');
  });

  it('of links and folds too', () => {
    expect(refusal(() => splitLinks(graph, 'to', { seed: 0, negative: 2 } as never))).toBe('INVALID_OPTION');
    expect(refusal(() => splitLinks(graph, 'to', { seed: 0, valid: Number.NaN }))).toBe('INVALID_OPTION');
    expect(refusal(() => kFold(Int32Array.of(0, 1), { fold: 2, seed: 0 } as never))).toBe('INVALID_OPTION');
    expect(refusal(() => kFold(Int32Array.of(0, 1), { folds: 3, seed: 0 }))).toBe('INVALID_OPTION');
  });
});
