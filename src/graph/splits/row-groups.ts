import { expectArgument, expectMembers, HeteroGraphError } from '../../core/index.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import type { NodeSplit } from './split-parts.js';

/** Rows that belong together. */
export interface RowGroups {
  /** The number of each row's group, [N]. */
  readonly groups: Int32Array;
  /** What the column holds for each group, as text; undefined of rows where it is null, each of which is a group of its own. */
  readonly names: readonly (string | undefined)[];
}

/**
 * Rows that have the same value in a column. Groups are numbered by their values as texts, whatever the order of the rows.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE where the column is a matrix
 */
export function rowGroups(graph: HeteroGraph, type: string, column: string): RowGroups {
  const { columns } = graph.nodeSchema(type);
  const found = columns.find(({ name }) => name === column);
  if (!found) {
    throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${column}".`, {
      ...{ type, column },
      hint: `The type has: ${columns.map(({ name }) => name).join(', ') || 'none'}.`,
    });
  }
  if (found.type === 'dense' || found.type === 'sparse') {
    throw new HeteroGraphError('WRONG_DTYPE', 'A matrix does not say which rows belong together.', {
      ...{ type, column },
      hint: 'Name a column of texts or numbers.',
    });
  }
  const texts: (string | undefined)[] = [];
  for (const value of graph.nodeTable(type).getChild(column)!) texts.push(value === null ? undefined : String(value));
  const names: (string | undefined)[] = [...new Set(texts.filter((text) => text !== undefined))].sort();
  const numbers = new Map(names.map((name, group) => [name!, group]));
  const groups = Int32Array.from(texts, (text) =>
    text === undefined ? names.push(undefined) - 1 : numbers.get(text)!,
  );
  return { groups, names };
}

/** A group with rows in several parts of a split. */
export interface SharedGroup {
  /** What the column holds for it, as text. */
  readonly group: string;
  /** A row of it in each of the parts that have one. */
  readonly rows: Partial<Readonly<Record<'train' | 'valid' | 'test', number>>>;
}

/**
 * The groups of rows that are in more than one part of a split, in the order of their names: what is learned of some of their rows may give the others away. Empty where there is
 * none.
 *
 * @param column of the node type, equal for rows that belong together
 * @example
 * const split = splitNodes(graph, 'claim', { strategy: 'grouped', group: 'cluster', seed: 1 });
 * sharedGroups(graph, 'claim', 'cluster', split); // []
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE, INDEX_OUT_OF_RANGE
 */
export function sharedGroups(graph: HeteroGraph, type: string, column: string, split: NodeSplit): SharedGroup[] {
  expectGraph(graph);
  expectArgument(type, 'text', 'type');
  expectArgument(column, 'text', 'column');
  expectMembers(split, 'split', { train: 'numbers', valid: 'numbers', test: 'numbers' });
  const { groups, names } = rowGroups(graph, type, column);
  const seen = names.map((): { train?: number; valid?: number; test?: number } => ({}));
  for (const part of ['train', 'valid', 'test'] as const) {
    for (const row of split[part]) {
      const group = groups[row];
      if (group === undefined) {
        throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `There is no row ${row} in the part ${part}.`, {
          ...{ type, row },
          hint: `The type has ${groups.length} nodes.`,
        });
      }
      seen[group]![part] ??= row;
    }
  }
  return names.flatMap((name, group) =>
    name !== undefined && Object.keys(seen[group]!).length > 1 ? [{ group: name, rows: seen[group]! }] : [],
  );
}
