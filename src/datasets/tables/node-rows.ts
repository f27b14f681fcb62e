import type { ColumnData, ColumnHint } from '../../graph/index.js';
import type { BadRows } from '../../graph/internal.js';
import { type ColumnMapping, type NodeMapping, type Within, withinColumns } from '../mapping/mapping.js';
import type { ColumnValues } from './column-values.js';
import type { TableRows } from './read-table.js';
import { orderByContent, orderByIds } from './row-order.js';

/** The nodes of a type: which rows of the table, in which order, by which ids. */
export interface NodeRows {
  /** Row of the table of each node, [N]; -1 for nodes that only edges name. */
  readonly order: Int32Array;
  /** Node of each row of the table, -1 where the row is left out. */
  readonly nodeOfRow: Int32Array;
  /** By id; undefined where rows have none. */
  readonly byId: ReadonlyMap<string, number> | undefined;
  /** Whether ids count within something: `molecule/atom`. */
  readonly isWithin: boolean;
}

/** Ids of a column, with what they count within before them; undefined where one of them is missing. */
export function idsOf(
  { keys }: Pick<TableRows, 'keys'>,
  column: string,
  within: Within | undefined,
): readonly (string | undefined)[] {
  const ids = keys.get(column)!;
  const owners = withinColumns(within).map((name) => keys.get(name)!);
  if (owners.length === 0) return ids;
  return ids.map((id, row) => {
    const parts = owners.map((owner) => owner[row]);
    if (id === undefined || parts.includes(undefined)) return undefined;
    return [...parts.map((part) => escaped(part!)), id].join('/');
  });
}

/** A part of a name such that the strokes between the parts are told from those in them. */
function escaped(part: string): string {
  return /[/\\]/.test(part) ? part.replace(/[/\\]/g, '\\$&') : part;
}

/**
 * Orders the rows of a table by id, so that the order in the file changes nothing, and leaves out those without an id of their own.
 *
 * @param added ids that have no row and get a node
 * @throws {HeteroGraphError} under the policy `fail`: NULL_VALUE; DUPLICATE_ID naming both rows
 */
export function nodeRows(
  { id, within }: NodeMapping,
  table: TableRows,
  added: Iterable<string>,
  bad: BadRows,
): NodeRows {
  const nodeOfRow = new Int32Array(table.numRows).fill(-1);
  if (id === undefined) {
    const order = orderByContent(table.content);
    for (const [node, row] of order.entries()) nodeOfRow[row] = node;
    return { order, nodeOfRow, byId: undefined, isWithin: false };
  }
  const first = new Map<string, number>();
  for (const [row, text] of idsOf(table, id, within).entries()) {
    const place = { file: table.file, row: table.rowNumbers[row]!, column: id };
    if (text === undefined) {
      bad.report({ ...place, code: 'NULL_VALUE', message: 'The id is missing.' });
      continue;
    }
    const earlier = first.get(text);
    if (earlier === undefined) first.set(text, row);
    else {
      const message = `The id ${JSON.stringify(text)} is that of row ${table.rowNumbers[earlier]} already.`;
      bad.report({ ...place, code: 'DUPLICATE_ID', message });
    }
  }
  for (const text of added) if (!first.has(text)) first.set(text, -1);
  const ids = [...first.keys()];
  const rows = [...first.values()];
  const sorted = orderByIds(ids);
  const order = Int32Array.from(sorted, (at) => rows[at]!);
  for (const [node, row] of order.entries()) if (row >= 0) nodeOfRow[row] = node;
  const byId = new Map(Array.from(sorted, (at, node) => [ids[at]!, node] as const));
  return { order, nodeOfRow, byId, isWithin: within !== undefined };
}

/** Columns of a builder, and what is known of each. */
export interface BuilderColumns {
  readonly data: Record<string, ColumnData>;
  readonly hints: Record<string, ColumnHint>;
}

/** Values of columns in an order of rows; -1 is a row without any value. */
export function builderColumns(columns: Iterable<readonly [string, ColumnValues]>, order: Int32Array): BuilderColumns {
  const made = Array.from(
    columns,
    ([name, values]) => [name, values.isText ? texts(values, order) : numbers(values, order)] as const,
  );
  // Names such as __proto__ are columns too.
  return {
    data: Object.fromEntries(made.map(([name, [data]]) => [name, data])),
    hints: Object.fromEntries(made.map(([name, [, hint]]) => [name, hint])),
  };
}

function texts(values: ColumnValues, order: Int32Array): [ColumnData, ColumnHint] {
  const all = values.texts(order).map((text) => text ?? null);
  const { kind, role } = values.mapping;
  if (role !== 'label') return [all, { type: 'utf8', role: kind === 'text' || kind === 'tags' ? kind : 'attribute' }];
  return classes(all);
}

/** Labels by class, in the order of the names: it must not follow from the order of rows. */
function classes(all: readonly (string | null)[]): [ColumnData, ColumnHint] {
  const names = [...new Set(all.filter((text) => text !== null))];
  const sorted = Array.from(orderByIds(names), (at) => names[at]!);
  const numberOf = new Map(sorted.map((text, c) => [text, c]));
  return [
    all.map((text) => (text === null ? null : numberOf.get(text)!)),
    { type: 'int32', role: 'label', classes: sorted },
  ];
}

function numbers(values: ColumnValues, order: Int32Array): [ColumnData, ColumnHint] {
  const all = values.numbers(order);
  const { kind, role } = values.mapping;
  if (role === 'label') return classes(Array.from(all, (value) => (Number.isNaN(value) ? null : String(value))));
  const valid = Uint8Array.from(all, (value) => (Number.isNaN(value) ? 0 : 1));
  const hint: ColumnHint =
    kind === 'boolean'
      ? { type: 'bool', role: role === 'mask' ? 'mask' : 'attribute' }
      : { type: 'float64', role: roleOf(values.mapping) };
  if (kind === 'boolean') return [Array.from(all, (value) => (Number.isNaN(value) ? null : value === 1)), hint];
  return [valid.includes(0) ? { values: all.map((value) => (Number.isNaN(value) ? 0 : value)), valid } : all, hint];
}

function roleOf({ kind, role }: ColumnMapping): 'time' | 'weight' | 'attribute' {
  if (role === 'weight') return 'weight';
  // The features room reads numbers with the role time as dates.
  return kind === 'date' ? 'time' : 'attribute';
}
