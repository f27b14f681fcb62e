import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sparseVectorsInto } from '../../../src/analytics/embeddings/sparse-vectors.js';
import { fastRp, projectEdges } from '../../../src/analytics/index.js';
import { graphFromArrays } from '../../../src/graph/index.js';
import { codeOfPromise } from '../../support/code-of.js';
import { entriesOf, randomEdges } from '../random-edges.js';

const settings = { width: 6, iterationWeights: [0.5, 1, -2], normalizationStrength: -0.5, selfInfluence: 0.3, seed: 4 };

describe('fastRp', () => {
  it('adds up means of neighbours that have length 1', async () => {
    await fc.assert(
      fc.asyncProperty(randomEdges(), async (edges) => {
        const graph = await projectEdges(edges);
        const matrix = entriesOf(edges);
        const sums = matrix.map((row) => row.reduce((a, b) => a + b, 0));
        const scales = Float64Array.from(sums, (sum) => (sum > 0 ? sum ** -0.5 : 1));
        const random = new Float32Array(6 * graph.numNodes);
        sparseVectorsInto(random, graph, 6, scales, 4);
        let state = sums.map((_, v) => [...random.subarray(6 * v, 6 * v + 6)]);
        const expected = state.map((row) => row.map(() => 0));
        const add = (weight: number) =>
          state.forEach((row, v) => {
            const length = Math.hypot(...row);
            row.forEach((x, i) => {
              expected[v]![i]! += length > 0 ? (weight * x) / length : 0;
            });
          });
        add(0.3);
        let least = 1;
        for (const weight of settings.iterationWeights) {
          const before = state;
          state = matrix.map((row, v) =>
            Array.from({ length: 6 }, (_, i) => {
              const sum = row.reduce((all, w, u) => all + w * before[u]![i]!, 0);
              return sums[v]! > 0 ? sum / sums[v]! : 0;
            }),
          );
          for (const row of state) {
            const length = Math.hypot(...row);
            if (length > 0) least = Math.min(least, length);
          }
          add(weight);
        }
        // What cancels out but for rounding has no direction.
        fc.pre(least > 1e-4);
        const { vectors } = await fastRp(graph, settings);
        expected.flat().forEach((value, i) => {
          expect(vectors.values[i]).toBeCloseTo(value, 3);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('draws a sixth of the numbers above 0 and a sixth below, with variance 1 / width', async () => {
    const graph = await projectEdges({ numNodes: 500, source: [], target: [] });
    const drawn = new Float32Array(60 * 500);
    sparseVectorsInto(drawn, graph, 60, new Float64Array(500).fill(2), 1);
    const value = Math.fround(2 * Math.sqrt(3 / 60));
    const share = (of: number) => drawn.filter((x) => x === of).length / drawn.length;
    expect(share(value)).toBeCloseTo(1 / 6, 1.7);
    expect(share(-value)).toBeCloseTo(1 / 6, 1.7);
    expect(share(0)).toBeCloseTo(2 / 3, 1.7);
  });

  it('follows the ids of nodes, whatever their order, and goes back into the graph as features', async () => {
    const make = (order: readonly number[]) => {
      const named = (nodes: readonly number[]) => nodes.map((v) => `id${v}`);
      return graphFromArrays({
        nodes: { a: { data: { key: named(order) }, ids: 'key' } },
        edges: [{ type: ['a', 'r', 'a'], source: named([0, 1, 2, 3]), target: named([1, 2, 3, 1]) }],
      });
    };
    const one = await fastRp(make([0, 1, 2, 3, 4]), { width: 8 });
    const other = make([3, 1, 4, 0, 2]);
    const two = await fastRp(other, { width: 8 });
    for (const id of ['id0', 'id1', 'id2', 'id3', 'id4']) {
      const [a, b] = [one.vectors.get(id), two.vectors.get(id)];
      for (let i = 0; i < 8; i++) expect(a[i]).toBeCloseTo(b[i]!, 5);
    }
    expect([...one.vectors.get('id4')]).toEqual(new Array(8).fill(0));
    const changed = two.vectors.addTo(other, 'fastrp');
    expect(changed.nodeSchema('a').columns.at(-1)).toMatchObject({ name: 'fastrp', type: 'dense', width: 8 });
    expect(Array.from(changed.nodeTable('a').getChild('fastrp')!.get(0) as Iterable<number>)).toEqual([
      ...two.vectors.of('a').subarray(0, 8),
    ]);
    expect(await codeOfPromise(async () => two.vectors.addTo(changed, 'fastrp'))).toBe('DUPLICATE_NAME');
  });

  it('takes nodes of the same neighbours as the same, and refuses what it cannot do', async () => {
    const graph = await projectEdges({ numNodes: 5, source: [0, 0, 1, 1], target: [2, 3, 2, 3], isDirected: false });
    const { vectors } = await fastRp(graph, { width: 16 });
    expect(vectors.get(0)).toEqual(vectors.get(1));
    expect(await codeOfPromise(() => fastRp(graph, { iterationWeights: [] }))).toBe('INVALID_OPTION');
    expect(await codeOfPromise(() => fastRp(graph, { width: 0 }))).toBe('INVALID_OPTION');
    const empty = await fastRp(await projectEdges({ numNodes: 0, source: [], target: [] }));
    expect(empty.vectors.values).toHaveLength(0);
  });
});
