import type { HeteroGraph } from '../../graph/index.js';
import { allIds, guessTags, tagsOf } from '../../graph/internal.js';
import type { ItemTable } from '../../recommend/index.js';

type Cell = ItemTable['columns'][string][number];

/** What the table of the items says of them: what filters ask for, and how people call them. */
export interface ItemFacts {
  readonly table: ItemTable;
  /** Name of the column with their titles. */
  readonly title?: string;
}

/** Names of columns with titles, the best first. */
const TITLES = /^(title|name|label|headline)$|(title|name)$/i;

/** Columns of values, tags and titles of a node type. */
export function itemFacts(graph: HeteroGraph, nodeType: string): ItemFacts {
  const ids = allIds(graph.ids(nodeType));
  const columns = graph
    .nodeSchema(nodeType)
    .columns.filter(
      ({ role, type }) =>
        ['attribute', 'label', 'text', 'tags', 'mask'].includes(role) &&
        /^(utf8|bool|int32|int64|float32|float64)$/.test(type),
    )
    .map(({ name, role, classes }) => {
      const vector = graph.nodeTable(nodeType).getChild(name)!;
      const cells = Array.from({ length: vector.length }, (_, row) => cellOf(vector.get(row), classes));
      return [name, role === 'tags' ? listsOf(cells) : cells] as const;
    });
  const texts = columns.filter(([, cells]) => cells.some((cell) => typeof cell === 'string'));
  const title = texts.find(([name]) => TITLES.test(name))?.[0];
  return { table: { ids, columns: Object.fromEntries(columns) }, ...(title === undefined ? {} : { title }) };
}

function cellOf(value: unknown, classes: readonly string[] | undefined): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (classes && typeof value === 'number') return classes[value] ?? null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'boolean' ? value : String(value);
}

/** Lists of tags where cells have several. */
function listsOf(cells: readonly Cell[]): readonly Cell[] {
  const counts = new Map<string, number>();
  for (const cell of cells) if (typeof cell === 'string') counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const form = guessTags(counts, true)?.form;
  return form ? cells.map((cell) => (typeof cell === 'string' ? tagsOf(cell, form) : cell)) : cells;
}
