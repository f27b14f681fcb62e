import type { Command } from 'commander';
import { listDatasets } from '../../datasets/index.js';
import { printOut } from '../terminal/output.js';
import { textTable } from '../terminal/text-table.js';

export function addDatasets(program: Command): void {
  program
    .command('datasets')
    .description('list the data sets that can be named')
    .option('--json', 'print one JSON object')
    .action(({ json }: { json?: boolean }) => {
      const sets = listDatasets();
      const rows = sets.map(({ name, title, source, licence }) => [name, title, source, licence]);
      printOut(json ? JSON.stringify({ datasets: sets }) : textTable(['name', 'title', 'source', 'licence'], rows));
    });
}
