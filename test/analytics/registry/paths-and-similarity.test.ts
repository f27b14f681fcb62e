import { expect, test } from 'vitest';
import { analyse, listAlgorithms } from '../../../src/analytics/index.js';
import { directed, kite } from '../known-graphs.js';

const run = (name: string, options: Readonly<Record<string, unknown>> = {}) => analyse(directed.graph, name, options);

test('paths, flows, cuts and similarities by name', async () => {
  expect((await run('dijkstra', { from: 0 })).figures).toEqual({ reached: 7 });
  const path = await run('shortest-path', { from: 0, to: 6 });
  expect(path.figures).toEqual({ isReached: true, distance: 7 });
  expect(path.table!.id).toEqual([0, 3, 4, 6]);
  expect((await run('shortest-path', { from: 0, to: 7 })).figures).toEqual({ isReached: false });
  const several = await run('k-shortest-paths', { from: 0, to: 4, k: 2 });
  expect(several.table).toEqual({
    path: [1, 1, 1, 2, 2, 2, 2, 2].slice(0, several.table!.path!.length),
    step: expect.anything(),
    type: expect.anything(),
    id: expect.anything(),
  });
  expect(several.figures!.paths).toBe(2);
  expect((await run('spanning-forest')).figures).toEqual({ totalWeight: 8, trees: 2 });
  expect((await run('max-flow', { from: 0, to: 6 })).figures).toEqual({ value: 1 });
  expect((await run('bridges')).figures).toEqual({ bridges: 0 });
  expect((await analyse(kite.graph, 'bridges')).table!.target).toEqual([8, 9]);
  expect((await analyse(kite.graph, 'articulation-points')).table!.id).toEqual([7, 8]);
  const order = await run('topological-order');
  expect([order.figures!.isAcyclic, order.table!.id, order.remarks!.length]).toEqual([false, [0, 1, 2], 1]);
  expect((await run('cycle')).figures).toEqual({ hasCycle: true, length: 3 });
  expect((await analyse(kite.graph, 'k-core')).figures).toEqual({ largest: 3 });
  for (const name of ['betweenness', 'sampled-betweenness', 'closeness', 'harmonic']) {
    expect((await analyse(kite.graph, name)).values!.score!.length, name).toBe(10);
  }
  expect((await analyse(kite.graph, 'node-similarity', { topK: 1 })).figures).toEqual({ pairs: 10 });
  const pair = await analyse(kite.graph, 'pair-similarity', { sources: [0], targets: [4] });
  expect(pair.table!.similarity![0]).toBeCloseTo(0.4, 10);
  expect((await analyse(kite.graph, 'simrank', { node: 0 })).values!.similarity!.get(0)).toBe(1);
});

test('names and options are told apart', () => {
  const names = listAlgorithms().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, options } of listAlgorithms()) {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(new Set(options.map((each) => each.name)).size).toBe(options.length);
  }
});
