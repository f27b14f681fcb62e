import type { Command } from 'commander';
import { openData } from '../../data/index.js';
import { type ColumnSummary, describeGraph } from '../../graph/index.js';
import { addDataOptions, type DataFlags, dataOptions } from '../options/options.js';
import { inSession } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';

export function addDescribe(command: Command): void {
  addDataOptions(command)
    .option('--json', 'print one JSON object')
    .action((flags: DataFlags & { json?: boolean }) =>
      inSession(flags.json, async (session) => {
        const { graph, remarks } = await openData(dataOptions(flags), session.run);
        for (const remark of remarks) session.remark(remark);
        const summary = describeGraph(graph);
        const nodes = summary.nodes.map(({ type, count, isolated, columns }) => [
          type,
          count,
          isolated,
          columns.length,
        ]);
        const columns = [
          ...summary.nodes.flatMap(({ type, count, columns: all }) => columnTable(type, count, all)),
          ...summary.edges.flatMap(({ type, count, columns: all }) => columnTable(type.join(' > '), count, all)),
        ];
        const edges = summary.edges.map(({ type, count, outDegree, inDegree, selfLoops }) => [
          type.join(' > '),
          count,
          outDegree.mean.toFixed(2),
          outDegree.max,
          inDegree.mean.toFixed(2),
          inDegree.max,
          selfLoops,
        ]);
        const heads = ['edge type', 'edges', 'out mean', 'out max', 'in mean', 'in max', 'self loops'];
        const labels = summary.nodes
          .filter((node) => node.labels)
          .map(({ type, labels: counts, unlabelled }) => [
            type,
            Object.entries(counts!)
              .map(([name, count]) => `${name} ${count}`)
              .join(', '),
            unlabelled ?? 0,
          ]);
        const tables = [
          textTable(['node type', 'nodes', 'isolated', 'columns'], nodes),
          textTable(heads, edges),
          ...columns,
          ...(labels.length > 0 ? [textTable(['node type', 'labels', 'unlabelled'], labels)] : []),
          `${summary.numNodes} nodes, ${summary.numEdges} edges, ${(summary.bytes / 2 ** 20).toFixed(1)} MiB`,
        ];
        session.print(summary, tables.join('\n\n'));
      }),
    );
}

const columnHeads = ['column', 'type', 'role', 'found', 'missing %', 'different'];

/** Under the name of the type, which may be long. */
function columnTable(owner: string, numRows: number, columns: readonly ColumnSummary[]): string[] {
  if (columns.length === 0) return [];
  const rows = columns.map(({ name, type, width, role, found, nulls, distinct }) => [
    name,
    width === undefined ? type : `${type} [${width}]`,
    role,
    found,
    ((100 * nulls) / Math.max(1, numRows)).toFixed(1),
    distinct ?? '',
  ]);
  return [`Columns of ${owner}:\n${textTable(columnHeads, rows)}`];
}
