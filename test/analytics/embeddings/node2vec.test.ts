import { describe, expect, it } from 'vitest';
import { analyse, node2vec, projectEdges } from '../../../src/analytics/index.js';
import { codeOfPromise } from '../../support/code-of.js';

/** Two cliques of eight with one edge between them, and a node on its own. */
function cliques() {
  const pairs: [number, number][] = [[0, 8]];
  for (const first of [0, 8]) {
    for (let a = first; a < first + 8; a++) for (let b = a + 1; b < first + 8; b++) pairs.push([a, b]);
  }
  return projectEdges({
    ...{ numNodes: 17, isDirected: false },
    source: pairs.map(([a]) => a),
    target: pairs.map(([, b]) => b),
  });
}

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe('node2vec', () => {
  it('puts nodes that walks meet together near each other', async () => {
    const settings = { width: 16, walks: 20, length: 20, window: 3, passes: 3, learningRate: 0.05 };
    for (const bias of [{}, { p: 4, q: 0.5 }]) {
      const { vectors } = await node2vec(await cliques(), { ...settings, ...bias });
      let [inside, between] = [0, 0];
      for (let a = 1; a < 8; a++) {
        for (let b = 1; b < 8; b++) {
          if (a < b) inside += cosine(vectors.get(a), vectors.get(b)) / 21;
          between += cosine(vectors.get(a), vectors.get(b + 8)) / 49;
        }
      }
      expect(inside).toBeGreaterThan(between + 0.3);
      expect([...vectors.get(16)]).toEqual(new Array(16).fill(0));
    }
  });

  it('gives the same for a seed, and as analyse does', async () => {
    const graph = await cliques();
    const settings = { width: 4, walks: 2, length: 5 };
    const { vectors } = await node2vec(graph, settings);
    expect((await analyse(graph, 'node2vec', settings)).vectors!.node2vec!.values).toEqual(vectors.values);
    expect((await node2vec(graph, { ...settings, seed: 1 })).vectors.values).not.toEqual(vectors.values);
  });

  it('takes graphs without nodes or edges, and can be aborted', async () => {
    const bare = await projectEdges({ numNodes: 2, source: [], target: [] });
    expect([...(await node2vec(bare, { width: 2 })).vectors.values]).toEqual([0, 0, 0, 0]);
    const empty = await projectEdges({ numNodes: 0, source: [], target: [] });
    expect((await node2vec(empty)).vectors.values).toHaveLength(0);
    const stop = new AbortController();
    stop.abort();
    expect(await codeOfPromise(() => node2vec(bare, { signal: stop.signal }))).toBe('ABORTED');
    expect(await codeOfPromise(() => node2vec(bare, { p: 0 }))).toBe('INVALID_OPTION');
  });
});
