import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Csr, RandomStream } from '../../src/core/index.js';
import { GraphBuilder } from '../../src/graph/index.js';
import { propagationInput } from '../../src/propagation/index.js';
import { labelSteps, metapathLabels } from '../../src/propagation/metapath-labels.js';

const CLASSES = ['a', 'b', 'c'];

/** Nodes `n` with labels, `m` and `k` without; self loops and parallel edges occur. */
function build(labels: readonly number[], others: number, seed: number) {
  const stream = new RandomStream(seed, 'labels');
  const n = labels.length;
  const ends = (count: number, size: number) =>
    Int32Array.from({ length: size === 0 ? 0 : count }, () => stream.nextInt(size));
  const count = others === 0 ? 0 : 2 * n;
  return new GraphBuilder({
    nodes: [{ name: 'n', columns: [{ name: 'y', type: 'int32', role: 'label', classes: CLASSES }] }],
    edges: [],
  })
    .addNodes('n', { y: labels })
    .addNodes('m', others)
    .addNodes('k', others)
    .addEdges(['n', 'self', 'n'], { source: ends(n, n), target: ends(n, n) })
    .addEdges(['m', 'to', 'n'], { source: ends(count, others), target: ends(count, n) })
    .addEdges(['m', 'of', 'k'], { source: ends(others, others), target: ends(others, others) })
    .build();
}

const dense = (csr: Csr) =>
  Array.from({ length: csr.numRows }, (_, r) => {
    const row = new Array<number>(csr.numCols).fill(0);
    const degree = csr.indptr[r + 1]! - csr.indptr[r]!;
    for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) row[csr.indices[e]!]! += 1 / degree;
    return row;
  });
const times = (p: number[][], x: number[][], width: number) =>
  p.map((row) => Array.from({ length: width }, (_, c) => row.reduce((sum, w, j) => sum + w * x[j]![c]!, 0)));

/** Products of dense matrices, their diagonal set to zero, times one-hot training labels. */
function reference(graph: ReturnType<typeof build>, hops: number, labels: readonly number[], train: readonly number[]) {
  const { relations, types } = propagationInput(graph, 'n');
  const y = labels.map((label, i) => CLASSES.map((_, c) => Number(train.includes(i) && c === label)));
  const out: number[][][] = [];
  let paths = [{ type: 0, matrix: labels.map((_, i) => labels.map((__, j) => Number(i === j))) }];
  for (let length = 1; length <= hops; length++) {
    paths = paths.flatMap(({ type, matrix }) =>
      relations
        .flatMap(({ a, b, aFromB, bFromA }) =>
          a === b ? [[a, b, aFromB] as const] : [[a, b, aFromB] as const, [b, a, bFromA] as const],
        )
        .filter(([from]) => from === type)
        .map(([, to, csr]) => ({ type: to, matrix: times(matrix, dense(csr), types[to]!.count) })),
    );
    for (const { type, matrix } of paths) {
      if (type !== 0) continue;
      out.push(
        times(
          matrix.map((row, i) => row.with(i, 0)),
          y,
          3,
        ),
      );
    }
  }
  return out;
}

const shape = fc.record({
  labels: fc.array(fc.nat(2), { minLength: 1, maxLength: 10 }),
  others: fc.nat(4),
  train: fc.uniqueArray(fc.nat(9)),
  hops: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat(),
});

it('labels along every path to the target are those of its matrix without the diagonal', async () => {
  await fc.assert(
    fc.asyncProperty(shape, async ({ labels, others, train: given, hops, seed }) => {
      const graph = build(labels, others, seed);
      const train = given.filter((row) => row < labels.length);
      const rows = Int32Array.from(labels, (_, i) => labels.length - 1 - i);
      const trainRows = Int32Array.from(train);
      const input = propagationInput(graph, 'n');
      const options = { hops, rows, trainRows, labels: graph.labels('n')! };
      const channels = await metapathLabels(input, options);
      const wanted = reference(graph, hops, labels, train);
      expect(channels.length).toBe(wanted.length);
      expect(new Set(channels.map(({ name }) => name)).size).toBe(channels.length);
      for (const [p, { values }] of channels.entries()) {
        for (const [i, row] of rows.entries()) {
          for (let c = 0; c < 3; c++) expect(values[i * 3 + c]).toBeCloseTo(wanted[p]![row]![c]!, 5);
        }
      }
      expect(labelSteps(input, rows, hops)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 60 },
  );
});

it('no bit of a row depends on its own label, while the others see it', async () => {
  const labels = Array.from({ length: 30 }, (_, i) => i % 3);
  const of = async (row: number, label: number) => {
    const graph = build(labels.with(row, label), 8, 7);
    const rows = Int32Array.from(labels, (_, i) => i);
    return metapathLabels(propagationInput(graph, 'n'), { hops: 4, rows, trainRows: rows, labels: graph.labels('n')! });
  };
  let isSeen = false;
  for (const row of [0, 7, 19]) {
    const [before, after] = [await of(row, 0), await of(row, 1)];
    for (const [p, { values }] of before.entries()) {
      expect(values.slice(row * 3, row * 3 + 3)).toEqual(after[p]!.values.slice(row * 3, row * 3 + 3));
      isSeen ||= values.some((value, i) => value !== after[p]!.values[i]);
    }
  }
  expect(isSeen).toBe(true);
});

it('labels of rows that may not be seen change nothing', async () => {
  const labels = Array.from({ length: 30 }, (_, i) => i % 3);
  const rows = Int32Array.from(labels, (_, i) => i);
  const of = (given: readonly number[]) => {
    const graph = build(given, 8, 7);
    const trainRows = Int32Array.of(0, 4, 5, 9);
    return metapathLabels(propagationInput(graph, 'n'), { hops: 3, rows, trainRows, labels: graph.labels('n')! });
  };
  expect(await of(labels.map((label, i) => ([0, 4, 5, 9].includes(i) ? label : 0)))).toEqual(await of(labels));
});

it('refuses walks without end before it takes one', async () => {
  const graph = build(new Array<number>(3000).fill(0), 1, 3);
  const rows = Int32Array.from({ length: 3000 }, (_, i) => i);
  const options = { hops: 14, rows, trainRows: rows, labels: graph.labels('n')! };
  await expect(metapathLabels(propagationInput(graph, 'n'), options)).rejects.toMatchObject({ code: 'TOO_LARGE' });
});
