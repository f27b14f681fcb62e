import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degree, eigenvector, hits, katz, projectEdges, strength } from '../../../src/analytics/index.js';
import { Pool } from '../../../src/compute/index.js';
import { codeOfPromise } from '../../support/code-of.js';
import { entriesOf, randomEdges } from '../random-edges.js';
import { karate } from './karate.js';

const close = (found: Float64Array, expected: readonly number[], digits = 6) =>
  expected.forEach((value, v) => {
    expect(found[v]).toBeCloseTo(value, digits);
  });
/** y[v] = SUM of matrix[u][v] x[u]. */
const into = (matrix: number[][], x: readonly number[]) =>
  x.map((_, v) => matrix.reduce((sum, row, u) => sum + row[v]! * x[u]!, 0));
const transposed = (matrix: number[][]) => matrix.map((_, v) => matrix.map((row) => row[v]!));
const sums = (rows: number[][]) => rows.map((row) => row.reduce((a, b) => a + b, 0));

const unweighted = () => {
  const { weights: _, ...plain } = karate();
  return plain;
};

describe('degree and strength', () => {
  it('count edges, and add their weights', async () => {
    await fc.assert(
      fc.asyncProperty(randomEdges(), async (edges) => {
        const graph = await projectEdges({ ...edges, isDirected: false });
        const plain = { ...edges, isDirected: false };
        const { weights: _, ...ones } = plain;
        expect([...(await degree(graph)).scores.values]).toEqual(sums(entriesOf(ones)));
        expect([...(await strength(graph)).scores.values]).toEqual(sums(entriesOf(plain)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('katz', () => {
  it('solves its equations', async () => {
    await fc.assert(
      fc.asyncProperty(randomEdges(), async (edges) => {
        const { scores, alpha, hasConverged } = await katz(await projectEdges(edges), { beta: 2 });
        expect(hasConverged).toBe(true);
        const values = [...scores.values];
        const again = into(entriesOf(edges), values).map((sum) => alpha * sum + 2);
        close(scores.values, again);
      }),
      { numRuns: 500 },
    );
  });

  // networkx 3.6.1: katz_centrality(karate_club_graph(), 0.1, 1.0, tol=1e-13, weight=None), which has length 1.
  it('gives the values of networkx', async () => {
    const { scores } = await katz(await projectEdges(unweighted()), { alpha: 0.1 });
    const length = Math.hypot(...scores.values);
    expect(scores.values[0]! / length).toBeCloseTo(0.321324621912408, 9);
    expect(scores.values[33]! / length).toBeCloseTo(0.33140642739977866, 9);
    expect(scores.values[16]! / length).toBeCloseTo(0.09067870365102462, 9);
    expect(await codeOfPromise(async () => katz(await projectEdges(unweighted()), { alpha: 0.5 }))).toBe(
      'INVALID_OPTION',
    );
  });
});

describe('eigenvector', () => {
  it('is an eigenvector of the largest eigenvalue', async () => {
    await fc.assert(
      fc.asyncProperty(randomEdges({ maxNodes: 7 }), async (edges) => {
        const plain = { ...edges, isDirected: false };
        const { scores, hasConverged } = await eigenvector(await projectEdges(plain), {
          tolerance: 1e-12,
          maxIterations: 20_000,
        });
        fc.pre(hasConverged && edges.numNodes > 0);
        const values = [...scores.values];
        const image = into(entriesOf(plain), values);
        const eigenvalue = values.reduce((sum, value, v) => sum + value * image[v]!, 0);
        close(
          Float64Array.from(image),
          values.map((value) => eigenvalue * value),
        );
        // Rayleigh: no vector from 0 does better.
        for (let v = 0; v < values.length; v++) expect(entriesOf(plain)[v]![v]!).toBeLessThanOrEqual(eigenvalue + 1e-6);
        expect(Math.hypot(...values)).toBeCloseTo(1, 9);
      }),
    );
  });

  // networkx 3.6.1: eigenvector_centrality(karate_club_graph(), tol=1e-13), without weights and with weight='weight'.
  it('gives the values of networkx', async () => {
    const { scores } = await eigenvector(await projectEdges(unweighted()), { tolerance: 1e-12 });
    close(
      Float64Array.of(scores.values[0]!, scores.values[33]!, scores.values[16]!),
      [0.35549144452379006, 0.3733634702922271, 0.02363562810447389],
      9,
    );
    const { scores: own } = await eigenvector(await projectEdges(karate()), { tolerance: 1e-12 });
    close(
      Float64Array.of(own.values[0]!, own.values[33]!, own.values[16]!),
      [0.3123512277488317, 0.3640968819709862, 0.018518856188113806],
      9,
    );
  });
});

describe('hits', () => {
  it('is fixed under its own equations', async () => {
    await fc.assert(
      fc.asyncProperty(randomEdges({ maxNodes: 7 }), async (edges) => {
        const { hubs, authorities, hasConverged } = await hits(await projectEdges(edges), {
          tolerance: 1e-13,
          maxIterations: 20_000,
        });
        fc.pre(hasConverged);
        const matrix = entriesOf(edges);
        const normal = (values: number[]) => {
          const sum = values.reduce((a, b) => a + b, 0);
          return sum > 0 ? values.map((value) => value / sum) : values;
        };
        close(authorities.values, normal(into(matrix, [...hubs.values])));
        close(hubs.values, normal(into(transposed(matrix), [...authorities.values])));
      }),
    );
  });

  // networkx 3.6.1: hits of the DiGraph of these edges, and of karate_club_graph() with its weights.
  it('gives the values of networkx', async () => {
    const graph = await projectEdges({ numNodes: 6, source: [0, 0, 1, 1, 2, 2, 3], target: [1, 2, 2, 3, 0, 3, 4] });
    const { hubs, authorities } = await hits(graph, { tolerance: 1e-14 });
    close(hubs.values, [0.2928932188134523, 0.4142135623730951, 0.2928932188134527, 0, 0, 0], 8);
    close(authorities.values, [0.1464466094067264, 0.146446609406726, 0.3535533905932735, 0.3535533905932738, 0, 0], 8);
    const { hubs: own } = await hits(await projectEdges(karate()), { tolerance: 1e-14 });
    close(
      Float64Array.of(own.values[0]!, own.values[33]!, own.values[16]!),
      [0.06687778780175727, 0.07795709396472077, 0.0039650880946078895],
      9,
    );
  });
});

it('nothing depends on the number of threads', async () => {
  const numNodes = 4000;
  const draw = (factor: number) => Int32Array.from({ length: 30_000 }, (_, e) => ((e * factor) % 7919) % numNodes);
  const graph = await projectEdges({ numNodes, source: draw(104_729), target: draw(15_485) });
  const run = async (pool: Pool) => {
    const options = { pool, maxIterations: 20 };
    const { hubs } = await hits(graph, options);
    return [hubs.values, (await katz(graph, options)).scores.values, (await eigenvector(graph, options)).scores.values];
  };
  const [one, three] = [new Pool(1), new Pool(3)];
  expect(await run(three)).toEqual(await run(one));
  one.dispose();
  three.dispose();
});
