import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordBatchFileWriter, RecordBatchStreamWriter } from 'apache-arrow';
import fc from 'fast-check';
import { MultiGraph } from 'graphology';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  fromGraphology,
  GraphBuilder,
  type HeteroGraph,
  hashGraph,
  readArrowGraph,
  readCsvFolder,
  readJsonLinesFolder,
  toGraphology,
  writeCsv,
  writeJsonLines,
} from '../../../src/graph/index.js';
import { fuzzRuns } from '../../support/fuzz-runs.js';
import { anyGraph } from './arbitraries.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-io-'));
});
afterAll(() => rm(root, { recursive: true }));

async function throughFolder(
  graph: HeteroGraph,
  write: (graph: HeteroGraph, folder: string) => Promise<void>,
  read: (folder: string) => Promise<{ graph: HeteroGraph }>,
): Promise<HeteroGraph> {
  const folder = join(root, 'graph');
  try {
    await write(graph, folder);
    const result = await read(folder);
    expect(await readdir(root)).toEqual(['graph']);
    return result.graph;
  } finally {
    // A graph that fails must not fail those after it, which are tried to make it smaller.
    await rm(folder, { recursive: true, force: true });
  }
}

async function throughArrow(graph: HeteroGraph, isStream: boolean): Promise<HeteroGraph> {
  const bytes = (table: ReturnType<HeteroGraph['nodeTable']>) => {
    const writer = isStream ? RecordBatchStreamWriter : RecordBatchFileWriter;
    return { name: 'table.arrow', bytes: [writer.writeAll(table).toUint8Array(true)] };
  };
  const { graph: result } = await readArrowGraph({
    schema: graph.schema,
    nodes: Object.fromEntries(
      graph.nodeTypes.map((type) => [type, { files: bytes(graph.nodeTable(type)), numRows: graph.numNodes(type) }]),
    ),
    edges: graph.edgeTypes.map((type) => ({ type, ends: 'index' as const, files: bytes(graph.edgeTable(type)) })),
  });
  return result;
}

const options = fuzzRuns(60);

test('a graph written as CSV and read again is the same graph', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, async (graph) => {
      const again = await throughFolder(graph, writeCsv, readCsvFolder);
      expect(again.schema).toEqual(graph.schema);
      expect(hashGraph(again)).toBe(hashGraph(graph));
    }),
    options,
  );
});

test('a table of one column with a name of one letter and no rows', async () => {
  const graph = new GraphBuilder().addNodes('t', { a: new Int32Array(0) }).build();
  const again = await throughFolder(graph, writeCsv, readCsvFolder);
  expect(hashGraph(again)).toBe(hashGraph(graph));
});

test('a graph written as JSON lines and read again is the same graph', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, async (graph) => {
      const again = await throughFolder(graph, writeJsonLines, readJsonLinesFolder);
      expect(hashGraph(again)).toBe(hashGraph(graph));
    }),
    options,
  );
});

test('Arrow files and streams give the same graph', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, fc.boolean(), async (graph, isStream) => {
      expect(hashGraph(await throughArrow(graph, isStream))).toBe(hashGraph(graph));
    }),
    options,
  );
});

test('graphology and back gives the same graph', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, async (graph) => {
      const { nodes, edges } = graph.schema;
      if ([...nodes, ...edges].some(({ columns }) => columns.some(({ name }) => name === '__proto__'))) {
        // graphology copies attributes by assignment.
        expect(() => toGraphology(graph, MultiGraph)).toThrow(expect.objectContaining({ code: 'INVALID_SCHEMA' }));
        return;
      }
      const there = toGraphology(graph, MultiGraph);
      expect(there.order).toBe(graph.numNodes());
      expect(there.size).toBe(graph.numEdges());
      expect(hashGraph(await fromGraphology(there))).toBe(hashGraph(graph));
    }),
    options,
  );
});
