import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { RandomStream } from '../../../../src/core/index.js';
import { type Direction, GraphBuilder, openGraph, saveGraph } from '../../../../src/graph/index.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-offsets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('stored offsets are those of the type at the end that they count, also where types differ in size', async () => {
  const numEdges = 66_000;
  const stream = new RandomStream(2, 'edges');
  const draw = (count: number) => Int32Array.from({ length: numEdges }, () => stream.nextInt(count));
  const graph = new GraphBuilder()
    .addNodes('small', 30)
    .addNodes('large', 700)
    .addEdges(['small', 'to', 'large'], { source: draw(30), target: draw(700) })
    .addEdges(['large', 'back', 'small'], { source: draw(700), target: draw(30) })
    .build();
  const path = join(folder, 'graph');
  await saveGraph(graph, path);
  expect(readdirSync(path).filter((name) => name.includes('offsets'))).toHaveLength(2);
  const opened = await openGraph(path);
  for (const [relation, from, to] of [
    ['to', 30, 700],
    ['back', 700, 30],
  ] as const) {
    for (const direction of ['out', 'in'] as Direction[]) {
      const offsets = opened.rowOffsets(relation, direction);
      expect(offsets.length).toBe((direction === 'out' ? from : to) + 1);
      expect(offsets).toEqual(graph.rowOffsets(relation, direction));
    }
  }
});
