import { type ColumnSchema, type EdgeType, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { booleans, chunk, columnTexts, numbers, validity } from '../../graph/internal.js';
import type { Column } from './types.js';

const END_NAMES = ['source', 'target'];

/**
 * The columns of a node or edge type that are no keys; of those left out a sentence each.
 *
 * @param time the column that is the time of the rows
 */
export function tableColumns(
  graph: HeteroGraph,
  ref: string | EdgeType,
  time: string | undefined,
): { readonly columns: readonly Column[]; readonly skipped: readonly string[] } {
  const isNode = typeof ref === 'string';
  const schema = (isNode ? graph.nodeSchema(ref) : graph.edgeSchema(ref)).columns;
  const table = isNode ? graph.nodeTable(ref) : graph.edgeTable(ref);
  const columns: Column[] = [];
  const skipped: string[] = [];
  for (const column of schema) {
    if (column.role === 'id' || (!isNode && END_NAMES.includes(column.name))) continue;
    const made = columnOf(column, table.getChild(column.name)!);
    const use =
      column.role === 'label' || column.role === 'mask' ? 'target' : column.name === time ? 'time' : undefined;
    if (made) columns.push(use ? { ...made, use } : made);
    else
      skipped.push(
        `${isNode ? ref : edgeTypeKey(ref)}.${column.name} is not used: ${column.role === 'text' || column.role === 'tags' ? column.role : `${column.type} columns`} are not summed up over time.`,
      );
  }
  return { columns, skipped };
}

function columnOf(column: ColumnSchema, vector: Parameters<typeof chunk>[0]): Column | undefined {
  const { name, type, role } = column;
  if (type === 'dense' || type === 'sparse' || role === 'text' || role === 'tags') return undefined;
  const data = chunk(vector);
  if (type === 'utf8') return categoryColumn(name, columnTexts(data));
  const valid = validity(data);
  const isThere = (row: number) => valid?.[row] !== 0;
  // Numbers that are to be predicted are numbers, although their column keeps them as classes.
  const classes = role === 'label' ? column.classes : undefined;
  if (classes?.every((text) => text.trim() !== '' && Number.isFinite(Number(text)))) {
    const codes = numbers<Int32Array>(data);
    const values = Float64Array.from(codes, (code, row) => (isThere(row) ? Number(classes[code]!) : Number.NaN));
    return { name, kind: 'number', values };
  }
  if (classes) {
    const codes = numbers<Int32Array>(data);
    return categoryColumn(
      name,
      Array.from(codes, (code, row) => (isThere(row) ? classes[code]! : null)),
    );
  }
  const given: ArrayLike<number | bigint> = type === 'bool' ? booleans(data) : numbers(data);
  const values = Float64Array.from(given, (value, row) => {
    const number = isThere(row) ? Number(value) : Number.NaN;
    return Number.isFinite(number) ? number : Number.NaN;
  });
  return { name, kind: type === 'bool' ? 'boolean' : role === 'time' ? 'date' : 'number', values };
}

/** Texts as categories, sorted by code units. */
function categoryColumn(name: string, texts: readonly (string | null)[]): Column {
  const categories = [...new Set(texts.filter((text) => text !== null))].sort((a, b) => (a < b ? -1 : 1));
  const places = new Map(categories.map((text, code) => [text, code]));
  return {
    ...{ name, kind: 'category', categories },
    codes: Int32Array.from(texts, (text) => (text === null ? -1 : places.get(text)!)),
  };
}
