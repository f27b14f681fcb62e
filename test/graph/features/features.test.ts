import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFeatures, fitFeatures, GraphBuilder, type HeteroGraph } from '../../../src/graph/index.js';

interface Customer {
  readonly name: string;
  readonly age: number | null;
  readonly spent: number;
  readonly member: boolean | null;
  readonly plan: string | null;
  readonly since: string | null;
  readonly note: string;
}

const plans = ['basic', 'plus', 'pro'];
function customers(count: number): Customer[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `c${i}`,
    age: i % 5 === 0 ? null : 20 + ((7 * i) % 40),
    spent: i % 10 === 0 ? 50_000 : i % 13,
    member: i % 7 === 0 ? null : i % 2 === 0,
    plan: i % 6 === 0 ? null : plans[i % 3]!,
    since: i % 9 === 0 ? null : `20${10 + (i % 10)}-0${1 + (i % 9)}-15`,
    note: `wrote about ${['late parcels', 'broken lamps', 'nothing at all'][i % 3]} in letter ${i}`,
  }));
}

function graphOf(rows: readonly Customer[]): HeteroGraph {
  const of = <K extends keyof Customer>(key: K) => rows.map((row) => row[key]);
  return new GraphBuilder({
    nodes: [
      {
        name: 'customer',
        columns: [
          { name: 'name', type: 'utf8', role: 'id' },
          { name: 'age', type: 'int32', role: 'attribute', nullable: true },
          { name: 'spent', type: 'float64', role: 'attribute' },
          { name: 'member', type: 'bool', role: 'attribute', nullable: true },
          { name: 'plan', type: 'utf8', role: 'attribute', nullable: true },
          { name: 'since', type: 'utf8', role: 'attribute', nullable: true },
          { name: 'note', type: 'utf8', role: 'attribute' },
          { name: 'country', type: 'utf8', role: 'attribute' },
          { name: 'row', type: 'int32', role: 'attribute' },
          { name: 'churned', type: 'int32', role: 'attribute' },
        ],
      },
    ],
    edges: [],
  })
    .addNodes('customer', {
      ...{ name: of('name'), age: of('age'), spent: of('spent'), member: of('member'), plan: of('plan') },
      ...{ since: of('since'), note: of('note'), country: rows.map(() => 'FR') },
      ...{ row: rows.map(({ name }) => Number(name.slice(1))), churned: rows.map((_, i) => i % 2) },
    } as never)
    .addNodes('shop', 3)
    .build();
}

const exclude = { customer: ['churned'] };
const trainRows = Int32Array.from({ length: 60 }, (_, i) => i);
const options = { target: 'customer', trainRows, exclude };

/** Features of a row by its id, dense. */
function featuresOf(graph: HeteroGraph): Map<string, number[]> {
  const matrix = graph.features('customer')!;
  return new Map(
    Array.from({ length: graph.numNodes('customer') }, (_, row) => {
      const dense = new Array<number>(matrix.width).fill(0);
      if (matrix.kind === 'dense')
        for (let c = 0; c < matrix.width; c++) dense[c] = matrix.values[row * matrix.width + c]!;
      else
        for (let e = matrix.indptr[row]!; e < matrix.indptr[row + 1]!; e++)
          dense[matrix.indices[e]!] = matrix.values[e]!;
      return [String(graph.ids('customer').idOf(row)), dense];
    }),
  );
}

describe('fitFeatures', () => {
  it('says of every column what it is, and why it is used or not', () => {
    const encoder = fitFeatures(graphOf(customers(90)), options);
    expect(Object.keys(encoder)).toEqual(['customer']);
    const found = Object.fromEntries(encoder.customer!.map((use) => [use.column, use]));
    expect(Object.values(found).map(({ column, found: kind }) => `${column} ${kind}`)).toEqual([
      'age number',
      'spent number',
      'member boolean',
      'plan category',
      'since date',
      'note text',
      'country constant',
      'row identifier',
    ]);
    expect(found.age!.missing).toBeCloseTo(0.2, 9);
    expect(found.age!.encoding).toMatchObject({ log: false, hasMissing: true });
    expect(found.spent!.encoding).toMatchObject({ log: true, hasMissing: false });
    expect(found.plan!.encoding).toEqual({ kind: 'category', categories: plans });
    expect(found.since!.encoding).toMatchObject({ kind: 'date', hasTimes: false });
    expect(found.country).toMatchObject({ reason: 'not used: always "FR"' });
    expect(found.row!.encoding).toBeUndefined();
  });

  it('leaves alone types that have a matrix only, and joins a matrix with plain columns', () => {
    const build = (hasAge: boolean) =>
      new GraphBuilder({
        nodes: [
          {
            name: 'n',
            columns: [
              { name: 'x', type: 'dense', role: 'feature', width: 2 },
              ...(hasAge ? [{ name: 'age', type: 'float32', role: 'attribute' } as const] : []),
            ],
          },
        ],
        edges: [],
      })
        .addNodes('n', {
          x: { kind: 'dense', numRows: 2, width: 2, values: Float32Array.of(1, 2, 3, 4) },
          ...(hasAge ? { age: Float32Array.of(10, 20) } : {}),
        })
        .build();
    expect(fitFeatures(build(false))).toEqual({});
    const graph = build(true);
    const encoded = encodeFeatures(graph, fitFeatures(graph));
    expect(encoded.features('n')).toMatchObject({ width: 3, values: Float32Array.of(1, 2, -1, 3, 4, 1) });
    expect(encoded.nodeSchema('n').columns.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'x attribute',
      'age attribute',
      'features feature',
    ]);
  });
});

describe('encodeFeatures', () => {
  it('worked by hand', () => {
    const graph = new GraphBuilder({
      nodes: [
        {
          name: 'n',
          columns: [
            { name: 'v', type: 'float64', role: 'attribute', nullable: true },
            { name: 'f', type: 'bool', role: 'attribute', nullable: true },
            { name: 'c', type: 'utf8', role: 'attribute', nullable: true },
            { name: 't', type: 'float64', role: 'time' },
          ],
        },
      ],
      edges: [],
    })
      .addNodes('n', { v: [1, 3, null], f: [true, null, false], c: ['b', null, 'a'], t: [0, 86_400, 172_800] })
      .build();
    const matrix = encodeFeatures(graph, fitFeatures(graph)).features('n')!;
    const { values, width } = matrix as { values: Float32Array; width: number };
    expect(width).toBe(2 + 1 + 3 + 5);
    // v, its mark, f, a, b, others, age of t, year, week: days 0, 1, 2 are a Thursday, a Friday, a Saturday.
    const angle = (day: number) => (2 * Math.PI * (day + 3)) / 7;
    const year = (day: number) => (2 * Math.PI * day) / 365.2425;
    const rest = (day: number) => [
      Math.sin(year(day)),
      Math.cos(year(day)),
      Math.sin(angle(day)),
      Math.cos(angle(day)),
    ];
    const expected = [
      ...[-1, 0, 1, 0, 1, 0, -Math.sqrt(1.5), ...rest(0)],
      ...[1, 0, 0, 0, 0, 1, 0, ...rest(1)],
      ...[0, 1, -1, 1, 0, 0, Math.sqrt(1.5), ...rest(2)],
    ];
    for (const [i, value] of expected.entries()) expect(values[i]).toBeCloseTo(value, 5);
  });

  it('does not depend on rows outside training, nor on the order of rows', () => {
    const rows = customers(90);
    const before = featuresOf(encodeFeatures(graphOf(rows), fitFeatures(graphOf(rows), options)));
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 89 }), fc.integer(), (at, salt) => {
        const wild = {
          ...rows[at]!,
          age: 1e6,
          spent: -1e9,
          plan: `new ${salt}`,
          since: '1800-01-01',
          note: 'words never seen',
        };
        const changed = rows.with(at, wild);
        const graph = graphOf(changed);
        const after = featuresOf(encodeFeatures(graph, fitFeatures(graph, options)));
        for (const [id, features] of before) if (id !== rows[at]!.name) expect(after.get(id)).toEqual(features);
        expect(after.get(rows[at]!.name)).not.toEqual(before.get(rows[at]!.name));
        expect(Math.max(...after.get(rows[at]!.name)!.map(Math.abs))).toBeLessThanOrEqual(10);
      }),
      { numRuns: 20 },
    );
    const turned = rows.toReversed();
    const graph = graphOf(turned);
    const reversed = fitFeatures(graph, { ...options, trainRows: trainRows.map((row) => 89 - row) });
    for (const [id, features] of featuresOf(encodeFeatures(graph, reversed))) {
      expect(features).toEqual(before.get(id));
    }
  });

  it('gives the same bits from its JSON, on other data, and tells what it has not seen', () => {
    const encoder = fitFeatures(graphOf(customers(90)), options);
    const again = JSON.parse(JSON.stringify(encoder)) as typeof encoder;
    const other = graphOf([...customers(5), { ...customers(6)[5]!, plan: 'gold' }]);
    const remarks: string[] = [];
    const features = encodeFeatures(other, again, { onRemark: (text) => remarks.push(text) }).features('customer');
    expect(features).toEqual(encodeFeatures(other, encoder).features('customer'));
    expect(remarks).toEqual([expect.stringMatching(/customer\.plan: 1 of 6 rows .* such as "gold"/)]);
  });

  it('refuses forged encoders and other columns, with a code', () => {
    const graph = graphOf(customers(30));
    const { customer } = fitFeatures(graph, options.exclude ? { exclude } : {});
    const codeOf = (uses: unknown, on = graph) => {
      try {
        encodeFeatures(on, uses as never);
        return 'taken';
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    const age = customer!.find(({ column }) => column === 'age')!;
    expect(codeOf({ customer })).toBe('taken');
    expect(codeOf({ customer: [{ ...age, column: 'nobody' }] })).toBe('MODEL_MISMATCH');
    expect(codeOf({ customer: [{ ...age, column: 'plan' }] })).toBe('MODEL_MISMATCH');
    expect(codeOf({ customer: [{ ...age, encoding: { kind: 'vector', width: 2 } }] })).toBe('MODEL_MISMATCH');
    expect(codeOf({ customer: [{ ...age, encoding: { ...age.encoding, deviation: 0 } }] })).toBe('INVALID_OPTION');
    expect(codeOf({ customer: [{ ...age, encoding: { ...age.encoding, mean: Infinity } }] })).toBe('INVALID_OPTION');
    expect(codeOf({ customer: [{ ...age, encoding: { kind: 'text', width: 1e12 } }] })).toBe('INVALID_OPTION');
    expect(codeOf({ nobody: [] })).toBe('UNKNOWN_TYPE');
    expect(codeOf(7)).toBe('INVALID_OPTION');
  });

  it('takes types without nodes and columns without values', () => {
    const graph = graphOf([]);
    expect(fitFeatures(graph, { exclude })).toEqual({});
    const encoder = fitFeatures(graphOf(customers(30)), { exclude });
    expect(encodeFeatures(graph, encoder).features('customer')).toMatchObject({ numRows: 0 });
  });
});
