import type { RunOptions } from '../core/index.js';
import { type GraphMapping, openTables, type TablesGraph } from '../datasets/index.js';
import { mappingOf, withoutPassword } from '../datasets/internal.js';
import type { BadRowPolicy } from '../graph/index.js';
import type { CellOptions } from './cell-options.js';

/** By what tables are read, and what may be wrong with them. */
export interface MappedTablesOptions extends RunOptions, CellOptions {
  readonly onBadRow: BadRowPolicy;
  /** Columns that are to be predicted, by node type. */
  readonly labels: Readonly<Record<string, string>>;
  readonly mapping?: GraphMapping | string;
  readonly mayBeAbsent: boolean;
}

/** Reads a folder of tables by the mapping that is given, or by its own, or by a guess. @throws {HeteroGraphError} as `openTables` does */
export async function readMappedTables(
  path: string,
  { labels, mapping: named, mayBeAbsent, onBadRow, onBadCell, nullTexts, signal, onProgress }: MappedTablesOptions,
): Promise<TablesGraph & { readonly mapping: GraphMapping }> {
  const run = { signal, onProgress };
  const { mapping: found, isGuessed, passedOver } = await mappingOf(path, run, named);
  const mapping = withLabels(found, labels);
  const read = await openTables(path, mapping, {
    ...{ onBadRow, mayBeAbsent, ...run },
    ...(onBadCell ? { onBadCell } : {}),
    ...(nullTexts ? { nullTexts } : {}),
  });
  const remarks = isGuessed
    ? [
        `How the tables belong together was guessed: ${guessText(mapping)}. \`heterograph init ${withoutPassword(path)}\` writes it into a file that you can change.`,
        ...passedOver.map(({ name, why }) => `Not read: ${name}, ${why}.`),
        ...read.remarks,
      ]
    : read.remarks;
  return { ...read, remarks, mapping };
}

/** What is to be predicted is a label, whatever the mapping says. */
function withLabels(mapping: GraphMapping, labels: Readonly<Record<string, string>>): GraphMapping {
  const nodes = Object.entries(mapping.nodes).map(([type, node]) => {
    const label = Object.hasOwn(labels, type) ? labels[type]! : undefined;
    const column = label === undefined ? undefined : node.columns[label];
    if (label === undefined || !column || column.role === 'label') return [type, node] as const;
    const kind = column.kind === 'text' || column.kind === 'boolean' ? 'category' : column.kind;
    return [
      type,
      { ...node, columns: { ...node.columns, [label]: { ...column, kind, role: 'label' as const } } },
    ] as const;
  });
  return { ...mapping, nodes: Object.fromEntries(nodes) };
}

function guessText({ nodes, edges }: GraphMapping): string {
  const types = Object.entries(nodes).map(
    ([type, { table, id }]) => `${type} of ${table}${id === undefined ? '' : ` by ${id}`}`,
  );
  return [...types, ...edges.map(({ type, table, target }) => `${type.join(' > ')} by ${table} ${target}`)].join(', ');
}
