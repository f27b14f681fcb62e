import type { GraphMapping } from '../../../../src/datasets/index.js';
import type { HeteroGraph } from '../../../../src/graph/index.js';

/** What came of an input that was taken. */
export interface Loaded {
  readonly mapping: GraphMapping;
  readonly graph: HeteroGraph;
  /** What was said of it: remarks, warnings, reasons, notes. */
  readonly said: string;
}

/** An input that is malformed or meant to do harm. With neither `refused` nor `check`, all that counts is that it does none. */
export interface HostileCase {
  readonly name: string;
  /** Writes it into an empty folder, and gives the path to be opened. */
  make(folder: string): string | Promise<string>;
  /** Codes with one of which it is refused; beside `check` it may be. */
  readonly refused?: readonly string[];
  /** What is right where it is taken; throws where it is not. */
  check?(loaded: Loaded): void;
}

/** Codes that say that a file is no good. */
export const damaged = [
  ...['CORRUPT_FILE', 'INVALID_UTF8', 'MALFORMED_ROW', 'EMPTY_FILE', 'UNKNOWN_FORMAT', 'TOO_LARGE', 'FILE_NOT_FOUND'],
  ...['DUPLICATE_NAME', 'WRONG_DTYPE', 'FILE_UNREADABLE'],
];

export function same(is: unknown, should: unknown): void {
  const [a, b] = [JSON.stringify(is), JSON.stringify(should)];
  if (a !== b) throw new Error(`${a} is there in place of ${b}`);
}

/** Texts of a column. */
export function textsOf({ graph }: Loaded, type: string, column: string): unknown[] {
  const values = graph.nodeTable(type).getChild(column)!;
  return Array.from({ length: graph.numNodes(type) }, (_, i) => values.get(i) as unknown);
}

/** Ids of the nodes that are made of a table. */
export function nodesOf({ mapping, graph }: Loaded, table: string): { type: string; ids: string[] } {
  const [type] = Object.entries(mapping.nodes).find(([, node]) => node.table === table) ?? [];
  if (type === undefined) throw new Error(`No nodes are made of ${table}: ${JSON.stringify(mapping)}`);
  const hasIds = mapping.nodes[type]!.id !== undefined;
  return {
    type,
    ids: hasIds ? Array.from({ length: graph.numNodes(type) }, (_, i) => String(graph.ids(type).idOf(i))) : [],
  };
}
