import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attributeAssortativity,
  degreeAssortativity,
  numericAssortativity,
  typeAssortativity,
} from '../../../src/analytics/structure/assortativity.js';
import { type EdgeList, graphOfEdges, randomEdgeList, simpleGraph } from '../graph-of-edges.js';
import { directedKarateClub, karateClub, karateFactions, weightedKarateClub } from '../karate-club.js';

/** Source and target of every edge; of an undirected one both ways, a self loop once. */
function endsOf({ edges, isDirected }: EdgeList): [number, number][] {
  return edges.flatMap(([a, b]): [number, number][] =>
    isDirected || a === b
      ? [[a, b]]
      : [
          [a, b],
          [b, a],
        ],
  );
}

function slowCorrelation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (of: (pair: readonly [number, number]) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const covariance = mean(([x, y]) => x * y) - mean(([x]) => x) * mean(([, y]) => y);
  const [varX, varY] = [mean(([x]) => x * x) - mean(([x]) => x) ** 2, mean(([, y]) => y * y) - mean(([, y]) => y) ** 2];
  return varX < 1e-9 || varY < 1e-9 ? Number.NaN : covariance / Math.sqrt(varX * varY);
}

function expectClose(found: number, expected: number): void {
  if (Number.isNaN(expected)) expect(found).toBeNaN();
  else expect(found).toBeCloseTo(expected, 8);
}

const attributes = fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 40, maxLength: 40 });

describe('assortativity', () => {
  it('by categories, types, numbers and degrees is that of the list of ends', async () => {
    await fc.assert(
      fc.asyncProperty(randomEdgeList({ maxTypes: 3 }), attributes, async (list, all) => {
        const graph = graphOfEdges(list);
        const categories = all.slice(0, list.numNodes);
        const ends = endsOf(list);
        const nominal = (of: (v: number) => number, count: number) => {
          const pairs = ends.map(([a, b]) => [of(a), of(b)] as const).filter(([a, b]) => a >= 0 && b >= 0);
          let [inside, chance] = [0, 0];
          for (let c = 0; c < count; c++) {
            inside += pairs.filter(([a, b]) => a === c && b === c).length / pairs.length;
            chance +=
              (pairs.filter(([a]) => a === c).length * pairs.filter(([, b]) => b === c).length) / pairs.length ** 2;
          }
          return pairs.length === 0 || Math.abs(1 - chance) < 1e-9 ? Number.NaN : (inside - chance) / (1 - chance);
        };
        const byCategory = await attributeAssortativity(graph, categories);
        expectClose(
          byCategory.coefficient,
          nominal((v) => categories[v]!, 3),
        );
        const counted = ends.filter(([a, b]) => categories[a]! >= 0 && categories[b]! >= 0).length;
        expect(byCategory.mixing.reduce((sum, count) => sum + count, 0)).toBe(counted);
        const types = list.typeCounts.flatMap((count, i) => new Array<number>(count).fill(i));
        const byType = await typeAssortativity(graph);
        expectClose(
          byType.coefficient,
          nominal((v) => types[v]!, list.typeCounts.length),
        );
        expect(byType.numCategories).toBe(list.typeCounts.length);
        const values = categories.map((category) => (category < 0 ? Number.NaN : category + 0.3));
        const pairs = ends.map(([a, b]) => [values[a]!, values[b]!] as const).filter(([x, y]) => !Number.isNaN(x + y));
        expectClose(await numericAssortativity(graph, values), slowCorrelation(pairs));
        const [out, into] = [new Float64Array(list.numNodes), new Float64Array(list.numNodes)];
        for (const [a, b, weight] of list.edges) {
          out[a]! += weight;
          into[b]! += weight;
        }
        const both = out.map((sum, v) => sum + into[v]!);
        const degrees = ends.map(
          ([a, b]) => (list.isDirected ? [out[a]!, into[b]!] : [both[a]!, both[b]!]) as [number, number],
        );
        expectClose(await degreeAssortativity(graph), slowCorrelation(degrees));
      }),
      { numRuns: 500 },
    );
  });

  it('of the karate club is that of networkx 3.6.1', async () => {
    // degree_assortativity_coefficient (also with weight='weight', and of the DiGraph of G.edges()),
    // attribute_assortativity_coefficient and numeric_assortativity_coefficient of the clubs and of v % 3
    expect(await degreeAssortativity(karateClub)).toBeCloseTo(-0.47561309768461413, 12);
    expect(await degreeAssortativity(directedKarateClub)).toBeCloseTo(-0.5687686833898793, 12);
    expect((await attributeAssortativity(karateClub, karateFactions)).coefficient).toBeCloseTo(0.717530864197531, 12);
    expect(await numericAssortativity(karateClub, karateFactions)).toBeCloseTo(0.717530864197531, 12);
    const rests = karateFactions.map((_, v) => v % 3);
    expect((await attributeAssortativity(directedKarateClub, rests)).coefficient).toBeCloseTo(
      -0.009708737864077636,
      12,
    );
    expect(await numericAssortativity(directedKarateClub, rests)).toBeCloseTo(-0.026373402114632478, 12);
    expect((await attributeAssortativity(karateClub, rests)).coefficient).toBeCloseTo(-0.014634146341463363, 12);
    expect(await degreeAssortativity(weightedKarateClub)).toBeCloseTo(-0.5072641493979262, 12);
  });

  it('refuses numbers that do not fit', async () => {
    const graph = simpleGraph(2, [[0, 1]]);
    await expect(attributeAssortativity(graph, [0])).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
    await expect(attributeAssortativity(graph, [0, -2])).rejects.toMatchObject({ code: 'INDEX_OUT_OF_RANGE' });
    await expect(attributeAssortativity(graph, [0, 5000])).rejects.toMatchObject({ code: 'TOO_LARGE' });
    await expect(numericAssortativity(graph, [1, 2, 3])).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
  });
});
