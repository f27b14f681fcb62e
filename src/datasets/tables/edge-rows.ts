import { HeteroGraphError } from '../../core/index.js';
import type { EdgeMapping } from '../mapping/mapping.js';
import { looseId, looseIndex } from './loose-ids.js';
import { idsOf, type NodeRows } from './node-rows.js';
import type { TableRows } from './read-table.js';
import { orderByContent } from './row-order.js';

/** Ids of a column that have no row. */
export interface UnknownReferences {
  readonly column: string;
  readonly file: string;
  /** Rows with such an id. */
  readonly rows: number;
  readonly first: { readonly row: number; readonly id: string };
  readonly nodeType: string;
  /** Of these rows, those whose id is that of a node if zeros before it, blanks and case do not matter; one of them. */
  readonly nearly: { readonly rows: number; readonly id: string; readonly known: string } | undefined;
}

/** The edges of a type: ends by node, and the row of the table of each, in an order that the file's does not matter to. */
export interface EdgeRows {
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly rows: Int32Array;
}

/** Ids that a column has and no row, where they shall become nodes. */
export function addedIds(
  { unknown, source, target, type, within }: EdgeMapping,
  table: TableRows,
  nodeType: string,
  isWithin: boolean,
): string[] {
  if (unknown !== 'add') return [];
  const columns = [
    ...(source !== undefined && type[0] === nodeType ? [source] : []),
    ...(type[2] === nodeType ? [target] : []),
  ];
  return columns.flatMap((column) =>
    idsOf(table, column, isWithin ? within : undefined).filter((id) => id !== undefined),
  );
}

/**
 * Rows without an id at an end are no edges.
 *
 * @throws {HeteroGraphError} UNKNOWN_ID where the mapping says `unknown: fail`
 */
export function edgeRows(
  edge: EdgeMapping,
  table: TableRows,
  sources: NodeRows,
  targets: NodeRows,
  onUnknown: (found: UnknownReferences) => void,
): EdgeRows {
  const from =
    edge.source === undefined
      ? sources.nodeOfRow
      : resolved(edge, edge.source, edge.type[0], table, sources, onUnknown);
  const to = resolved(edge, edge.target, edge.type[2], table, targets, onUnknown);
  const rows: number[] = [];
  for (let row = 0; row < table.numRows; row++) if (from[row]! >= 0 && to[row]! >= 0) rows.push(row);
  const pick = (values: ArrayLike<number>) => Int32Array.from(rows, (row) => values[row]!);
  const [source, target] = [pick(from), pick(to)];
  const texts = table.content.length > 0 ? rows.map((row) => table.content[row]!) : rows.map(() => '');
  const order = orderByContent(texts, source, target);
  return {
    source: order.map((at) => source[at]!),
    target: order.map((at) => target[at]!),
    rows: order.map((at) => rows[at]!),
  };
}

/** The node that each row's id names, -1 where it names none. */
function resolved(
  { unknown, match, within }: EdgeMapping,
  column: string,
  nodeType: string,
  table: TableRows,
  { byId, isWithin }: NodeRows,
  onUnknown: (found: UnknownReferences) => void,
): Int32Array {
  let rows = 0;
  let first: UnknownReferences['first'] | undefined;
  let nearly: { rows: number; readonly id: string; readonly known: string } | undefined;
  let loose: ReturnType<typeof looseIndex> | undefined;
  const nodes = Int32Array.from(idsOf(table, column, isWithin ? within : undefined), (id, row) => {
    if (id === undefined) return -1;
    const node = byId!.get(id);
    if (node !== undefined) return node;
    loose ??= looseIndex(byId!.keys());
    const known = loose.get(looseId(id));
    if (typeof known === 'string') {
      if (match === 'loose') return byId!.get(known)!;
      nearly ??= { rows: 0, id, known };
      nearly.rows++;
    }
    rows++;
    first ??= { row: table.rowNumbers[row]!, id };
    return -1;
  });
  if (first === undefined) return nodes;
  if (unknown === 'fail') {
    throw new HeteroGraphError(
      'UNKNOWN_ID',
      `${JSON.stringify(first.id)} is the id of no ${nodeType}; ${rows} rows have such ids.${nearlyText(nearly)}`,
      {
        file: table.file,
        row: first.row,
        column,
        hint: `Mend the row, or say unknown: drop or unknown: add${nearly ? ', or match: loose,' : ''} for this relation in the mapping.`,
      },
    );
  }
  onUnknown({ column, file: table.file, rows, first, nodeType, nearly });
  return nodes;
}

/** A sentence about ids that differ from those of nodes in zeros before them, blanks or case alone. */
export function nearlyText(nearly: UnknownReferences['nearly']): string {
  if (!nearly) return '';
  return ` Of these, ${nearly.rows} would name one if leading zeros, blanks and case did not matter, such as ${shown(nearly.id)}, which is ${shown(nearly.known)} there; match: loose for this relation in the mapping says so.`;
}

function shown(id: string): string {
  return JSON.stringify(id.slice(0, 40));
}
