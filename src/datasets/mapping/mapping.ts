import type { BadCellPolicy } from '../../graph/index.js';

/**
 * How tables become a graph, as plain data: what `graph.yaml` holds. A table is a file of a folder, or a table of a database; rows
 * become nodes or edges.
 */
export interface GraphMapping {
  readonly version: 1;
  /** By node type. */
  readonly nodes: Readonly<Record<string, NodeMapping>>;
  readonly edges: readonly EdgeMapping[];
  /** Tables that are not read, and why. */
  readonly ignored: Readonly<Record<string, string>>;
  /** Texts of cells without a value in every table, beside the empty ones and the usual ones (NA, null, ...). */
  readonly nulls?: readonly string[];
  /** What becomes of a cell that is no value of its column's kind, default `null`: it is missing, and counted. */
  readonly onBadCell?: BadCellPolicy;
}

/** A column, or several in their order. */
export type Within = string | readonly string[];

/** The columns of it. */
export function withinColumns(within: Within | undefined): readonly string[] {
  return within === undefined ? [] : typeof within === 'string' ? [within] : within;
}

/** A node type: a node for each row of a table. */
export interface NodeMapping {
  /** Name of the table, such as `customers.csv`. */
  readonly table: string;
  /** The column that names the rows, no value twice; absent: the rows have no names. */
  readonly id?: string;
  /**
   * The column, or columns, that say within what the ids count, where they begin anew in each, such as the molecule of an atom: a row is then named
   * by all, `molecule/atom` (a stroke within a part before the last is written `\\/`, and `\\` twice). Absent: no id is there twice.
   */
  readonly within?: Within;
  /** Columns that are read, by name; all others are left. */
  readonly columns: Readonly<Record<string, ColumnMapping>>;
}

/** An edge type: an edge for each row of a table. */
export interface EdgeMapping {
  /** Source node type, relation, target node type. */
  readonly type: readonly [source: string, relation: string, target: string];
  readonly table: string;
  /** The column with the id of the source; absent: the row itself, whose table is that of the source's node type. */
  readonly source?: string;
  /** The column with the id of the target. */
  readonly target: string;
  /** The column, or columns in the same order, that say within what the ids of the ends count, where those of their node type do. */
  readonly within?: Within;
  /** Columns of the edges. */
  readonly columns: Readonly<Record<string, ColumnMapping>>;
  /** Where an id has no row: leave the edge out (`drop`), make a node (`add`), or refuse the table (`fail`). */
  readonly unknown: UnknownIds;
  /** `loose`: zeros before ids, blanks and case do not matter where no id is equal, and one alone is meant. Default `exact`. */
  readonly match?: IdMatch;
  /** Name of the relation with the same edges backwards; `false`: there is none. */
  readonly inverse: string | false;
}

export const unknownIds = ['drop', 'add', 'fail'] as const;
export type UnknownIds = (typeof unknownIds)[number];

export const idMatches = ['exact', 'loose'] as const;
export type IdMatch = (typeof idMatches)[number];

export const columnKinds = ['number', 'boolean', 'category', 'tags', 'text', 'date'] as const;
export type ColumnMappingKind = (typeof columnKinds)[number];

/** `feature`: an input; `label`: to be predicted, never an input; `time`: when it happened; `weight`: of edges; `mask`: says how rows are split. */
export const columnUses = ['feature', 'label', 'time', 'weight', 'mask', 'ignore'] as const;
export type ColumnMappingRole = (typeof columnUses)[number];

/**
 * Order of day, month and year in dates that are no ISO dates (`2024-05-31`, `2024-05-31T12:00:00Z`), or what numbers count since 1970.
 */
export const dateForms = ['iso', 'dmy', 'mdy', 'seconds', 'milliseconds'] as const;
export type DateForm = (typeof dateForms)[number];

/**
 * Numbers as people write them: `percent` are hundredths, with the sign or without (`12 %` and `12` are 0.12); `currency` may have any sign or
 * code of a currency (`EUR 12.50`, `12.50 zł`), and brackets around what is negative (`(12.50)`).
 */
export const numberForms = ['percent', 'currency'] as const;
export type NumberForm = (typeof numberForms)[number];

/** What a column holds and what it is for. */
export interface ColumnMapping {
  readonly kind: ColumnMappingKind;
  readonly role: ColumnMappingRole;
  /** Numbers: the mark before the decimals, default `.`. */
  readonly decimal?: '.' | ',';
  /** Of dates, default `iso`; or of numbers, default plain ones, with `$`, `%` and marks of thousands or without. */
  readonly form?: DateForm | NumberForm;
  /** Of dates: the column of the same table with the time of day (`14:30`, `14:30:05`; none is midnight), which is added to the date. */
  readonly clock?: string;
  /** Cells without a value, beside the empty ones and the usual ones (NA, null, ...). */
  readonly nulls?: readonly string[];
}
