import { describe, expect, it } from 'vitest';
import { GraphBuilder, kFold, splitNodes } from '../../../src/graph/index.js';

describe('node splits', () => {
  const classes = Array.from({ length: 200 }, (_, i) => (i % 10 < 7 ? 0 : 1));
  const labelled = new GraphBuilder({
    nodes: [
      {
        name: 'n',
        columns: [
          { name: 'y', type: 'int32', role: 'label', classes: ['p', 'q'] },
          { name: 't', type: 'int32', role: 'time' },
        ],
      },
    ],
    edges: [],
  })
    .addNodes('n', { y: classes, t: classes.map((_, i) => (i * 37) % 200) })
    .build();

  it('are disjoint, of the stated size, and stratified where asked', () => {
    for (const strategy of ['random', 'stratified'] as const) {
      const split = splitNodes(labelled, 'n', { strategy, seed: 4, fractions: { train: 0.5, valid: 0.2, test: 0.3 } });
      expect([split.train.length, split.valid.length, split.test.length]).toEqual([100, 40, 60]);
      expect(new Set([...split.train, ...split.valid, ...split.test]).size).toBe(200);
      if (strategy === 'stratified') expect([...split.test].filter((row) => classes[row] === 0).length).toBe(42);
    }
    const byTime = splitNodes(labelled, 'n', { strategy: 'time' });
    const times = labelled.times('n')!;
    expect(Math.max(...[...byTime.train].map((row) => times[row]!))).toBeLessThan(
      Math.min(...[...byTime.test].map((row) => times[row]!)),
    );
    expect(() => splitNodes(labelled, 'n', { seed: 1, fractions: { train: 0.9, valid: 0.2, test: 0.1 } })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });

  it('k-fold tests every row once', () => {
    const rows = Int32Array.from({ length: 23 }, (_, i) => i * 2);
    const folds = kFold(rows, { folds: 5, seed: 1 });
    expect(folds.flatMap((fold) => [...fold.test]).sort((a, b) => a - b)).toEqual([...rows]);
    for (const { train, valid, test } of folds) expect(new Set([...train, ...valid, ...test]).size).toBe(23);
  });
});

describe('a split by a label column that is not the first', () => {
  const graph = new GraphBuilder({
    nodes: [
      {
        name: 'p',
        columns: [
          { name: 'a', type: 'int32', role: 'label', classes: ['x', 'y'], nullable: true },
          { name: 'b', type: 'int32', role: 'label', classes: ['u', 'v', 'w'], nullable: true },
        ],
      },
    ],
    edges: [],
  })
    .addNodes('p', {
      a: Array.from({ length: 60 }, (_, i) => (i % 2 ? null : 0)),
      b: Array.from({ length: 60 }, (_, i) => (i % 2 ? i % 3 : null)),
    })
    .build();

  it.each(['stratified', 'random'] as const)('%s takes the rows with that label', (strategy) => {
    const { train, valid, test } = splitNodes(graph, 'p', { strategy, label: 'b', seed: 1 });
    const all = [...train, ...valid, ...test];
    expect(all.length).toBe(30);
    expect(all.every((row) => row % 2 === 1)).toBe(true);
  });

  it('refuses rows that are not there', () => {
    const rows = Int32Array.of(3, 60);
    expect(() => splitNodes(graph, 'p', { rows, seed: 1 })).toThrow(
      expect.objectContaining({ code: 'INDEX_OUT_OF_RANGE' }),
    );
  });
});
