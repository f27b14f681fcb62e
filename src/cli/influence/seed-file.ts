import { extname } from 'node:path';
import { tableToIPC } from 'apache-arrow';
import papaparse from 'papaparse';
import { writeWhole } from '../../experiments/tables/row-table.js';
import type { InfluenceSeed } from '../../influence/index.js';
import { seedTable } from '../../influence/internal.js';

/** Writes the seeds, best first: `rank`, `type`, `row`, `node` (external id), `gain`; in Arrow without the rank. */
export async function writeSeeds(path: string, seeds: readonly InfluenceSeed[]): Promise<void> {
  if (extname(path) === '.arrow') return writeWhole(path, [tableToIPC(seedTable(seeds), 'file')]);
  const rows = seeds.map(({ type, row, id, gain }, i) => ({ rank: i + 1, type, row, node: id, gain }));
  const lines =
    extname(path) === '.csv'
      ? [`${papaparse.unparse(rows, { newline: '\n' })}\n`]
      : rows.map((row) => `${JSON.stringify(row)}\n`);
  await writeWhole(path, lines);
}
