import { expectArgument } from '../../core/index.js';
import { type GraphMapping, type NodeMapping, type OpenTablesOptions, openTables } from '../../datasets/index.js';
import { mappingOf } from '../../datasets/internal.js';
import { edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { databaseOf } from './from-graph.js';
import type { Database } from './types.js';

/** Tables as a graph and as a database, and what there is to know of them. */
export interface OpenedDatabase {
  readonly graph: HeteroGraph;
  readonly database: Database;
  readonly mapping: GraphMapping;
  /** Whether the mapping was guessed: there is no graph.yaml. */
  readonly isGuessed: boolean;
  readonly remarks: readonly string[];
}

export interface OpenDatabaseOptions extends OpenTablesOptions {
  /** How tables become a graph; default: that of the folder, else a guess. */
  readonly mapping?: GraphMapping;
}

/**
 * Opens tables as a database: every edge that a table's own rows have by a column is a foreign key, and the time of a table is its column
 * with the role `time`.
 *
 * @example
 * const { database, graph } = await openDatabase('shop');
 * @throws {HeteroGraphError} as `openTables` and `guessMapping` do
 */
export async function openDatabase(path: string, options: OpenDatabaseOptions = {}): Promise<OpenedDatabase> {
  expectArgument(path, 'text', 'path');
  expectArgument(options, 'object', 'options');
  const { mapping: given, ...open } = options;
  const { mapping, isGuessed, passedOver } = await mappingOf(path, open, given);
  const { graph, remarks } = await openTables(path, mapping, open);
  const timed = (columns: NodeMapping['columns']) =>
    Object.entries(columns).find(([, { role }]) => role === 'time')?.[0] ?? null;
  const times = Object.fromEntries([
    ...Object.entries(mapping.nodes).map(([type, { columns }]) => [type, timed(columns)] as const),
    ...mapping.edges.map(({ type, columns }) => [edgeTypeKey(type), timed(columns)] as const),
  ]);
  const keys = mapping.edges.filter(({ source }) => source === undefined).map(({ type }) => type);
  const links = mapping.edges.filter(({ source }) => source !== undefined).map(({ type }) => type);
  const made = databaseOf(graph, { keys, links, times });
  const guessed = isGuessed
    ? [
        'How the tables belong together, and what their times are, was guessed: `heterograph init` writes it down to be changed.',
      ]
    : [];
  const notRead = passedOver.map(({ name, why }) => `Not read: ${name}, ${why}.`);
  return {
    ...{ graph, database: made.database, mapping, isGuessed },
    remarks: [...guessed, ...notRead, ...remarks, ...made.remarks],
  };
}
