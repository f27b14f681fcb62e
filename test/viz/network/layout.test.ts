import fc from 'fast-check';
import graphology from 'graphology';
import * as forceAtlas2 from 'graphology-layout-forceatlas2';
import { describe, expect, it } from 'vitest';
import { inOneGo, RandomStream } from '../../../src/core/index.js';
import { type LayoutInput, layoutGraph } from '../../../src/viz/index.js';
import { attractionOf } from '../../../src/viz/network/layout/attraction.js';
import { forceLibrary, forcesInThread } from '../../../src/viz/network/layout/force-thread.js';
import { forceJobs, runForces, takePositions } from '../../../src/viz/network/layout/forces.js';
import { partsOf } from '../../../src/viz/network/layout/parts.js';
import { startPositions } from '../../../src/viz/network/layout/start.js';

/** The package is a function, which its types call a default export. */
const layOut = forceAtlas2.default as unknown as (
  graph: object,
  options: object,
) => Record<number, { x: number; y: number }>;
const strength = { iterations: 3, gravity: 0.05, scaling: 10, linLog: false };

/** Groups of equal size, in which edges are more likely than between them. */
function planted(numNodes: number, groups: number, seed: number): LayoutInput {
  const random = new RandomStream(seed, 'planted');
  const [source, target]: [number[], number[]] = [[], []];
  const groupOf = (node: number) => Math.floor((node * groups) / numNodes);
  for (let u = 0; u < numNodes; u++) {
    for (let v = u + 1; v < numNodes; v++) {
      if (random.next() > (groupOf(u) === groupOf(v) ? 0.3 : 0.01)) continue;
      source.push(u);
      target.push(v);
    }
  }
  return { numNodes, source, target };
}

const edges = (numNodes: number) =>
  fc.array(
    fc.record({
      u: fc.nat(numNodes - 1),
      v: fc.nat(numNodes - 1),
      weight: fc.integer({ min: 1, max: 40 }).map((n) => n / 10),
    }),
    { maxLength: 40 },
  );
const graphs = fc.integer({ min: 1, max: 20 }).chain((numNodes) => edges(numNodes).map((all) => ({ numNodes, all })));

const inputOf = (numNodes: number, all: readonly { u: number; v: number; weight: number }[]): LayoutInput => ({
  numNodes,
  source: all.map(({ u }) => u),
  target: all.map(({ v }) => v),
  weights: all.map(({ weight }) => weight),
});

describe('layoutGraph', () => {
  it('gives the same places whatever the order and the direction of the edges', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async ({ numNodes, all }) => {
        const options = { iterations: 5, seed: 3 };
        const placed = await layoutGraph(inputOf(numNodes, all), options);
        const turned = [...all].reverse().map(({ u, v, weight }) => ({ u: v, v: u, weight }));
        expect(await layoutGraph(inputOf(numNodes, turned), options)).toEqual(placed);
        expect(placed).toHaveLength(2 * numNodes);
        expect(placed.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('puts no two nodes at one place, nor components upon each other', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async ({ numNodes, all }) => {
        const placed = await layoutGraph(inputOf(numNodes, all), { iterations: 40 });
        const component = componentsOf(numNodes, all);
        const boxes = new Map<number, number[]>();
        for (let n = 0; n < numNodes; n++) {
          const [x, y] = [placed[2 * n]!, placed[2 * n + 1]!];
          const box = boxes.get(component[n]!) ?? [x, x, y, y];
          boxes.set(component[n]!, [
            Math.min(box[0]!, x),
            Math.max(box[1]!, x),
            Math.min(box[2]!, y),
            Math.max(box[3]!, y),
          ]);
        }
        const list = [...boxes.values()];
        for (const [i, a] of list.entries())
          for (const b of list.slice(i + 1))
            expect(Math.max(a[0]! - b[1]!, b[0]! - a[1]!, a[2]! - b[3]!, b[2]! - a[3]!)).toBeGreaterThan(5);
        expect(new Set(Array.from({ length: numNodes }, (_, n) => `${placed[2 * n]} ${placed[2 * n + 1]}`)).size).toBe(
          numNodes,
        );
      }),
      { numRuns: 25 },
    );
  });

  it('draws what is joined together', async () => {
    const graph = planted(600, 6, 1);
    const placed = await layoutGraph(graph, { iterations: 150, seed: 1 });
    const distance = (u: number, v: number) =>
      Math.hypot(placed[2 * u]! - placed[2 * v]!, placed[2 * u + 1]! - placed[2 * v + 1]!);
    const random = new RandomStream(2, 'pairs');
    const means = [true, false].map((isSame) => {
      let [sum, count] = [0, 0];
      while (count < 2000) {
        const [u, v] = [random.nextInt(600), random.nextInt(600)];
        if ((Math.floor(u / 100) === Math.floor(v / 100)) !== isSame) continue;
        sum += distance(u, v);
        count++;
      }
      return sum / count;
    });
    expect(means[0]!).toBeLessThan(means[1]! / 2);
  });

  it('reports progress to the end, and can be aborted', async () => {
    const seen: number[] = [];
    await layoutGraph(planted(60, 2, 1), { iterations: 20, onProgress: ({ done }) => seen.push(done) });
    expect(seen.at(-1)).toBe(20);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const controller = new AbortController();
    const work = layoutGraph(planted(300, 2, 1), {
      iterations: 1e6,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(work).rejects.toMatchObject({ code: 'ABORTED' });
    const failing = layoutGraph(planted(60, 2, 1), {
      onProgress() {
        throw new Error('of the caller');
      },
    });
    await expect(failing).rejects.toThrow('of the caller');
  });

  it.each([
    ['SHAPE_MISMATCH', { numNodes: 3, source: [0, 1], target: [1] }],
    ['SHAPE_MISMATCH', { numNodes: 3, source: [0], target: [1], weights: [] }],
    ['INDEX_OUT_OF_RANGE', { numNodes: 3, source: [0], target: [3] }],
    ['INDEX_OUT_OF_RANGE', { numNodes: 3, source: [-1], target: [2] }],
    ['INDEX_OUT_OF_RANGE', { numNodes: 3, source: [0.5], target: [2] }],
    ['INVALID_WEIGHT', { numNodes: 3, source: [0], target: [2], weights: [0] }],
    ['INVALID_WEIGHT', { numNodes: 3, source: [0], target: [2], weights: [Number.POSITIVE_INFINITY] }],
    ['INVALID_OPTION', { numNodes: -1, source: [], target: [] }],
  ])('refuses %s: %j', async (code, graph) => {
    await expect(layoutGraph(graph)).rejects.toMatchObject({ code });
  });

  it('is empty for no nodes, and refuses options that it does not know', async () => {
    expect(await layoutGraph({ numNodes: 0, source: [], target: [] })).toEqual(new Float32Array(0));
    const graph = { numNodes: 1, source: [], target: [] };
    await expect(layoutGraph(graph, { theta: 1 } as never)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(layoutGraph(graph, { seed: -1 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});

describe('the forces', () => {
  it.each([
    [50, 3, 1e-4],
    // Far nodes are taken together, which numbers of 32 bits may do otherwise at a border.
    [500, 1, 1e-2],
  ])('move %i nodes as graphology does', (numNodes, iterations, tolerance) => {
    const { source, target } = planted(numNodes, 2, 5);
    const weights = Array.from(source, (_, e) => 1 + (e % 3));
    const parts = partsOf(numNodes, attractionOf(numNodes, source, target, weights));
    expect(parts.nodeStarts).toHaveLength(2);
    const positions = startPositions(parts, 1);
    const graph = new graphology.UndirectedGraph();
    for (let n = 0; n < numNodes; n++) graph.addNode(n, { x: positions[2 * n], y: positions[2 * n + 1] });
    for (let e = 0; e < source.length; e++) graph.addEdge(source[e], target[e], { weight: weights[e] });
    const jobs = forceJobs(parts, positions, strength);
    inOneGo(runForces(jobs, iterations, () => {}));
    takePositions(parts, jobs, positions);
    const { settings } = jobs[0]!;
    const expected = layOut(graph, { iterations, getEdgeWeight: 'weight', settings });
    const size = Math.max(...positions.map(Math.abs));
    for (let n = 0; n < numNodes; n++) {
      expect(Math.abs(positions[2 * n]! - expected[n]!.x) / size).toBeLessThan(tolerance);
      expect(Math.abs(positions[2 * n + 1]! - expected[n]!.y) / size).toBeLessThan(tolerance);
    }
  });

  it('are the same numbers in a thread and on the calling thread', async () => {
    const { numNodes, source, target } = planted(450, 3, 2);
    const parts = partsOf(numNodes, attractionOf(numNodes, source, target, undefined));
    const jobs = () => forceJobs(parts, startPositions(parts, 4), strength);
    const here = jobs();
    inOneGo(runForces(here, 3, () => {}));
    const there = await forcesInThread(forceLibrary()!, jobs(), 3, () => {}, undefined);
    expect(there.map(({ nodes }) => nodes)).toEqual(here.map(({ nodes }) => nodes));
  });
});

/** The smallest node that each can reach, by spreading it until nothing changes. */
function componentsOf(numNodes: number, all: readonly { u: number; v: number }[]): number[] {
  const smallest = Array.from({ length: numNodes }, (_, n) => n);
  for (let round = 0; round < numNodes; round++) {
    for (const { u, v } of all) smallest[u] = smallest[v] = Math.min(smallest[u]!, smallest[v]!);
  }
  return smallest;
}
