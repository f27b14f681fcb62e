import type { RecordBatch } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeteroGraphError } from '../../../src/core/index.js';
import { readLabelledEdges } from '../../../src/datasets/index.js';
import {
  type BadRow,
  csvBatches,
  edgeListBatches,
  type FileSource,
  type HeteroGraph,
  jsonLinesBatches,
  nTriplesBatches,
  readCsvGraph,
  readEdgeList,
  readJsonLines,
  readNTriples,
  readTriples,
  tripleBatches,
} from '../../../src/graph/index.js';
import { fuzzRuns } from '../../support/fuzz-runs.js';

interface Settings {
  readonly onBadRow: 'fail' | 'collect';
  readonly batchRows: number;
}

type Read = (source: FileSource, settings: Settings) => Promise<unknown>;

const values = (batch: RecordBatch) => [
  batch.schema.fields.map(({ name, type }) => `${name} ${type}`),
  batch.toArray().map((row) => JSON.stringify(row.toJSON(), (_, v) => (typeof v === 'bigint' ? `${v}n` : v))),
];

const ofGraph =
  (read: (source: FileSource, settings: Settings) => Promise<{ graph: HeteroGraph }>): Read =>
  async (source, settings) => {
    const { graph, ...report } = await read(source, settings);
    const tables = [
      ...graph.nodeTypes.map((type) => graph.nodeTable(type)),
      ...graph.edgeTypes.map((type) => graph.edgeTable(type)),
    ];
    return [graph.schema, report, tables.map(({ batches }) => batches.map(values))];
  };

const ofBatches =
  (read: (source: FileSource, settings: Settings & { onBad(row: BadRow): void }) => AsyncIterable<RecordBatch>): Read =>
  async (source, settings) => {
    const found: unknown[] = [];
    try {
      for await (const batch of read(source, { ...settings, onBad: (row) => found.push(row) }))
        found.push(values(batch));
    } catch (error) {
      if (!(error instanceof HeteroGraphError)) throw error;
      found.push([error.code, error.message, error.location]);
    }
    return found;
  };

const csv = [
  'a',
  'b,',
  'c\n',
  ',',
  '1',
  '2.5',
  '\n',
  '\n',
  '\r\n',
  '\r',
  '"',
  '"x\ny"',
  '""',
  ' ',
  '#',
  'é',
  '\xff',
  '\ufeff',
  '7\n8\n9\n',
];
const plain = [
  'source,target,relation\n',
  'from to\n',
  '1,x,2\n',
  'source',
  'target,',
  '0',
  '1',
  '2',
  '10',
  ' ',
  '\t',
  ',',
  '\n',
  '\n',
  '\r\n',
  '3 4\n',
  '5,6\n',
  '#x\n',
  'word',
  '\r',
  '\xff',
  '\ufeff',
  '0.5',
];
const json = [
  '{"a":1}\n',
  '{"a":2,"b":"x"}\n',
  '{"b":[1,2]}',
  '{',
  '}',
  '"',
  '\n',
  '\r\n',
  '\r',
  '1',
  'é',
  '\xff',
  '\ufeff',
  '9007199254740993',
];
const triples = ['a\tr\tb\n', 'a', '\t', 'b c', '\n', '\r\n', '\r', 'é', '\xff', '\ufeff', ',', 'x,y,z\n'];
const ntriples = [
  '<a:b> <a:p> <a:c> .\n',
  '<a:b> <a:p> "x"@en .\r\n',
  '<a:b> ',
  '"\\u00e9" ',
  '^^<a:t>',
  '_:x ',
  '.',
  '\n',
  '\r',
  '\r\n',
  '#',
  '\xff',
  '\ufeff',
  'é',
];

const readers: Record<string, readonly [tokens: readonly string[], read: Read]> = {
  readCsvGraph: [csv, ofGraph((files, o) => readCsvGraph({ nodes: { n: { files } }, ...o }))],
  'readCsvGraph, one column': [
    csv.filter((t) => !t.includes(',')),
    ofGraph((files, o) => readCsvGraph({ nodes: { n: { files, names: ['a'] } }, ...o })),
  ],
  'readCsvGraph, comments': [csv, ofGraph((files, o) => readCsvGraph({ nodes: { n: { files, comment: '#' } }, ...o }))],
  csvBatches: [csv, ofBatches((files, o) => csvBatches(files, o))],
  readJsonLines: [json, ofGraph((files, o) => readJsonLines({ nodes: { n: { files } }, ...o }))],
  jsonLinesBatches: [json, ofBatches((files, o) => jsonLinesBatches(files, o))],
  readEdgeList: [plain, ofGraph((files, o) => readEdgeList({ files }, o))],
  edgeListBatches: [plain, ofBatches((files, o) => edgeListBatches({ files }, o))],
  readTriples: [triples, ofGraph((files, o) => readTriples(files, o))],
  'readTriples, guessed delimiter': [triples, ofGraph((files, o) => readTriples(files, { ...o, delimiter: 'guess' }))],
  tripleBatches: [triples, ofBatches((files, o) => tripleBatches(files, o))],
  readNTriples: [ntriples, ofGraph((files, o) => readNTriples(files, o))],
  nTriplesBatches: [ntriples, ofBatches((files, o) => nTriplesBatches(files, o))],
  readLabelledEdges: [
    plain,
    ofGraph((files, o) => readLabelledEdges({ files: { name: 'e', text: '0 1\n2 10\n' } }, { files }, o)),
  ],
};

/** The bytes of a text in which `\xff` stands for a byte that is never UTF-8. */
const bytesOf = (tokens: readonly string[]): Uint8Array =>
  Buffer.concat(tokens.map((each) => (each === '\xff' ? Buffer.of(0xff) : Buffer.from(each))));

function chunked(bytes: Uint8Array, cuts: readonly number[]): FileSource {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return { name: 'file', bytes: ends.map((end, i) => bytes.slice(i === 0 ? 0 : ends[i - 1], end)) };
}

async function outcome(read: Read, source: FileSource, settings: Settings): Promise<unknown> {
  try {
    return await read(source, settings);
  } catch (error) {
    if (!(error instanceof HeteroGraphError)) throw error;
    return [error.code, error.message, error.location];
  }
}

const settings = fc.record({
  onBadRow: fc.constantFrom('fail' as const, 'collect' as const),
  batchRows: fc.integer({ min: 1, max: 4 }),
});
/** Ends of chunks; the same end twice makes an empty chunk. */
const cutsArbitrary = fc.array(fc.nat(), { maxLength: 6 }).chain((cuts) => fc.shuffledSubarray([...cuts, ...cuts]));

describe('what is read does not depend on how the bytes are cut into chunks', () => {
  it.each(Object.entries(readers))('%s', async (_, [tokens, read]) => {
    const text = fc.array(fc.constantFrom(...tokens), { maxLength: 24 }).map(bytesOf);
    await fc.assert(
      fc.asyncProperty(text, cutsArbitrary, settings, async (bytes, cuts, each) => {
        const whole = await outcome(read, chunked(bytes, []), each);
        expect(await outcome(read, chunked(bytes, cuts), each)).toEqual(whole);
        const single = [...bytes.keys()];
        expect(await outcome(read, chunked(bytes, single), each)).toEqual(whole);
      }),
      fuzzRuns(60),
    );
  });

  it('has no row twice where a chunk is empty', async () => {
    const part = (text: string) => new TextEncoder().encode(text);
    const bytes = [part(''), part('a\n1\n'), part(''), part(''), part('2\n'), part('')];
    const { numRows } = await readCsvGraph({ nodes: { n: { files: { name: 'n', bytes } } } });
    expect(numRows).toBe(2);
  });

  it('has no row for a quoted line end that a chunk ends with', async () => {
    const bytes = ['a\n"x\n', 'y"\n"z\n"\n'].map((text) => new TextEncoder().encode(text));
    const { graph } = await readCsvGraph({ nodes: { n: { files: { name: 'n', bytes } } } });
    expect([...graph.nodeTable('n').getChild('a')!]).toEqual(['x\ny', 'z\n']);
  });
});
