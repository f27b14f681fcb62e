import { type ColumnData, type ColumnSchema, GraphBuilder, type HeteroGraph } from '../../graph/index.js';

/** The graph with more columns of one node type. Columns that are there already are not copied. */
export function withNodeColumns(
  graph: HeteroGraph,
  nodeType: string,
  added: readonly (readonly [ColumnSchema, ColumnData])[],
): HeteroGraph {
  const nodes = graph.schema.nodes.map(({ name, columns }) => ({
    name,
    columns: name === nodeType ? [...columns, ...added.map(([schema]) => schema)] : columns,
  }));
  const builder = new GraphBuilder({ nodes, edges: graph.schema.edges });
  for (const { name, columns } of graph.schema.nodes) {
    const table = graph.nodeTable(name);
    const kept = columns.map((column, i) => [column.name, table.getChildAt(i)!] as const);
    const own = name === nodeType ? added.map(([schema, data]) => [schema.name, data] as const) : [];
    builder.addNodes(name, Object.fromEntries([...kept, ...own]), { count: table.numRows, adopt: true });
  }
  for (const { type, columns } of graph.schema.edges) {
    const table = graph.edgeTable(type);
    const kept = columns.map((column, i) => [column.name, table.getChildAt(i + 2)!] as const);
    builder.addEdges(type, { ...Object.fromEntries(kept), ...graph.edgeIndex(type) }, { adopt: true });
  }
  return builder.build();
}
