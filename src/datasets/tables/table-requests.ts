import { type ColumnMapping, type GraphMapping, withinColumns } from '../mapping/mapping.js';
import type { TableRequest } from './read-table.js';

/** The name under which a column is read for a node type or an edge type: two of them may read one column as different kinds. */
export function columnName(owner: string, column: string): string {
  return `${owner}.${column}`;
}

/** What is wanted of each table that a mapping names, so that each is read once. */
export function tableRequests({ nodes, edges }: GraphMapping, mayBeAbsent: boolean): ReadonlyMap<string, TableRequest> {
  const wanted = new Map<
    string,
    { keys: Set<string>; columns: Map<string, { column: string; mapping: ColumnMapping }>; hasContent: boolean }
  >();
  const of = (table: string) => {
    const found = wanted.get(table) ?? { keys: new Set(), columns: new Map(), hasContent: false };
    wanted.set(table, found);
    return found;
  };
  const add = (table: string, owner: string, columns: Readonly<Record<string, ColumnMapping>>) => {
    for (const [column, mapping] of Object.entries(columns)) {
      if (mapping.role !== 'ignore') of(table).columns.set(columnName(owner, column), { column, mapping });
    }
  };
  for (const [type, { table, id, within, columns }] of Object.entries(nodes)) {
    if (id === undefined) of(table).hasContent = true;
    else of(table).keys.add(id);
    for (const each of withinColumns(within)) of(table).keys.add(each);
    add(table, `nodes ${type}`, columns);
  }
  for (const [i, { table, source, target, within, columns }] of edges.entries()) {
    for (const each of withinColumns(within)) of(table).keys.add(each);
    for (const key of source === undefined ? [target] : [source, target]) of(table).keys.add(key);
    if (source !== undefined) of(table).hasContent = true;
    add(table, `edges ${i}`, columns);
  }
  return new Map(
    [...wanted].map(([table, request]): [string, TableRequest] => [
      table,
      { ...request, mayBeAbsent: (column) => mayBeAbsent && !request.keys.has(column) },
    ]),
  );
}
