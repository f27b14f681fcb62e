import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import {
  edgeTypeKey,
  GraphBuilder,
  type HeteroGraph,
  hashGraph,
  openGraph,
  rmatGraph,
  saveGraph,
} from '../../../../src/graph/index.js';
import { anyGraph, plainGraph } from '../../arbitraries.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-storage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;
const fresh = () => join(folder, `g${made++}`);

/** The graph once more through the builder, column by column, in two chunks. */
function rebuilt(graph: HeteroGraph): HeteroGraph {
  const builder = new GraphBuilder(graph.schema);
  for (const { name, columns } of graph.schema.nodes) {
    const table = graph.nodeTable(name);
    const half = table.numRows >> 1;
    for (const [from, to] of [
      [0, half],
      [half, table.numRows],
    ] as const) {
      const vectors = columns.map((column, i) => [column.name, table.getChildAt(i)!.slice(from, to)] as const);
      builder.addNodes(name, Object.fromEntries(vectors), { count: to - from });
    }
  }
  for (const { type, columns } of graph.schema.edges) {
    const table = graph.edgeTable(type);
    const vectors = columns.map((column, i) => [column.name, table.getChildAt(i + 2)!] as const);
    builder.addEdges(type, { ...Object.fromEntries(vectors), ...graph.edgeIndex(type) });
  }
  return builder.build();
}

it('build, save, open and build again is the identity, byte for byte, for any schema', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, async (graph) => {
      const [one, two] = [fresh(), fresh()];
      await saveGraph(graph, one);
      const opened = await openGraph(one);
      expect(plainGraph(opened)).toEqual(plainGraph(graph));
      expect(hashGraph(opened)).toBe(hashGraph(graph));
      const again = rebuilt(opened);
      expect(plainGraph(again)).toEqual(plainGraph(graph));
      expect(hashGraph(again)).toBe(hashGraph(graph));
      await saveGraph(again, two);
      expect(readdirSync(two).sort()).toEqual(readdirSync(one).sort());
      for (const file of readdirSync(one)) {
        expect(readFileSync(join(two, file)).equals(readFileSync(join(one, file)))).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

it('large edge types keep their row offsets, which agree with counting', async () => {
  const graph = rmatGraph({ scale: 10, numEdges: 70_000, seed: 3 });
  const path = fresh();
  await saveGraph(graph, path);
  expect(readdirSync(path)).toContain('edges-0.offsets.arrow');
  const opened = await openGraph(path);
  for (const direction of ['out', 'in'] as const) {
    expect(opened.rowOffsets('edge', direction)).toEqual(graph.rowOffsets('edge', direction));
    expect(opened.adjacency('edge', direction)).toEqual(graph.adjacency('edge', direction));
  }
  expect(opened.rowOffsets('edge', 'out').buffer).toBeInstanceOf(SharedArrayBuffer);
});

it('an opened graph needs its folder no more, and may be saved over it', async () => {
  const graph = rmatGraph({ scale: 4, numEdges: 40, seed: 1 });
  const path = fresh();
  await saveGraph(graph, path);
  const opened = await openGraph(path);
  await saveGraph(opened, path, { overwrite: true });
  expect(hashGraph(await openGraph(path, { verify: true }))).toBe(hashGraph(graph));
  const last = await openGraph(path);
  rmSync(path, { recursive: true });
  expect(hashGraph(last)).toBe(hashGraph(graph));
  expect(last.edgeTypes.map(edgeTypeKey)).toEqual(['node>edge>node']);
});

it('tells its progress and stops where asked', async () => {
  const graph = rmatGraph({ scale: 4, numEdges: 40, seed: 1 });
  const path = fresh();
  const stages: string[] = [];
  const onProgress = (event: { stage: string; done: number; total?: number }) =>
    stages.push(`${event.stage} ${event.done === event.total}`);
  await saveGraph(graph, path, { onProgress });
  await openGraph(path, { onProgress });
  expect(stages).toEqual(['save false', 'save true', 'open false', 'open true']);
  const signal = AbortSignal.abort();
  await expect(openGraph(path, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
  const started = new AbortController();
  const abort = { signal: started.signal, onProgress: () => started.abort() };
  await expect(saveGraph(graph, fresh(), abort)).rejects.toMatchObject({ code: 'ABORTED' });
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
