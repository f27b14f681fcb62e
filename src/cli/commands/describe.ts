import type { Command } from 'commander';
import { HeteroGraphError } from '../../core/index.js';
import { loadDataset } from '../../datasets/index.js';
import { type HeteroGraph, openGraph } from '../../graph/index.js';
import { textTable } from '../table.js';

interface DescribeOptions {
  dataset?: string;
  data?: string;
  root?: string;
  json?: boolean;
}

export function addDescribe(program: Command): void {
  program
    .command('describe')
    .description('show types, counts, columns, degrees and memory of a graph')
    .option('--dataset <name>', 'a data set by name')
    .option('--data <folder>', 'a saved graph folder')
    .option('--root <folder>', 'where the files of data sets lie (default: HETEROGRAPH_DATA)')
    .option('--json', 'print one JSON object')
    .action(async (options: DescribeOptions) => {
      const summary = (await graphOf(options)).describe();
      if (options.json) {
        process.stdout.write(`${JSON.stringify(summary)}\n`);
        return;
      }
      const nodes = summary.nodes.map(({ type, count, isolated, columns }) => [
        type,
        count,
        isolated,
        columns.map((c) => c.name).join(', '),
      ]);
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
      process.stdout.write(
        `${textTable(['node type', 'nodes', 'isolated', 'columns'], nodes)}\n\n${textTable(heads, edges)}\n`,
      );
    });
}

async function graphOf({ dataset, data, root }: DescribeOptions): Promise<HeteroGraph> {
  if (dataset !== undefined && data === undefined) return (await loadDataset(dataset, { root })).graph;
  if (data !== undefined && dataset === undefined) return openGraph(data);
  throw new HeteroGraphError('INVALID_OPTION', 'What to describe is not clear.', {
    hint: 'Give either --dataset or --data.',
  });
}
