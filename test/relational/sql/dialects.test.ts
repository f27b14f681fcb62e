import { describe, expect, it } from 'vitest';
import type { HeteroGraphError } from '../../../src/core/index.js';
import { type FeaturePlan, featureSql, type PlannedFeature, type SqlDialect } from '../../../src/relational/index.js';

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
];
const plan: FeaturePlan = { table: 'customer', features, leftOut: [] };
const order = { id: 'id', time: { column: 'placed' }, keys: { customer: { column: evil, table: 'customer' } } };
const options = (dialect: SqlDialect) => ({
  dialect,
  tables: { customer: { id: 'id' }, order: { name: ['shop', evil], ...order } },
  anchors: { name: 'asked', id: 'who', time: { column: 'at', kind: 'seconds' as const } },
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
  it.each(['duckdb', 'postgres', 'bigquery', 'snowflake', 'clickhouse'] as const)(
    'of %s is as recorded',
    async (dialect) => {
      await expect(textOf(dialect)).toMatchFileSnapshot(`recorded/${dialect}.sql`);
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
      expect(rest).not.toMatch(/shop|amount|placed|asked(?!_)/);
    }
  });

  it('is refused by a code where something is missing or cannot be', () => {
    const { tables, ...others } = options('duckdb');
    expect(codeOf(() => featureSql(plan, { ...others, tables: { customer: tables.customer } }))).toBe('UNKNOWN_TYPE');
    const keyless = { ...tables, order: { id: 'id' } };
    expect(codeOf(() => featureSql(plan, { ...others, tables: keyless }))).toBe('UNKNOWN_COLUMN');
    const lag: PlannedFeature = { ...features[0]!, measure: { what: 'lag', back: 1 } };
    expect(codeOf(() => featureSql({ ...plan, features: [lag] }, options('duckdb')))).toBe('INVALID_OPTION');
    expect(codeOf(() => featureSql(plan, options('oracle' as SqlDialect)))).toBe('INVALID_OPTION');
    const dated = { ...tables, order: { ...tables.order, columns: { [evil]: { kind: 'timestamp' as const } } } };
    expect(codeOf(() => featureSql(plan, { ...others, tables: dated }))).toBe('MODEL_MISMATCH');
  });
});
