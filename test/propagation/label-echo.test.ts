import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import { GraphBuilder } from '../../src/graph/index.js';
import { precomputeRpHgnn, propagationInput } from '../../src/propagation/index.js';
import { returnChances } from '../../src/propagation/label-echo.js';

const CLASSES = ['a', 'b', 'c'];

function build(labels: readonly number[], others: number, seed: number) {
  const stream = new RandomStream(seed, 'echo');
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
    .addEdges(['n', 'self', 'n'], { source: ends(n, n), target: ends(n, n) })
    .addEdges(['m', 'to', 'n'], { source: ends(count, others), target: ends(count, n) })
    .build();
}

type Graph = ReturnType<typeof build>;

/** The formulas written out with dense matrices in float64. */
function reference(graph: Graph, trainRows: readonly number[], labels: readonly number[]): Map<string, number[][]> {
  const n = labels.length;
  const y = labels.map((label, i) => CLASSES.map((_, c) => (trainRows.includes(i) ? Number(c === label) : 1 / 3)));
  const groups = new Map<string, number[][]>();
  const dense = (csr: { numRows: number; numCols: number; indptr: Int32Array; indices: Int32Array }) =>
    Array.from({ length: csr.numRows }, (_, r) => {
      const row = new Array<number>(csr.numCols).fill(0);
      const degree = csr.indptr[r + 1]! - csr.indptr[r]!;
      for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) row[csr.indices[e]!]! += 1 / degree;
      return row;
    });
  const times = (p: number[][], x: number[][]) =>
    p.map((row) => x[0]?.map((_, c) => row.reduce((sum, w, j) => sum + w * x[j]![c]!, 0)) ?? [0, 0, 0]);
  for (const { name, a, b, aFromB, bFromA } of propagationInput(graph, 'n').relations) {
    const [out, back] = a === 0 ? [dense(aFromB), dense(bFromA)] : [dense(bFromA), dense(aFromB)];
    const odd = times(back, y);
    if (a === b) groups.set(`${name}/label-odd`, odd);
    const even = times(out, odd);
    const round = Array.from({ length: n }, (_, i) => out[i]!.reduce((sum, w, j) => sum + w * back[j]![i]!, 0));
    groups.set(
      `${name}/label-even`,
      even.map((row, i) => {
        const rest = 1 - round[i]!;
        const clean = row.map((value, c) => (value - round[i]! * y[i]![c]!) / (rest + 1e-8));
        return rest < 1e-6 || row.every((value) => value === 0) ? [1 / 3, 1 / 3, 1 / 3] : clean;
      }),
    );
  }
  return groups;
}

const shape = fc.record({
  labels: fc.array(fc.nat(2), { minLength: 1, maxLength: 12 }),
  others: fc.nat(5),
  numTrain: fc.nat(12),
  seed: fc.nat(),
});

async function groupsOf(graph: Graph, trainRows: readonly number[]) {
  const labels = { method: 'echo-removed', trainRows: Int32Array.from(trainRows) } as const;
  const result = await precomputeRpHgnn(graph, { target: 'n', hops: 1, embeddingWidth: 2, seed: 1, labels });
  const groups = result.groups.filter(({ parity }) => parity === 'label');
  const copies = groups.map(({ name, hops, width, values }) => ({
    name,
    hops,
    width,
    values: Float32Array.from(values),
  }));
  result.dispose();
  return copies;
}

describe('labels with the echo removed', () => {
  it('equal the formulas on random graphs with self loops, parallel edges and isolated nodes', async () => {
    await fc.assert(
      fc.asyncProperty(shape, async ({ labels, others, numTrain, seed }) => {
        const graph = build(labels, others, seed);
        const trainRows = Array.from(labels.keys()).slice(0, numTrain);
        const expected = reference(graph, trainRows, labels);
        const groups = await groupsOf(graph, trainRows);
        expect(groups.map(({ name }) => name)).toEqual([...expected.keys()]);
        for (const { name, hops, width, values } of groups) {
          expect([hops, width]).toEqual([1, 3]);
          for (const [i, value] of values.entries()) {
            expect(Math.abs(value - expected.get(name)![Math.floor(i / 3)]![i % 3]!)).toBeLessThan(1e-4);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a row is told the same whatever its own label is', async () => {
    const labels = Array.from({ length: 12 }, (_, i) => i % 3);
    const trainRows = Array.from({ length: 9 }, (_, i) => i);
    const before = await groupsOf(build(labels, 4, 8), trainRows);
    for (const row of [0, 4, 8]) {
      const flipped = labels.map((label, i) => (i === row ? (label + 1) % 3 : label));
      const after = await groupsOf(build(flipped, 4, 8), trainRows);
      for (const [g, { name, values }] of after.entries()) {
        if (name.endsWith('label-odd')) continue;
        for (let c = 0; c < 3; c++) expect(values[row * 3 + c]!).toBeCloseTo(before[g]!.values[row * 3 + c]!, 5);
      }
      expect(after.some(({ values }, g) => values.some((value, i) => value !== before[g]!.values[i]))).toBe(true);
    }
  });

  it('the chance to come back, worked out by hand', () => {
    // Rows 0: columns 0, 0, 1; row 1: column 1. Back: column 0 has two entries, column 1 two.
    const out = { numRows: 2, numCols: 2, indptr: Int32Array.of(0, 3, 4), indices: Int32Array.of(0, 0, 1, 1) };
    const back = { numRows: 2, numCols: 2, indptr: Int32Array.of(0, 2, 4), indices: Int32Array.of(0, 0, 0, 1) };
    // (2/3)(2/2) + (1/3)(1/2) and (1/1)(1/2).
    const [first, second] = returnChances(out, back);
    expect(first).toBeCloseTo(2 / 3 + 1 / 6, 12);
    expect(second).toBe(0.5);
  });
});
