import { describe, expect, it } from 'vitest';
import type { HeteroGraphError } from '../../../src/core/index.js';
import { type FeaturePlan, featureSql, type PlannedFeature, type SqlDialect } from '../../../src/relational/index.js';

const dialects = ['duckdb', 'postgres', 'bigquery', 'snowflake', 'clickhouse'] as const;
const rows = [{ table: 'order', key: 'customer' }];
const common = { path: '', kind: 'number' as const, focus: [] };
const evil = `a'b\\"c\`d\n`;
const features: PlannedFeature[] = [
  {
    ...common,
    name: 'mean',
    rows,
    value: { ups: [], column: 'amount' },
    measure: { what: 'mean', window: { days: 90 } },
  },
  {
    ...common,
    name: 'share',
    rows,
    value: { ups: [], column: evil },
    measure: { what: 'share', window: 'all', of: evil },
  },
  ...(['last', 'since last', 'since first', 'between'] as const).map(
    (what): PlannedFeature => ({
      ...{ ...common, name: what, rows, measure: { what } },
      ...(what === 'last' ? { value: { ups: [], column: 'amount' } } : {}),
    }),
  ),
  {
    ...{ ...common, name: 'last text', kind: 'category', rows, categories: ['new', 'paid'] },
    ...{ value: { ups: [], column: evil }, measure: { what: 'last' } },
  },
  { ...common, name: 'shop age', focus: [{ up: 'shop' }], measure: { what: 'age' } },
];
const plan: FeaturePlan = { table: 'customer', features, leftOut: [] };
const order = { id: 'id', time: { column: 'placed' }, keys: { customer: { column: evil, table: 'customer' } } };
const options = (dialect: SqlDialect) => ({
  dialect,
  tables: {
    customer: { id: 'id', keys: { shop: { column: 'shop_id', table: 'shop' } } },
    shop: { id: 'id', time: { column: 'opened' } },
    order: { name: ['shop', evil], ...order },
  },
  anchors: {
    ...{ name: 'asked', id: 'who', time: { column: 'at', kind: 'seconds' as const } },
    seenUntil: { column: 'until', kind: 'seconds' as const },
  },
});
const textOf = (dialect: SqlDialect) => featureSql(plan, options(dialect)).text;
const codeOf = (call: () => unknown) => {
  try {
    call();
  } catch (error) {
    return (error as HeteroGraphError).code;
  }
  return undefined;
};

describe('SQL of dialects', () => {
  it.each(dialects)('of %s is as recorded', async (dialect) => {
    await expect(textOf(dialect)).toMatchFileSnapshot(`recorded/${dialect}.sql`);
  });

  it.each(dialects)(
    'of %s joins by equality alone, compares no NULL by LEAST and partitions by no FLOAT64',
    (dialect) => {
      const text = textOf(dialect);
      const conditions = [...text.matchAll(/ ON (.*)/g)].map(([, condition]) => condition);
      expect(conditions.length).toBeGreaterThan(8);
      for (const condition of conditions) expect(condition).not.toMatch(/[<>]/);
      expect(text).not.toContain('LEAST(');
      const partitions = [...text.matchAll(/PARTITION BY (.*) ORDER BY/g)].map(([, by]) => by);
      const times = ['a.asked_at', 'a.seen_until'].map((time) =>
        dialect === 'bigquery' ? `CAST(${time} AS STRING)` : time,
      );
      expect(partitions).toEqual(Array(2).fill(['a.id', ...times].join(', ')));
    },
  );

  it('has no name or text of the user outside of quotes', () => {
    const strings: Record<SqlDialect, RegExp> = {
      duckdb: /"(?:[^"]|"")*"|'(?:[^']|'')*'/g,
      postgres: /"(?:[^"]|"")*"|E'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'/g,
      bigquery: /`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'/g,
      snowflake: /"(?:[^"]|"")*"|'(?:[^'\\]|\\.)*'/g,
      clickhouse: /`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'/g,
    };
    for (const [dialect, quoted] of Object.entries(strings)) {
      const rest = textOf(dialect as SqlDialect).replace(quoted, '?');
      expect(rest).toMatch(/^[\w\s.,()<>=*/?-]+$/);
      expect(rest).not.toMatch(/shop|opened|(?<!seen_)until|amount|placed|asked(?!_)/);
    }
  });

  it('is refused by a code where something is missing or cannot be', () => {
    const { tables, ...others } = options('duckdb');
    expect(
      codeOf(() => featureSql(plan, { ...others, tables: { customer: tables.customer, shop: tables.shop } })),
    ).toBe('UNKNOWN_TYPE');
    const keyless = { ...tables, order: { id: 'id' } };
    expect(codeOf(() => featureSql(plan, { ...others, tables: keyless }))).toBe('UNKNOWN_COLUMN');
    const lag: PlannedFeature = { ...features[0]!, measure: { what: 'lag', back: 1 } };
    expect(codeOf(() => featureSql({ ...plan, features: [lag] }, options('duckdb')))).toBe('INVALID_OPTION');
    expect(codeOf(() => featureSql(plan, options('oracle' as SqlDialect)))).toBe('INVALID_OPTION');
    const dated = { ...tables, order: { ...tables.order, columns: { [evil]: { kind: 'timestamp' as const } } } };
    expect(codeOf(() => featureSql(plan, { ...others, tables: dated }))).toBe('MODEL_MISMATCH');
  });
});
