import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { listTask, openDatabase } from '../../../src/relational/index.js';

const data = process.env.HETEROGRAPH_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const folder = join(data, 'rel-f1');

/** RelBench asks of drivers without any race before, too; of all others the rows and their items are the same. */
it.skipIf(!existsSync(folder))(
  'circuits of drivers are those of RelBench (skipped where the data set is absent)',
  { timeout: 100_000 },
  async () => {
    const { database, graph } = await openDatabase(folder);
    const seconds = (date: string) => Date.parse(date) / 1000;
    const task = await listTask(database, 'PREDICT LIST(results.race.circuit) OVER 365 DAYS FOR drivers', {
      ...{ validFrom: seconds('2005-01-01'), testFrom: seconds('2010-01-01'), mostEvaluated: 1 },
    });
    const [drivers, circuits] = [graph.ids('driver'), graph.ids('circuit')];
    for (const [part, name, count] of [
      ['train', 'train', 1948],
      ['valid', 'val', 21],
      ['test', 'test', 22],
    ] as const) {
      const text = gunzipSync(readFileSync(join(folder, `tasks/driver-circuit-compete.${name}.csv.gz`))).toString();
      const lines = text.trim().split('\n').slice(1);
      const known = new Map(
        lines.map((line) => line.split(',')).map(([date, id, items]) => [`${seconds(date!)} ${id}`, items!.trim()]),
      );
      const { rows, times, offsets, items } = task[part];
      expect(rows.length).toBe(count);
      for (const [i, row] of rows.entries()) {
        const own = Array.from(items.subarray(offsets[i], offsets[i + 1]), (item) => Number(circuits.idOf(item)));
        expect(own.sort((a, b) => a - b).join(' ')).toBe(known.get(`${times[i]} ${drivers.idOf(row)}`));
      }
    }
  },
);
