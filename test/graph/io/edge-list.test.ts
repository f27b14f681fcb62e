import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EdgeType } from '../../../src/graph/index.js';
import { edgeListBatches, type NamedStream, readEdgeList } from '../../../src/graph/index.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-edges-'));
});
afterAll(() => rm(root, { recursive: true }));

const file = (text: string, name = 'edges.csv'): NamedStream => ({ name, bytes: [new TextEncoder().encode(text)] });

test('a plain list with weights becomes one edge type with ids in ascending order', async () => {
  const { graph, numRows } = await readEdgeList({ files: file('# comment\n30 10 0.5\n10\t20\t1.25\r\n\n30 30 2\n') });
  expect(numRows).toBe(3);
  expect(graph.schema).toEqual({
    nodes: [{ name: 'node', columns: [{ name: 'id', type: 'int32', role: 'id' }] }],
    edges: [{ type: ['node', 'edge', 'node'], columns: [{ name: 'weight', type: 'float32', role: 'weight' }] }],
  });
  expect([...graph.edgeIndex('edge').source]).toEqual([2, 0, 2]);
  expect([...graph.edgeIndex('edge').target]).toEqual([0, 1, 2]);
  expect(graph.weights('edge')).toEqual(Float32Array.of(0.5, 1.25, 2));
  expect(graph.ids('node').indexOf(30)).toBe(2);
});

test('a relation column deals the rows out to edge types', async () => {
  const text = 'source,relation,target,weight\n1,writes,7,0.5\n2,cites,8,1\n1,"writes",8,2\n';
  const { graph } = await readEdgeList({ files: file(text), type: ['author', '', 'paper'] });
  expect(graph.edgeTypes).toEqual([
    ['author', 'writes', 'paper'],
    ['author', 'cites', 'paper'],
  ]);
  expect(graph.weights('writes')).toEqual(Float32Array.of(0.5, 2));
  const relations: Record<string, EdgeType> = {
    writes: ['a', 'w', 'p'],
    cites: ['p', 'c', 'p'],
    edits: ['a', 'e', 'p'],
  };
  const { graph: mapped } = await readEdgeList({ files: file(text), relations });
  expect(mapped.numEdges('w')).toBe(2);
  expect(mapped.numEdges('e')).toBe(0);
  expect(mapped.numNodes('p')).toBe(3);
  const { cites: _, ...some } = relations;
  await expect(readEdgeList({ files: file(text), relations: some })).rejects.toMatchObject({
    code: 'UNKNOWN_TYPE',
    location: { file: 'edges.csv', row: 3, column: 'relation' },
  });
});

test('several files of several types, plain and packed', async () => {
  const [plain, packed] = [join(root, 'a.txt'), join(root, 'b.txt.gz')];
  await writeFile(plain, '1 2\n2 3\n');
  await writeFile(packed, gzipSync('2,9\n'.repeat(50_000)));
  const { graph, numRows } = await readEdgeList([
    { files: [plain, plain], type: ['u', 'knows', 'u'] },
    { files: packed, type: ['u', 'likes', 'i'] },
  ]);
  expect(numRows).toBe(50_004);
  expect(graph.numEdges('knows')).toBe(4);
  expect(graph.numEdges('likes')).toBe(50_000);
  expect(graph.numNodes('u')).toBe(3);
  await writeFile(packed, gzipSync('2,9\n'.repeat(50_000)).subarray(0, 100));
  await expect(readEdgeList({ files: packed })).rejects.toMatchObject({
    code: 'CORRUPT_FILE',
    location: { file: packed },
  });
  await expect(readEdgeList({ files: join(root, 'none') })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
});

test('ids as rows keep nodes without edges, and are bounded', async () => {
  const options = { ids: 'index', numNodes: { node: 5 } } as const;
  const { graph } = await readEdgeList({ files: file('0 3\n') }, options);
  expect(graph.numNodes('node')).toBe(5);
  await expect(readEdgeList({ files: file('0 3\n1 5\n') }, options)).rejects.toMatchObject({
    code: 'INDEX_OUT_OF_RANGE',
    location: { file: 'edges.csv', row: 2, column: 'target' },
  });
});

test.each([
  ['1,2,0.5\n1,2\n', 'MALFORMED_ROW', 2, undefined],
  ['1,2,0.5\n1,2,3,4\n', 'MALFORMED_ROW', 2, undefined],
  ['1,2,0.5\n1,x,3\n', 'WRONG_DTYPE', 2, 'target'],
  ['1,2,0.5\n1,2,\n', 'NULL_VALUE', 2, 'weight'],
  ['1,2,0.5\n\n,2,3\n', 'NULL_VALUE', 3, 'source'],
  ['1,2,0.5\n-1,2,3\n', 'INDEX_OUT_OF_RANGE', 2, 'source'],
  ['1,2,0.5\n1,2.5,3\n', 'INDEX_OUT_OF_RANGE', 2, 'target'],
  ['1,2,0.5\n1,9007199254740993,3\n', 'INDEX_OUT_OF_RANGE', 2, 'target'],
  ['1,2,0.5\n1,2,1e39\n', 'WRONG_DTYPE', 2, 'weight'],
])('a bad row of %j is %s in line %i', async (text, code, row, column) => {
  await expect(readEdgeList({ files: file(text) })).rejects.toMatchObject({
    code,
    location: { file: 'edges.csv', row },
  });
  const { numRows, numBadRows, badRows } = await readEdgeList({ files: file(text) }, { onBadRow: 'collect' });
  expect({ numRows, numBadRows }).toEqual({ numRows: 1, numBadRows: 1 });
  expect(badRows).toMatchObject([{ code, row, ...(column ? { column } : {}) }]);
  expect((await readEdgeList({ files: file(text) }, { onBadRow: 'skip' })).badRows).toEqual([]);
});

test('ids of any size give the edges back', async () => {
  const id = fc.oneof(fc.nat(20), fc.maxSafeNat());
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(id, id), { minLength: 1, maxLength: 30 }), async (pairs) => {
      const { graph } = await readEdgeList({
        files: file(pairs.map(([s, t]) => `${s} ${t}\n`).join('')),
        header: false,
      });
      const ids = graph.ids('node');
      const { source, target } = graph.edgeIndex('edge');
      expect(pairs.map((_, i) => [ids.idOf(source[i]!), ids.idOf(target[i]!)])).toEqual(pairs);
      const distinct = [...new Set(pairs.flat())].sort((a, b) => a - b);
      expect(distinct.map((_, row) => ids.idOf(row))).toEqual(distinct);
    }),
    { numRuns: 100 },
  );
});

test('batches hold the rows in order and are bounded', async () => {
  const text = Array.from({ length: 1000 }, (_, i) => `${i},r${i % 3},${i + 1},0.5\n`).join('');
  let rows = 0;
  for await (const batch of edgeListBatches({ files: file(text) }, { batchRows: 64 })) {
    expect(batch.numRows).toBeLessThanOrEqual(64);
    expect(batch.schema.names).toEqual(['source', 'target', 'relation', 'weight']);
    for (let i = 0; i < batch.numRows; i++, rows++) {
      expect(batch.get(i)!.toJSON()).toEqual({ source: rows, target: rows + 1, relation: `r${rows % 3}`, weight: 0.5 });
    }
  }
  expect(rows).toBe(1000);
});

test('an aborted read stops', async () => {
  const controller = new AbortController();
  const path = join(root, 'long.txt');
  await writeFile(path, '1 2\n'.repeat(500_000));
  const read = readEdgeList({ files: path }, { signal: controller.signal, onProgress: () => controller.abort() });
  await expect(read).rejects.toMatchObject({ code: 'ABORTED' });
});
