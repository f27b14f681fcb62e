import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { stabilityIndex } from '../../../src/graph/features/spread.js';
import { driftedColumns, encodeFeatures, fitFeatures, GraphBuilder } from '../../../src/graph/index.js';

interface Shape {
  readonly seed: number;
  readonly count?: number;
  readonly shift?: number;
  readonly plans?: readonly string[];
  readonly missing?: number;
}

function shoppers({ seed, count = 500, shift = 0, plans = ['basic', 'plus'], missing = 0 }: Shape) {
  const stream = new RandomStream(seed, 'shoppers');
  const rows = Array.from({ length: count }, () => ({
    spent: stream.nextNormal() + shift,
    plan: plans[stream.nextInt(plans.length)]!,
    member: stream.next() < missing ? null : stream.next() < 0.5,
  }));
  const column = (name: string, type: 'float64' | 'utf8' | 'bool') =>
    ({ name, type, role: 'attribute', nullable: true }) as const;
  return new GraphBuilder({
    nodes: [{ name: 'c', columns: [column('spent', 'float64'), column('plan', 'utf8'), column('member', 'bool')] }],
    edges: [],
  })
    .addNodes('c', {
      spent: rows.map(({ spent }) => spent),
      plan: rows.map(({ plan }) => plan),
      member: rows.map(({ member }) => member),
    })
    .build();
}

describe('driftedColumns', () => {
  const encoder = fitFeatures(shoppers({ seed: 1 }));
  const drifted = (shape: Shape, limit?: number) =>
    driftedColumns(shoppers(shape), encoder, limit === undefined ? {} : { limit }).map(({ column }) => column);

  it('computes the index as by hand', () => {
    // Shares with half a row more a bin: 9.5 / 20 and 10.5 / 20 against 4.5 / 20 and 15.5 / 20.
    const [p, q] = [9.5 / 20, 4.5 / 20];
    const byHand = (p - q) * Math.log(p / q) + (q - p) * Math.log((1 - p) / (1 - q));
    expect(stabilityIndex([9, 10], [4, 15]).index).toBeCloseTo(byHand, 12);
    expect(stabilityIndex([9, 10], [9, 10]).index).toBe(0);
  });

  it('names what changed and nothing else, in samples of the same population nothing', () => {
    for (let seed = 2; seed < 12; seed++) expect(drifted({ seed })).toEqual([]);
    for (let seed = 2; seed < 12; seed++) expect(drifted({ seed, count: 8 }, 0.1)).toEqual([]);
    expect(drifted({ seed: 2, shift: 2 })).toEqual(['spent']);
    expect(drifted({ seed: 2, plans: ['gold', 'plus'] })).toEqual(['plan']);
    expect(drifted({ seed: 2, missing: 0.8 })).toEqual(['member']);
    expect(drifted({ seed: 2, shift: 2 }, 100)).toEqual([]);
    expect(driftedColumns(shoppers({ seed: 2, missing: 1 }), encoder)[0]!.missing).toEqual([0, 1]);
    expect(driftedColumns(shoppers({ seed: 2, count: 0 }), encoder)).toEqual([]);
  });

  it('refuses what is no limit', () => {
    expect(() => driftedColumns(shoppers({ seed: 1 }), encoder, { limit: -1 })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });
});

describe('roles', () => {
  const build = (type: string, role: string) =>
    new GraphBuilder({ nodes: [{ name: 'a', columns: [{ name: 'x', type, role }] }], edges: [] } as never);

  it('that a type cannot have are refused', () => {
    for (const [type, role] of [
      ['utf8', 'weight'],
      ['bool', 'weight'],
      ['int32', 'text'],
      ['int32', 'mask'],
      ['bool', 'time'],
    ] as const) {
      expect(() => build(type, role)).toThrow(expect.objectContaining({ code: 'INVALID_SCHEMA' }));
    }
  });

  it('the role feature says that a column shall be used, though it looks like a name of the rows', () => {
    const texts = Array.from({ length: 40 }, (_, i) => `word${i}`);
    const kinds = (role: 'feature' | 'attribute') => {
      const graph = new GraphBuilder({
        nodes: [
          {
            name: 'a',
            columns: [
              { name: 'word', type: 'utf8', role },
              { name: 'place', type: 'int32', role },
            ],
          },
        ],
        edges: [],
      })
        .addNodes('a', { word: texts, place: texts.map((_, i) => i) })
        .build();
      const encoder = fitFeatures(graph);
      return {
        uses: (encoder.a ?? []).map(({ found }) => found),
        width: encodeFeatures(graph, encoder).features('a')?.width,
      };
    };
    expect(kinds('feature')).toEqual({ uses: ['text', 'number'], width: 257 });
    expect(kinds('attribute')).toEqual({ uses: [], width: undefined });
  });
});
