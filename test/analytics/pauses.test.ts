import { describe, expect, it } from 'vitest';
import { coreNumbers } from '../../src/analytics/centrality/core-numbers.js';
import { splitDisconnected } from '../../src/analytics/communities/optimise/split-disconnected.js';
import { cutStructure } from '../../src/analytics/components/cut-structure.js';
import { nodeLayers } from '../../src/analytics/components/layers.js';
import { oneCycle } from '../../src/analytics/components/one-cycle.js';
import { projectEdges, shortestPath } from '../../src/analytics/index.js';
import { flowNetwork } from '../../src/analytics/paths/flow-network.js';
import { GuidedSearch } from '../../src/analytics/paths/guided-search.js';
import { kruskal } from '../../src/analytics/paths/kruskal.js';
import { mergedWays } from '../../src/analytics/project/without-direction.js';
import { codeOfPromise } from '../support/code-of.js';

const numNodes = 300_000;
/** A path, and edges from its nodes to those after the next. */
const ends = Array.from({ length: numNodes - 2 }, (_, v) => v);
const edges = { numNodes, source: [...ends, ...ends], target: [...ends.map((v) => v + 1), ...ends.map((v) => v + 2)] };
const directed = await projectEdges(edges);
const both = await projectEdges({ ...edges, isDirected: false });
const path = await projectEdges({ numNodes, source: ends, target: ends.map((v) => v + 1), isDirected: false });
const shares = new Float64Array(numNodes);
const level = { ...both.forward, numNodes, outShares: shares, inShares: shares, scale: 0 };

/** Pauses of some work. */
function pausesOf(pieces: Generator<void, unknown>): number {
  let count = 0;
  while (!pieces.next().done) count++;
  return count;
}

describe('long work lets others go first now and then', () => {
  it.each([
    ['coreNumbers', () => coreNumbers(both.forward), 4],
    ['nodeLayers', () => nodeLayers(directed.forward), 4],
    ['oneCycle', () => oneCycle(path), 1],
    ['cutStructure', () => cutStructure(both.forward), 1],
    ['splitDisconnected', () => splitDisconnected(level, new Int32Array(numNodes)), 4],
    ['flowNetwork', () => flowNetwork(both), 4],
    ['mergedWays', () => mergedWays(directed), 4],
    ['kruskal', () => kruskal(both.forward), 4],
    ['GuidedSearch', () => new GuidedSearch(path.forward).run(0, numNodes - 3, () => 0), 50],
  ])('%s', (_, pieces, least) => {
    expect(pausesOf(pieces())).toBeGreaterThanOrEqual(least);
  });

  it('a search with a heuristic can be aborted', async () => {
    const controller = new AbortController();
    let calls = 0;
    const heuristic = () => {
      if (++calls === 100) {
        controller.abort();
        for (const start = performance.now(); performance.now() - start < 60; );
      }
      return 0;
    };
    const options = { from: 0, to: numNodes - 3, heuristic, signal: controller.signal };
    expect(await codeOfPromise(() => shortestPath(path, options))).toBe('ABORTED');
    expect(calls).toBeLessThan(numNodes / 2);
  });
});
