import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RecordBatch, Table } from 'apache-arrow';
import { afterAll, describe, expect, it } from 'vitest';
import {
  datasetBatches,
  type HgbNames,
  hgbLinkBatches,
  hgbNodeBatches,
  loadDataset,
} from '../../src/datasets/index.js';

const data = process.env.HETEROGRAPH_DATA ?? join(import.meta.dirname, '../../../shared/data');
const folder = mkdtempSync(join(tmpdir(), 'heterograph-batches-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function gathered(batches: AsyncIterable<RecordBatch>, batchRows: number) {
  const all: RecordBatch[] = [];
  for await (const batch of batches) {
    expect(batch.numRows).toBeLessThanOrEqual(batchRows);
    expect(batch.numRows).toBeGreaterThan(0);
    all.push(batch);
  }
  return all;
}
const rowsOf = (batches: readonly RecordBatch[]) => new Table([...batches]).toArray().map((row) => JSON.stringify(row));

describe('batches of HGB folders', () => {
  const names: HgbNames = {
    nodeTypes: ['movie', 'person'],
    linkTypes: [{ type: ['movie', 'stars', 'person'] }, { type: ['person', 'acts_in', 'movie'] }],
    classes: ['a'],
    multiLabel: false,
  };
  const nodes = Array.from({ length: 30 }, (_, i) => (i < 20 ? `${i}\tm\t0\t0,${i},0.5` : `${i}\tp\t1`));
  const links = Array.from({ length: 50 }, (_, i) =>
    i % 2 ? `${20 + (i % 10)}\t${i % 20}\t1\t2` : `${i % 20}\t25\t0`,
  );
  writeFileSync(join(folder, 'node.dat'), nodes.join('\n'));
  writeFileSync(join(folder, 'link.dat'), links.join('\n'));
  for (const name of ['label.dat', 'label.dat.test']) writeFileSync(join(folder, name), '');

  it.each([1, 7, 100])('%i rows at most', async (batchRows) => {
    const movies = await gathered(hgbNodeBatches(folder, names, 'movie', { batchRows }), batchRows);
    expect(movies.length).toBe(Math.ceil(20 / batchRows));
    const rows = movies
      .flatMap((batch) => batch.toArray())
      .map((row) => {
        const { id, x } = row!.toJSON();
        return [id, ...[...x].map((entry: { index: number; value: number }) => `${entry.index}:${entry.value}`)];
      });
    expect(rows).toEqual(Array.from({ length: 20 }, (_, i) => (i === 0 ? [0, '2:0.5'] : [i, `1:${i}`, '2:0.5'])));
    const people = await gathered(hgbNodeBatches(folder, names, 'person', { batchRows }), batchRows);
    expect(people.flatMap((batch) => [...batch.getChild('id')!])).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
    expect(people[0]!.schema.fields.map((field) => field.name)).toEqual(['id']);
    const acts = await gathered(
      hgbLinkBatches(folder, names, ['person', 'acts_in', 'movie'], { batchRows }),
      batchRows,
    );
    const found = acts.flatMap((batch) => batch.toArray()).map((row) => Object.values(row!.toJSON()));
    expect(found).toEqual(Array.from({ length: 25 }, (_, k) => [20 + ((2 * k + 1) % 10), (2 * k + 1) % 20, 2]));
  });

  it('names what is wrong', async () => {
    await expect(gathered(hgbNodeBatches(folder, names, 'x'), 1)).rejects.toMatchObject({ code: 'UNKNOWN_TYPE' });
    const none = hgbLinkBatches(folder, names, ['movie', 'x', 'movie']);
    await expect(gathered(none, 1)).rejects.toMatchObject({ code: 'UNKNOWN_TYPE' });
    const fewer = { ...names, linkTypes: names.linkTypes.slice(0, 1) };
    await expect(gathered(hgbLinkBatches(folder, fewer, ['movie', 'stars', 'person']), 65_536)).rejects.toMatchObject({
      code: 'MALFORMED_ROW',
      location: { file: 'link.dat', row: 2 },
    });
  });
});

// Skipped where the data folder is absent.
describe.skipIf(!existsSync(join(data, 'freebase-movie')))('batches of data sets', () => {
  it('are the tables of the graph, in parts', async () => {
    const options = { root: data, cache: join(folder, 'cache') };
    for (const [name, type] of [
      ['freebase-movie', 'movie'],
      ['freebase-movie', 'directed_by'],
      ['aifb', 'literal'],
    ] as const) {
      const { graph } = await loadDataset(name, options);
      const table = graph.nodeTypes.includes(type) ? graph.nodeTable(type) : graph.edgeTable(type);
      const batches = await gathered(datasetBatches(name, type, { ...options, batchRows: 1000 }), 1000);
      expect(batches.length).toBe(Math.ceil(table.numRows / 1000));
      expect(rowsOf(batches)).toEqual(rowsOf(table.batches));
    }
    const [x] = await gathered(datasetBatches('freebase-movie', 'actor', options), 65_536);
    expect(x!.numRows).toBe(33_401);
    await expect(datasetBatches('aifb', 'x', options).next()).rejects.toMatchObject({ code: 'UNKNOWN_TYPE' });
    const wrong = datasetBatches('aifb', 'literal', { ...options, batchRows: 0 });
    await expect(wrong.next()).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});
