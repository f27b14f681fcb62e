import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectTemporalEdgeAnomalies } from '../../../src/anomaly/index.js';
import { RandomStream } from '../../../src/core/index.js';
import { graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';

interface Edge {
  readonly from: number;
  readonly to: number;
  /** Null where it is missing. */
  readonly at: number | null;
}

const SIZE = 5;

function graphOf(edges: readonly Edge[], size = SIZE): HeteroGraph {
  return graphFromArrays({
    schema: {
      nodes: ['user', 'host'].map((name) => ({ name, columns: [] })),
      edges: [
        {
          type: ['user', 'logs', 'host'],
          columns: [
            { name: 'n', type: 'float64', role: 'attribute', nullable: true },
            { name: 'at', type: 'float64', role: 'time', nullable: true },
          ],
        },
      ],
    },
    nodes: { user: size, host: size },
    edges: [
      {
        type: ['user', 'logs', 'host'],
        source: Int32Array.from(edges, ({ from }) => from),
        target: Int32Array.from(edges, ({ to }) => to),
        data: { at: edges.map(({ at }) => at), n: edges.map(({ at }) => (at === null ? null : at + 1)) },
      },
    ],
  });
}

/** By looking over all edges again for each. */
function slowScore(edges: readonly Edge[], edge: Edge, bucket: number): { rarity: number; burst: number } {
  if (edge.at === null) return { rarity: Number.NaN, burst: Number.NaN };
  const at = edge.at;
  const timed = edges.filter((each) => each.at !== null) as (Edge & { at: number })[];
  const before = timed.filter((each) => each.at < at);
  const of = [
    (each: Edge) => each.from === edge.from && each.to === edge.to,
    (each: Edge) => each.from === edge.from,
    (each: Edge) => each.to === edge.to,
  ];
  const [pair, own, other] = of.map((is) => before.filter(is).length) as [number, number, number];
  const different = (end: 'from' | 'to') => new Set(before.map((each) => each[end])).size;
  const forward = (pair + (other + 1) / (before.length + different('to') + 1)) / (own + 1);
  const backward = (pair + (own + 1) / (before.length + different('from') + 1)) / (other + 1);
  const periodOf = (time: number) => Math.floor(time / bucket);
  const first = Math.min(...timed.map((each) => periodOf(each.at)));
  const surprises = of.map((is) => {
    const own = timed.filter((each) => is(each) && each.at <= at);
    const count = own.filter((each) => periodOf(each.at) === periodOf(at)).length;
    const earlier = own.length - count;
    const mean = earlier === 0 ? 1 : (earlier + 1) / (periodOf(at) - first + 1);
    return periodOf(at) > first && count > mean ? count * Math.log(count / mean) - count + mean : 0;
  });
  return { rarity: -(Math.log(forward) + Math.log(backward)) / 2, burst: Math.max(...surprises) };
}

const node = fc.integer({ min: 0, max: SIZE - 1 });
const edges = fc.array(
  fc.record({ from: node, to: node, at: fc.option(fc.integer({ min: -10, max: 40 }), { freq: 9 }) }),
  { maxLength: 40 },
);
const bucketSeconds = 7;

describe('detectTemporalEdgeAnomalies', () => {
  it('scores as counting again for every edge does', () => {
    fc.assert(
      fc.property(edges, (list) => {
        const { scores, rarity, burst, oddest, remarks } = detectTemporalEdgeAnomalies(graphOf(list), {
          bucketSeconds,
        });
        for (const [row, edge] of list.entries()) {
          const slow = slowScore(list, edge, bucketSeconds);
          expect(Number.isNaN(scores[row])).toBe(edge.at === null);
          if (edge.at === null) continue;
          expect(rarity[row]).toBeCloseTo(slow.rarity, 10);
          expect(burst[row]).toBeCloseTo(slow.burst, 10);
          expect(scores[row]).toBe(rarity[row]! + burst[row]!);
        }
        const missing = list.filter(({ at }) => at === null).length;
        expect(remarks).toHaveLength(missing > 0 ? 1 : 0);
        expect(oddest.map(({ score }) => score)).toEqual(
          Array.from(scores)
            .filter((score) => !Number.isNaN(score))
            .sort((a, b) => b - a)
            .slice(0, 20),
        );
        for (const { row, reasons, score, time } of oddest) {
          expect(reasons.reduce((sum, { surprise }) => sum + surprise, 0)).toBeCloseTo(score, 10);
          expect(time).toBe(list[row]!.at);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('nothing later changes a bit of an earlier score', () => {
    fc.assert(
      fc.property(edges, edges, fc.integer({ min: -10, max: 40 }), (list, others, now) => {
        const past = list.filter(({ at }) => at !== null && at <= now);
        const later = others.filter(({ at }) => at !== null && at > now);
        const [alone, followed] = [past, [...past, ...later]].map(
          (all) => detectTemporalEdgeAnomalies(graphOf(all), { bucketSeconds }).scores,
        );
        expect(followed!.subarray(0, past.length)).toEqual(alone);
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(edges, fc.nat(), (list, seed) => {
        const order = new RandomStream(seed, 'rows').permutation(list.length);
        const given = detectTemporalEdgeAnomalies(graphOf(list), { bucketSeconds }).scores;
        const mixed = Array.from(order, (row) => list[row]!);
        const { scores } = detectTemporalEdgeAnomalies(graphOf(mixed), { bucketSeconds });
        expect(scores).toEqual(Float64Array.from(order, (row) => given[row]!));
      }),
      { numRuns: 100 },
    );
  });

  it('finds planted bursts, and a pair that was never together', () => {
    const random = new RandomStream(1, 'usual');
    const usual = Array.from({ length: 4000 }, (_, i): Edge => {
      const from = random.nextInt(40);
      return { from, to: (from % 8) * 5 + random.nextInt(5), at: i * 30 };
    });
    const burst = Array.from({ length: 30 }, (_, i): Edge => ({ from: 3, to: 15 + (i % 5), at: 90_000 + i }));
    const strange: Edge = { from: 8, to: 39, at: 100_001 };
    const list = [...usual, ...burst, strange];
    const graph = graphOf(list, 40);
    const { oddest, burst: bursts, rarity } = detectTemporalEdgeAnomalies(graph, { top: 20, contamination: 0.01 });
    // What else the source does in that hour belongs to the burst.
    for (const { row, source } of oddest) expect(row >= 4000 || source === 3).toBe(true);
    const [top] = oddest;
    expect(top!.reasons[0]).toMatchObject({ kind: 'burst', of: 'source' });
    expect(top!.reasons[0]!.count).toBeGreaterThan(25);
    expect(top!.reasons[0]!.expected).toBeLessThan(6);
    expect(Math.max(...bursts)).toBeGreaterThan(30);
    const rarest = rarity.indexOf(Math.max(...rarity.subarray(1000)));
    expect(rarest).toBe(4030);
  });

  it('takes a column that is named', () => {
    const graph = graphOf([
      { from: 0, to: 1, at: 5 },
      { from: 0, to: 1, at: 6 },
    ]);
    expect(
      detectTemporalEdgeAnomalies(graph, { time: 'n' })
        .oddest.map(({ time }) => time)
        .sort(),
    ).toEqual([6, 7]);
  });

  it('an empty graph has no scores', () => {
    const report = detectTemporalEdgeAnomalies(graphOf([]));
    expect([report.scores.length, report.oddest]).toEqual([0, []]);
  });

  it.each([
    ['UNKNOWN_TYPE', { relations: ['x'] }],
    ['UNKNOWN_COLUMN', { relations: ['logs'], time: 'x' }],
    ['MISSING_TIME', { time: 'x' }],
    ['INVALID_OPTION', { bucketSeconds: 0 }],
    ['INVALID_OPTION', { buckets: 3 }],
  ])('refuses with %s: %j', (code, options) => {
    const call = () => detectTemporalEdgeAnomalies(graphOf([{ from: 0, to: 1, at: 5 }]), options as never);
    expect(call).toThrow(expect.objectContaining({ code }));
  });
});
