import type { Command } from 'commander';
import { fetchableDatasets, fetchDataset, listDatasets } from '../../datasets/index.js';
import { fetchedText } from '../datasets/fetched-text.js';
import { invalidOption } from '../options/options.js';
import { printOut } from '../terminal/output.js';
import { inSession } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';

interface DatasetsFlags {
  readonly fetch?: string;
  readonly root?: string;
  readonly server?: string;
  readonly json?: boolean;
}

export function addDatasets(command: Command): void {
  command
    .option(
      '--fetch <name>',
      'download its files from their public source, compare checksums, and put them into ROOT/NAME',
    )
    .option('--root <folder>', 'with --fetch: folder of data sets (default: HETEROGRAPH_DATA)')
    .option('--server <url>', 'with --fetch: a mirror with the same paths (default: https://raw.githubusercontent.com)')
    .option('--json', 'print one JSON object')
    .action(({ fetch, json, ...where }: DatasetsFlags) => {
      return inSession(json, async (session) => {
        const [unused] = Object.keys(where);
        if (fetch === undefined && unused !== undefined) {
          throw invalidOption(`--${unused} says how files are fetched.`, 'Give --fetch NAME too.');
        }
        if (fetch === undefined) return list(json);
        const fetched = await fetchDataset(fetch, { ...where, ...session.run });
        session.print(fetched, fetchedText(fetch, fetched, where.root));
      });
    });
}

function list(json: boolean | undefined): void {
  const sets = listDatasets();
  const fetchable = new Set(fetchableDatasets());
  const rows = sets.map(({ name, title, source, licence, files }) => {
    const how = fetchable.has(name) ? '--fetch' : files.length === 0 ? 'npm' : 'by hand';
    return [name, title, how, source, licence];
  });
  const table = textTable(['name', 'title', 'files', 'source', 'licence'], rows);
  printOut(json ? JSON.stringify({ datasets: sets, fetchable: [...fetchable] }) : table);
}
