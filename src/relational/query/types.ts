/** What a forecast query asks for, as it is written; names are not looked up yet. */
export interface ForecastQuery {
  readonly text: string;
  /** What is measured in the window after the anchor. */
  readonly measure: Measure;
  /** Length of the window in seconds. */
  readonly horizon: number;
  /** Makes the measure a question of yes or no. */
  readonly comparison?: { readonly operator: Comparison; readonly value: number };
  /** The table whose rows the forecast is about. */
  readonly entity: Name;
  /** Rows of it are asked about only where all of these hold at the anchor. */
  readonly where: readonly Condition[];
}

/** A name with its place in the text, from 0, for messages. */
export interface Name {
  readonly text: string;
  readonly at: number;
}

export const measureFunctions = [
  'COUNT',
  'COUNT DISTINCT',
  'SUM',
  'AVG',
  'MIN',
  'MAX',
  'LAST',
  'EXISTS',
  'LIST',
] as const;
export type MeasureFunction = (typeof measureFunctions)[number];

/** Something computed of the rows of a table that belong to an entity. */
export interface Measure {
  readonly function: MeasureFunction;
  readonly table: Name;
  /** Absent for COUNT and EXISTS. */
  readonly column?: Name;
  /** Of LIST: what of the row that the column refers to is listed, and so on: names of its keys, a column at last. */
  readonly further?: readonly Name[];
  /** The key by which the rows belong to the entity, where several could be meant. */
  readonly via?: Name;
  /** Only rows where all of these hold. */
  readonly where: readonly ColumnCondition[];
}

export const comparisons = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Comparison = (typeof comparisons)[number];

export type Condition = ColumnCondition | HistoryCondition;

/** A condition on a column of a row. */
export interface ColumnCondition {
  readonly kind: 'column';
  /** The table, where it is written before the column. */
  readonly table?: Name;
  readonly column: Name;
  readonly test:
    | { readonly operator: Comparison; readonly value: number | string }
    | { readonly operator: 'in'; readonly values: readonly (number | string)[] }
    | { readonly operator: 'null' | 'not null' };
}

/** A condition on what happened before the anchor. */
export interface HistoryCondition {
  readonly kind: 'history';
  readonly measure: Measure;
  /** How far back in seconds; Infinity: all that is known. */
  readonly seconds: number;
  readonly operator: Comparison;
  readonly value: number;
}
