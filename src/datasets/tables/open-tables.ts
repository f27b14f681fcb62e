import { expectArgument, type RunOptions } from '../../core/index.js';
import {
  type BadCellPolicy,
  type BadRowPolicy,
  type EdgeType,
  GraphBuilder,
  type HeteroGraph,
  type ReadTables,
} from '../../graph/index.js';
import { BadRows } from '../../graph/internal.js';
import { checkMapping } from '../mapping/check-mapping.js';
import type { GraphMapping } from '../mapping/mapping.js';
import type { TableSource } from '../sources/base/table-source.js';
import { addedIds, type EdgeRows, edgeRows, nearlyText, type UnknownReferences } from './edge-rows.js';
import { expectTables } from './expect-tables.js';
import { type BuilderColumns, builderColumns, type NodeRows, nodeRows } from './node-rows.js';
import type { TableRows } from './read-table.js';
import { readTables } from './read-tables.js';

import { columnName } from './table-requests.js';

/** What to do with rows, tables and columns that are wrong or missing. */
export interface OpenTablesOptions extends RunOptions {
  /** Rows that cannot be read, have no id, or the id of an earlier row; default `fail`. */
  readonly onBadRow?: BadRowPolicy;
  /**
   * Cells that are no value of their column's kind; default what the mapping says, else `null`: they are missing, and counted in the remarks.
   * With `fail` they make their row a bad one.
   */
  readonly onBadCell?: BadCellPolicy;
  /** Texts of cells without a value, beside those of the mapping and the usual ones. */
  readonly nullTexts?: readonly string[];
  /** Whether tables and columns may be missing, as in new data to be predicted; default false. They are empty then, and remarked; one table at least must be there. */
  readonly mayBeAbsent?: boolean;
}

/** A graph of tables, and what there is to know of them that stopped nothing. */
export interface TablesGraph extends ReadTables {
  readonly remarks: readonly string[];
}

/**
 * Reads the tables of a folder, a zip archive, a database file or a source as a graph. Nodes are ordered by id and edges by their ends, so that the order of the rows in
 * the files changes nothing. Every relation is there in both directions unless the mapping says otherwise. Cells that are no value of their
 * column's kind are taken as missing; ids without a row as the mapping says; both are counted in `remarks`. Files are only read.
 *
 * @example
 * const guess = await guessMapping('shop');
 * const { graph, remarks } = await openTables('shop', guess.mapping);
 * @param from path of a folder, archive or file, or a source, which stays open
 * @throws {HeteroGraphError} INVALID_MAPPING; FILE_NOT_FOUND for a table that is not there; UNKNOWN_COLUMN; UNKNOWN_ID; under the policy
 *   `fail` DUPLICATE_ID (naming both rows), NULL_VALUE, MALFORMED_ROW, and WRONG_DTYPE of cells under `onBadCell: 'fail'`; and what reading throws
 */
export async function openTables(
  from: string | TableSource,
  mapping: GraphMapping,
  options: OpenTablesOptions = {},
): Promise<TablesGraph> {
  expectTables(from);
  expectArgument(options, 'object', 'options');
  const checked = checkMapping(mapping);
  const { onBadRow, nullTexts = [], mayBeAbsent = false, signal, onProgress } = options;
  const nulls = [...(checked.nulls ?? []), ...nullTexts];
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const bad = new BadRows(onBadRow, options.onBadCell ?? checked.onBadCell ?? 'null');
  const remarks: string[] = [];
  const tables = await readTables(from, checked, { mayBeAbsent, bad, nulls, remarks }, run);
  const graph = build(checked, tables, bad, remarks);
  const numRows = graph.numNodes() + graph.numEdges();
  return { graph, remarks, numRows, numBadRows: bad.count, badRows: bad.rows, ...bad.cells.report };
}

function build(
  { nodes, edges }: GraphMapping,
  tables: ReadonlyMap<string, TableRows>,
  bad: BadRows,
  remarks: string[],
): HeteroGraph {
  const builder = new GraphBuilder();
  const known = new Map<string, NodeRows>();
  for (const [type, node] of Object.entries(nodes)) {
    const table = tables.get(node.table)!;
    const added = edges.flatMap((edge) => addedIds(edge, tables.get(edge.table)!, type, node.within !== undefined));
    const rows = nodeRows(node, table, added, bad);
    known.set(type, rows);
    const made = rows.order.reduce((count, row) => count + (row < 0 ? 1 : 0), 0);
    if (made > 0)
      remarks.push(
        `${made} nodes of the type ${type} have no row: they are made of ids that edges name (unknown: add).`,
      );
    const { data, hints } = typeColumns(`nodes ${type}`, node.columns, table, rows.order, remarks);
    const id = node.id === undefined ? {} : { [node.id]: [...rows.byId!.keys()] };
    const idHint = node.id === undefined ? {} : { [node.id]: { type: 'utf8', role: 'id' } as const };
    builder.addNodes(type, { ...id, ...data }, { count: rows.order.length, columns: { ...idHint, ...hints } });
  }
  for (const [i, edge] of edges.entries()) {
    const table = tables.get(edge.table)!;
    const found = edgeRows(edge, table, known.get(edge.type[0])!, known.get(edge.type[2])!, (unknown) =>
      remarks.push(unknownText(unknown)),
    );
    addEdges(builder, edge, found, typeColumns(`edges ${i}`, edge.columns, table, found.rows, remarks));
  }
  return builder.build();
}

function addEdges(
  builder: GraphBuilder,
  { type, inverse }: GraphMapping['edges'][number],
  { source, target }: EdgeRows,
  { data, hints }: BuilderColumns,
): void {
  builder.addEdges(type, { ...data, source, target }, { columns: hints, endpoints: 'index' });
  if (inverse === false) return;
  const back: EdgeType = [type[2], inverse, type[0]];
  builder.addEdges(back, { ...data, source: target, target: source }, { columns: hints, endpoints: 'index' });
  builder.setInverse(type, back);
}

function typeColumns(
  owner: string,
  columns: GraphMapping['nodes'][string]['columns'],
  table: TableRows,
  order: Int32Array,
  remarks: string[],
): BuilderColumns {
  // Columns that are not there are all missing; one to be predicted is simply not known.
  const used = Object.entries(columns).filter(
    ([name, { role }]) => role !== 'ignore' && !(role === 'label' && table.absent.includes(name)),
  );
  const values = used.map(([name]) => [name, table.columns.get(columnName(owner, name))!] as const);
  for (const [name, { numBad, firstBad, mapping }] of values) {
    if (!firstBad) continue;
    remarks.push(
      `${table.file}, column ${name}: ${numBad} of ${table.numRows} cells are no ${mapping.kind} and are taken as missing; the first, in row ${firstBad.row}, is ${JSON.stringify(firstBad.text.slice(0, 40))}.`,
    );
  }
  return builderColumns(values, order);
}

function unknownText({ file, column, rows, first, nodeType, nearly }: UnknownReferences): string {
  return `${file}, column ${column}: ${rows} rows name a ${nodeType} that has no row, the first, in row ${first.row}, ${JSON.stringify(first.id.slice(0, 40))}; these edges are left out (unknown: drop).${nearlyText(nearly)}`;
}
