import { expectArgument, HeteroGraphError, ownProperty } from '../../core/index.js';
import type { EdgeType, HeteroGraph } from '../../graph/index.js';
import type { Cell } from '../table/read-columns.js';

/**
 * What is known of the ends of edges, edge type after edge type: `source NAME` and `target NAME` for each column that such an end has; null for an end
 * of another type.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, INVALID_OPTION
 */
export function endColumns(
  graph: HeteroGraph,
  edgeTypes: readonly EdgeType[],
  nodeColumns: Readonly<Record<string, readonly string[]>>,
): Record<string, readonly Cell[]> {
  expectArgument(nodeColumns, 'object', 'nodeColumns');
  const values = new Map<string, ReadonlyMap<string, ArrayLike<Cell>>>();
  for (const [type, names] of Object.entries(nodeColumns)) {
    expectArgument(names, 'list', `nodeColumns.${type}`);
    graph.nodeSchema(type);
    if (!edgeTypes.some(([source, , target]) => source === type || target === type))
      throw new HeteroGraphError('INVALID_OPTION', `No edge that is looked at has an end of type "${type}".`, {
        ...{ type, column: 'nodeColumns', hint: 'Leave the type out, or choose a relation that it has.' },
      });
    values.set(type, new Map(names.map((name) => [name, cellsOf(graph, type, name)])));
  }
  const columns: Record<string, readonly Cell[]> = {};
  for (const [end, at] of [
    ['source', 0],
    ['target', 2],
  ] as const) {
    const names = new Set(edgeTypes.flatMap((type) => ownProperty(nodeColumns, type[at]) ?? []));
    for (const name of names) {
      columns[`${end} ${name}`] = edgeTypes.flatMap((type) => {
        const own = values.get(type[at])?.get(name);
        return Array.from(graph.edgeIndex(type)[end], (node) => own?.[node] ?? null);
      });
    }
  }
  return columns;
}

function cellsOf(graph: HeteroGraph, type: string, name: string): ArrayLike<Cell> {
  const { columns } = graph.nodeSchema(type);
  const child = graph.nodeTable(type).getChild(name);
  if (child) return Array.from(child as Iterable<Cell>);
  throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${name}".`, {
    ...{ type, column: name },
    hint: `The type has: ${columns.map((each) => each.name).join(', ') || 'none'}.`,
  });
}
