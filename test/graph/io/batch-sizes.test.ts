import { expect, it } from 'vitest';
import {
  csvBatches,
  edgeListBatches,
  jsonLinesBatches,
  type NamedStream,
  nTriplesBatches,
  rowBatches,
  tripleBatches,
} from '../../../src/graph/index.js';

const stream = (name: string, text: string): NamedStream => ({ name, bytes: [new TextEncoder().encode(text)] });
const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');

/** Every reader that gives batches, over so many rows. */
const readers = {
  csvBatches: (count: number, batchRows: number) =>
    csvBatches(stream('n.csv', `a\n${lines(count, (i) => `${i}`)}`), { batchRows }),
  jsonLinesBatches: (count: number, batchRows: number) =>
    jsonLinesBatches(
      stream(
        'n.jsonl',
        lines(count, (i) => `{"a":${i}}`),
      ),
      { batchRows },
    ),
  rowBatches: (count: number, batchRows: number) =>
    rowBatches(
      Array.from({ length: count }, (_, a) => ({ a })),
      { batchRows },
    ),
  edgeListBatches: (count: number, batchRows: number) =>
    edgeListBatches(
      {
        files: stream(
          'e.csv',
          lines(count, (i) => `${i},${i + 1}`),
        ),
      },
      { batchRows },
    ),
  nTriplesBatches: (count: number, batchRows: number) =>
    nTriplesBatches(
      stream(
        'x.nt',
        lines(count, (i) => `<http://a/${i}> <http://p> <http://b> .`),
      ),
      { batchRows },
    ),
  tripleBatches: (count: number, batchRows: number) =>
    tripleBatches(
      stream(
        't.tsv',
        lines(count, (i) => `a${i}\tp\tb`),
      ),
      { batchRows },
    ),
};

it.each(Object.entries(readers))('%s fills every batch but the last, and ends with no empty one', async (_, read) => {
  for (const [count, batchRows, sizes] of [
    [6, 3, [3, 3]],
    [7, 3, [3, 3, 1]],
    [3, 3, [3]],
    [2, 3, [2]],
    [3, 1, [1, 1, 1]],
  ] as const) {
    const found: number[] = [];
    for await (const batch of read(count, batchRows)) found.push(batch.numRows);
    expect([count, batchRows, found]).toEqual([count, batchRows, [...sizes]]);
  }
});
