import { extname } from 'node:path';
import { tableToIPC } from 'apache-arrow';
import papaparse from 'papaparse';
import { writeFile } from '../../data/internal.js';
import type { InfluenceResult, SeedMinimisationResult } from '../../influence/index.js';

/** Writes the seeds, best first: `rank`, `type`, `row`, `node` (external id), `gain`; in Arrow without the rank. */
export async function writeSeeds(path: string, result: InfluenceResult | SeedMinimisationResult): Promise<void> {
  if (extname(path) === '.arrow') return writeFile(path, tableToIPC(result.toArrow(), 'file'));
  const rows = result.seeds.map(({ type, row, id, gain }, i) => ({ rank: i + 1, type, row, node: id, gain }));
  const lines =
    extname(path) === '.csv'
      ? [`${papaparse.unparse(rows, { newline: '\n' })}\n`]
      : rows.map((row) => `${JSON.stringify(row)}\n`);
  await writeFile(path, lines);
}
