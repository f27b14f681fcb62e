import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordBatchFileWriter, RecordBatchStreamWriter } from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HeteroGraphError } from '../../../src/core/index.js';
import {
  csvBatches,
  edgeListBatches,
  GraphBuilder,
  type HeteroGraph,
  jsonLinesBatches,
  type NamedStream,
  readArrowGraph,
  readCsvGraph,
  readEdgeList,
  readJsonLines,
  writeCsv,
} from '../../../src/graph/index.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-bad-'));
});
afterAll(() => rm(root, { recursive: true }));

type Mutation = (bytes: Uint8Array) => Uint8Array;

const spliced = (at: number, drop: number, put: readonly number[]): Mutation => {
  return (bytes) => {
    const from = bytes.length === 0 ? 0 : at % bytes.length;
    return Uint8Array.from([...bytes.subarray(0, from), ...put, ...bytes.subarray(from + drop)]);
  };
};
const place = fc.nat(100_000);
const inserted = (text: string) => [...Buffer.from(text)];

/** Truncation, random bytes, NULs, broken quotes and brackets, missing and surplus cells, huge numbers, wrong UTF-8. */
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  place.map((at) => (bytes: Uint8Array) => bytes.slice(0, at % (bytes.length + 1))),
  fc.tuple(place, fc.uint8Array({ maxLength: 8 })).map(([at, put]) => spliced(at, put.length, [...put])),
  fc.tuple(place, fc.integer({ min: 1, max: 30 })).map(([at, drop]) => spliced(at, drop, [])),
  fc
    .tuple(
      place,
      fc.constantFrom(
        '\0',
        '"',
        '""',
        ',',
        '\n',
        '\r',
        '}',
        '[',
        '{"',
        '1e999',
        '9'.repeat(400),
        '-',
        ' ',
        '\u2028',
        ',,,,',
      ),
    )
    .map(([at, put]) => spliced(at, 0, inserted(put))),
  place.map((at) => spliced(at, 1, [0xc3])),
  fc.tuple(place, fc.nat(7)).map(([at, bit]) => (bytes: Uint8Array) => {
    const copy = bytes.slice();
    if (copy.length > 0) copy[at % copy.length]! ^= 1 << bit;
    return copy;
  }),
);
const mutations = fc.array(mutation, { minLength: 1, maxLength: 3 });

async function survives(
  name: string,
  valid: Uint8Array,
  read: (source: NamedStream) => Promise<HeteroGraph | undefined>,
): Promise<void> {
  await read({ name, bytes: [valid] });
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(mutations, fc.integer({ min: 1, max: 500 }), async (all, piece) => {
      const bytes = all.reduce((so, mutate) => mutate(so), valid);
      const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, i) => {
        return bytes.slice(i * piece, (i + 1) * piece);
      });
      const folder = join(root, 'graph');
      try {
        const graph = await read({ name, bytes: pieces });
        if (graph && refused % 20 === 0) {
          await writeCsv(graph, folder);
          await rm(folder, { recursive: true });
        }
      } catch (error) {
        refused++;
        if (!(error instanceof HeteroGraphError)) throw error;
        expect(error.code).toMatch(/^[A-Z0-9_]+$/);
        expect(error.location.file).toBe(name);
        expect(error.location.row).toBeGreaterThan(0);
        expect(await readdir(root)).toEqual([]);
      }
    }),
    { numRuns: 300, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true },
  );
  // The mutations do find what is wrong: a reader that takes everything would pass otherwise.
  expect(refused).toBeGreaterThan(60);
}

async function drained(batches: AsyncIterable<unknown>): Promise<undefined> {
  for await (const batch of batches) expect(batch).toBeDefined();
}

const encode = (lines: readonly string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);
const csv = encode([
  'id,name,year,score,vector,kind',
  ...Array.from({ length: 40 }, (_, i) => {
    return `${i},${i % 3 ? `name ${i}` : `"quoted, ""${i}""\nline"`},${1950 + i},${i / 8},${i} ${i + 1},${i % 2 ? 'a' : 'b'}`;
  }),
]);
const columns = {
  year: 'int32',
  score: 'float32',
  vector: { type: 'dense', width: 2 },
  kind: { role: 'label', classes: ['a', 'b'] },
} as const;

test('CSV', () =>
  survives('nodes.csv', csv, async (files) => {
    return (await readCsvGraph({ nodes: { n: { files, id: 'id', columns } } })).graph;
  }));

const plain = encode([
  'source,target,weight',
  ...Array.from({ length: 60 }, (_, i) => `${i},${(i * 7) % 60},${i / 4}`),
]);

test('CSV of edges between known nodes', () =>
  survives('edges.csv', plain, async (files) => {
    const nodes = { name: 'nodes', bytes: [encode(['id', ...Array.from({ length: 60 }, (_, i) => String(i))])] };
    const spec = { nodes: { n: { files: nodes, id: 'id' } }, edges: [{ type: ['n', 'to', 'n'] as const, files }] };
    return (await readCsvGraph(spec)).graph;
  }));

test('CSV as batches', () =>
  survives('nodes.csv', csv, (files) => drained(csvBatches(files, { columns, batchRows: 8 }))));

const typed = encode([
  'source,relation,target,weight',
  ...Array.from({ length: 60 }, (_, i) => `${i},r${i % 3},${(i * 7) % 60},${i / 4}`),
]);
const relations = { r0: ['a', 'x', 'b'], r1: ['a', 'y', 'b'], r2: ['b', 'z', 'b'] } as const;

test('edge lists', () =>
  survives('edges.csv', typed, async (files) => (await readEdgeList({ files, relations })).graph));

test('edge lists as batches', () =>
  survives('edges.csv', plain, (files) => drained(edgeListBatches({ files }, { batchRows: 8 }))));

const json = encode(
  Array.from({ length: 40 }, (_, i) => {
    return JSON.stringify({
      id: i,
      name: `name "${i}"`,
      year: 1950 + i,
      score: i / 8,
      vector: [i, 1],
      kind: i % 2 ? 'a' : 'b',
    });
  }),
);

test('JSON lines', () =>
  survives('nodes.jsonl', json, async (files) => {
    return (await readJsonLines({ nodes: { n: { files, id: 'id', columns } } })).graph;
  }));

test('JSON lines as batches', () =>
  survives('nodes.jsonl', json, (files) => drained(jsonLinesBatches(files, { columns, batchRows: 8 }))));

test.each([
  ['file', RecordBatchFileWriter],
  ['stream', RecordBatchStreamWriter],
])('Arrow %s', async (_, Writer) => {
  const builder = new GraphBuilder();
  builder.addNodes('n', {
    id: Int32Array.from({ length: 40 }, (_, i) => i),
    name: Array.from({ length: 40 }, (_, i) => (i % 4 ? `name ${i}` : null)),
    score: Float64Array.from({ length: 40 }, (_, i) => i / 8),
    flag: Array.from({ length: 40 }, (_, i) => i % 2 === 0),
    vector: { kind: 'dense', numRows: 40, width: 2, values: new Float32Array(80).fill(0.5) },
  });
  const bytes = Writer.writeAll(builder.build().nodeTable('n')).toUint8Array(true);
  await survives('nodes.arrow', bytes, async (files) => {
    return (await readArrowGraph({ nodes: { n: { files, id: 'id' } } })).graph;
  });
});
