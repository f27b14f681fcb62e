/** Engines whose SQL is written. */
export type SqlDialect = 'duckdb' | 'postgres' | 'bigquery' | 'snowflake' | 'clickhouse';

export const dialectNames = ['duckdb', 'postgres', 'bigquery', 'snowflake', 'clickhouse'] as const;

/** What differs between engines. */
export interface Dialect {
  /** A name as it is taken whatever it holds. */
  name(name: string): string;
  /** A text as it is taken whatever it holds. */
  text(text: string): string;
  /** The type of 64-bit floating-point numbers. */
  readonly double: string;
  /** Seconds since 1970 of an expression of the type of time. */
  seconds(timestamp: string): string;
  /** 1 and 0 of a boolean. */
  flag(boolean: string): string;
  /** The smallest text in the order of code units. */
  smallest(text: string): string;
  /** A 64-bit floating-point number as rows are partitioned by it. */
  partition(number: string): string;
  /** The deviation of numbers, divided by n. */
  readonly deviation: string;
  /** Behind the query, where rows without a partner must be NULL. */
  readonly ending?: string;
}

const doubled = (text: string, mark: string) => `${mark}${text.replaceAll(mark, mark + mark)}${mark}`;

const CONTROLS: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** In quotes, with a backslash before those inside, before backslashes, and as the sign of line ends. */
const escaped = (text: string, mark: string) =>
  `${mark}${text
    .replaceAll('\\', '\\\\')
    .replaceAll(mark, `\\${mark}`)
    .replace(/[\n\r\t]/g, (sign) => CONTROLS[sign]!)}${mark}`;

const common = {
  double: 'DOUBLE PRECISION',
  flag: (boolean: string) => `CASE WHEN ${boolean} THEN 1 WHEN NOT ${boolean} THEN 0 END`,
  smallest: (text: string) => `MIN(${text})`,
  partition: (number: string) => number,
  deviation: 'STDDEV_POP',
};

export const dialects: Readonly<Record<SqlDialect, Dialect>> = {
  duckdb: {
    ...common,
    name: (name) => doubled(name, '"'),
    text: (text) => doubled(text, "'"),
    double: 'DOUBLE',
    seconds: (timestamp) => `EPOCH(${timestamp})`,
  },
  postgres: {
    ...common,
    name: (name) => doubled(name, '"'),
    // With E the meaning of a backslash does not depend on a setting of the server.
    text: (text) => (text.includes('\\') ? `E${doubled(text.replaceAll('\\', '\\\\'), "'")}` : doubled(text, "'")),
    seconds: (timestamp) => `CAST(EXTRACT(EPOCH FROM ${timestamp}) AS DOUBLE PRECISION)`,
    smallest: (text) => `MIN(${text} COLLATE "C")`,
  },
  bigquery: {
    ...common,
    name: (name) => escaped(name, '`'),
    text: (text) => escaped(text, "'"),
    double: 'FLOAT64',
    seconds: (timestamp) => `UNIX_MICROS(CAST(${timestamp} AS TIMESTAMP)) / 1000000`,
    // FLOAT64 is no type to partition by; its texts are as many as its numbers.
    partition: (number) => `CAST(${number} AS STRING)`,
  },
  snowflake: {
    ...common,
    name: (name) => doubled(name, '"'),
    text: (text) => escaped(text, "'"),
    double: 'DOUBLE',
    seconds: (timestamp) => `CAST(DATE_PART(EPOCH_MICROSECOND, ${timestamp}) AS DOUBLE) / 1000000`,
  },
  clickhouse: {
    ...common,
    name: (name) => escaped(name, '`'),
    text: (text) => escaped(text, "'"),
    double: 'Nullable(Float64)',
    seconds: (timestamp) => `toUnixTimestamp64Micro(toDateTime64(${timestamp}, 6, 'UTC')) / 1000000`,
    deviation: 'stddevPop',
    ending: 'SETTINGS join_use_nulls = 1',
  },
};
