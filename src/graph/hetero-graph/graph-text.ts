import { type ShownTable, tablesHtml, tablesText } from '../../core/index.js';
import type { ColumnSchema, EdgeType, GraphSchema } from '../schema/schema.js';

/** Rows of a table, and columns of a type, that are shown. */
const [MAX_TYPES, MAX_COLUMNS] = [20, 8];

/** What is shown of a graph. */
interface Counted {
  readonly schema: GraphSchema;
  numNodes(type?: string): number;
  numEdges(type?: EdgeType): number;
}

/** Types, counts and columns of a graph as text, a few lines however many there are. */
export function graphText(graph: Counted): string {
  return tablesText(titleOf(graph), tablesOf(graph));
}

/** The same as HTML. */
export function graphHtml(graph: Counted): string {
  return tablesHtml(titleOf(graph), tablesOf(graph));
}

function titleOf(graph: Counted): string {
  const { nodes, edges } = graph.schema;
  return `HeteroGraph: ${counted(graph.numNodes(), 'node')} of ${counted(nodes.length, 'type')}, ${counted(graph.numEdges(), 'edge')} of ${counted(edges.length, 'type')}`;
}

function tablesOf(graph: Counted): ShownTable[] {
  const { nodes, edges } = graph.schema;
  const more = (length: number) => (length > MAX_TYPES ? { note: `and ${length - MAX_TYPES} more types` } : {});
  const nodeRows = nodes
    .slice(0, MAX_TYPES)
    .map(({ name, columns }) => [name, graph.numNodes(name), columnsText(columns)]);
  const edgeRows = edges
    .slice(0, MAX_TYPES)
    .map(({ type, columns }) => [type.join(' > '), graph.numEdges(type), columnsText(columns)]);
  return [
    { title: 'Nodes', heads: ['type', 'nodes', 'columns'], rows: nodeRows, ...more(nodes.length) },
    { title: 'Edges', heads: ['type', 'edges', 'columns'], rows: edgeRows, ...more(edges.length) },
  ].filter(({ rows }) => rows.length > 0);
}

function columnsText(columns: readonly ColumnSchema[]): string {
  const shown = columns.slice(0, MAX_COLUMNS).map(({ name, type, role, width, classes }) => {
    const size = width === undefined ? '' : ` ${width}`;
    const about = classes ? `${role}, ${counted(classes.length, 'class', 'classes')}` : role;
    return `${name}: ${type}${size}${about === 'attribute' ? '' : ` (${about})`}`;
  });
  const more = columns.length > MAX_COLUMNS ? [`and ${columns.length - MAX_COLUMNS} more`] : [];
  return [...shown, ...more].join(', ');
}

function counted(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
