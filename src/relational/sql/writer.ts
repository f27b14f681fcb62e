import { type Dialect, dialects } from './dialects.js';
import {
  type FeatureSqlOptions,
  type SqlColumn,
  type SqlTable,
  type SqlTables,
  type SqlTime,
  sqlKey,
  sqlTable,
} from './layout.js';

/** Before all times: of rows that are known from the beginning. */
const ALWAYS = '-1e300';

/** A table under the alias that it has in a query. */
export interface Joined {
  readonly table: string;
  readonly alias: string;
}

/** Parts of queries over the tables of a plan. */
export class SqlWriter {
  readonly dialect: Dialect;
  readonly tables: SqlTables;

  constructor({ dialect, tables }: Pick<FeatureSqlOptions, 'dialect' | 'tables'>) {
    this.dialect = dialects[dialect];
    this.tables = tables;
  }

  /** A table by its own name, schema and all. */
  source(name: string | readonly string[]): string {
    return (typeof name === 'string' ? [name] : name).map((part) => this.dialect.name(part)).join('.');
  }

  column(alias: string, name: string): string {
    return `${alias}.${this.dialect.name(name)}`;
  }

  double(expression: string): string {
    return `CAST(${expression} AS ${this.dialect.double})`;
  }

  /** A number where it is finite, otherwise NULL. */
  finite(number: string): string {
    return `CASE WHEN ${number} - ${number} = 0 THEN ${number} END`;
  }

  /** Seconds since 1970; NULL: never. */
  seconds(alias: string, { column, kind = 'timestamp' }: SqlTime): string {
    const value = this.column(alias, column);
    return kind === 'seconds' ? this.finite(this.double(value)) : this.dialect.seconds(value);
  }

  /** When a row became known; NULL: never. */
  knownAt({ table, alias }: Joined): string {
    const { time } = sqlTable(this.tables, table);
    return time ? this.seconds(alias, time) : this.double(ALWAYS);
  }

  from({ table, alias }: Joined): string {
    return `${this.source(sqlTable(this.tables, table).name ?? table)} AS ${alias}`;
  }

  id({ table, alias }: Joined): string {
    return this.column(alias, sqlTable(this.tables, table).id);
  }

  /** The table that a key of another one leads to. */
  up(from: Joined, key: string, alias: string): Joined & { readonly join: string } {
    const { column, table } = sqlKey(this.tables, from.table, key);
    const to = { table, alias };
    return { ...to, join: `JOIN ${this.from(to)} ON ${this.id(to)} = ${this.column(from.alias, column)}` };
  }

  /** A column of the plan and what is in it. */
  planned(table: string, name: string): Required<SqlColumn> {
    const { columns = {} }: SqlTable = sqlTable(this.tables, table);
    return { column: name, kind: 'number', ...(Object.hasOwn(columns, name) ? columns[name] : {}) };
  }
}
