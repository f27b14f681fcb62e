import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hashGraph,
  plantedPartitionGraph,
  powerLawGraph,
  randomGraph,
  rmatGraph,
  validateGraph,
} from '../../../src/graph/index.js';
import { anySchema } from '../arbitraries.js';

const invalid = expect.objectContaining({ code: 'INVALID_OPTION' });

describe('random graphs', () => {
  it('of any schema are sound, have the counts asked for, and depend on the seed alone', () => {
    fc.assert(
      fc.property(anySchema, fc.nat(9), fc.nat(), (schema, numEdges, seed) => {
        const make = (s: number) => randomGraph({ schema, numNodes: 4, numEdges, seed: s });
        const graph = make(seed);
        expect(validateGraph(graph)).toEqual([]);
        for (const type of graph.nodeTypes) expect(graph.numNodes(type)).toBe(4);
        for (const { type, inverse } of graph.schema.edges) {
          const isSymmetric = inverse && String(inverse) === String(type);
          if (!isSymmetric) expect(graph.numEdges(type)).toBe(numEdges);
        }
        expect(hashGraph(make(seed))).toBe(hashGraph(graph));
        if (graph.numEdges() > 0 && numEdges > 3) expect(hashGraph(make(seed + 1))).not.toBe(hashGraph(graph));
      }),
    );
  });

  it('adding a type changes no other', () => {
    const a = { name: 'a', columns: [{ name: 'x', type: 'float32', role: 'attribute' }] } as const;
    const one = randomGraph({ schema: { nodes: [a], edges: [] }, numNodes: 5, numEdges: 0, seed: 1 });
    const nodes = [{ ...a, name: 'b' }, a];
    const two = randomGraph({ schema: { nodes, edges: [] }, numNodes: 5, numEdges: 0, seed: 1 });
    expect([...two.nodeTable('a').getChild('x')!]).toEqual([...one.nodeTable('a').getChild('x')!]);
  });

  it('refuses edges without nodes', () => {
    const schema = { nodes: [{ name: 'a', columns: [] }], edges: [{ type: ['a', 'r', 'a'], columns: [] }] } as const;
    expect(() => randomGraph({ schema, numNodes: 0, numEdges: 1, seed: 0 })).toThrow(invalid);
    expect(() => randomGraph({ schema, numNodes: -1, numEdges: 0, seed: 0 })).toThrow(invalid);
  });
});

describe('planted partitions', () => {
  const options = {
    numNodes: { paper: 400, author: 300, empty: 0 },
    numClasses: 3,
    edges: [{ type: ['paper', 'by', 'author'], numEdges: 3000, homophily: 0.8, inverse: 'wrote' }] as const,
    seed: 5,
  };

  it('are sound, linked both ways, and labelled in part where asked', () => {
    const graph = plantedPartitionGraph({ ...options, labelShare: 0.5 });
    expect(validateGraph(graph)).toEqual([]);
    expect(graph.edgeSchema('wrote').inverse).toEqual(['paper', 'by', 'author']);
    const labels = graph.labels('paper')!;
    expect(labels.classes).toEqual(['class 0', 'class 1', 'class 2']);
    const share = labels.values.filter((value) => value >= 0).length / 400;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
    expect(graph.labels('author')).toBeUndefined();
    expect(graph.features('author')).toMatchObject({ numRows: 300, width: 16 });
  });

  it('prefer edges within a class as often as asked', () => {
    // Both ends labelled: the same graph with one node type.
    const graph = plantedPartitionGraph({
      numNodes: { a: 600 },
      numClasses: 3,
      edges: [{ type: ['a', 'r', 'a'], numEdges: 6000, homophily: 0.7 }],
      seed: 2,
    });
    const { values } = graph.labels('a')!;
    const { source, target } = graph.edgeIndex('r');
    const same = source.filter((s, e) => values[s] === values[target[e]!]).length / source.length;
    // 0.7 stay for sure, of the others one in three: 0.8, deviation 0.005.
    expect(Math.abs(same - 0.8)).toBeLessThan(0.03);
  });

  it('prefer edges to the next class where nodes of a class avoid each other', () => {
    const make = (prefers: 'next') =>
      plantedPartitionGraph({
        numNodes: { a: 600 },
        numClasses: 3,
        edges: [{ type: ['a', 'r', 'a'], numEdges: 6000, homophily: 0.7, prefers }],
        seed: 2,
      });
    const graph = make('next');
    const { values } = graph.labels('a')!;
    const { source, target } = graph.edgeIndex('r');
    const steps = [0, 0, 0];
    for (const [e, s] of source.entries()) steps[(values[target[e]!]! - values[s]! + 3) % 3]! += 1 / source.length;
    for (const [i, share] of [0.1, 0.8, 0.1].entries()) expect(Math.abs(steps[i]! - share)).toBeLessThan(0.03);
    expect(() => make('other' as 'next')).toThrow(invalid);
  });

  it('put features of a class around its mean', () => {
    const graph = plantedPartitionGraph({ ...options, signal: 50, featureWidth: 4 });
    const { values } = graph.features('paper')!;
    const classes = graph.labels('paper')!.values;
    const first = new Map<number, number>();
    for (const [row, c] of classes.entries()) {
      const other = first.get(c) ?? row;
      first.set(c, other);
      let distance = 0;
      for (let k = 0; k < 4; k++) distance += (values[row * 4 + k]! - values[other * 4 + k]!) ** 2;
      expect(Math.sqrt(distance)).toBeLessThan(15);
    }
  });
});

describe('skewed graphs', () => {
  it('R-MAT fills the quadrants in the shares given', () => {
    const graph = rmatGraph({ scale: 9, numEdges: 20_000, a: 0.5, b: 0.25, c: 0.15, seed: 7 });
    const { source, target } = graph.edgeIndex('edge');
    const counts = [0, 0, 0, 0];
    for (const [e, s] of source.entries()) counts[(s >= 256 ? 2 : 0) + (target[e]! >= 256 ? 1 : 0)]! += 1 / 20_000;
    for (const [i, share] of [0.5, 0.25, 0.15, 0.1].entries()) expect(Math.abs(counts[i]! - share)).toBeLessThan(0.015);
    expect(graph.numNodes()).toBe(512);
    expect(validateGraph(graph)).toEqual([]);
  });

  it('power-law degrees have the tail of their exponent', () => {
    for (const exponent of [2.2, 3]) {
      const graph = powerLawGraph({ numNodes: 20_000, numEdges: 200_000, exponent, seed: 3 });
      const degrees = [...graph.degrees('edge', 'out')].sort((a, b) => b - a).slice(0, 500);
      // Hill's estimator over the largest degrees.
      const least = Math.log(degrees.at(-1)!);
      const mean = degrees.reduce((total, degree) => total + Math.log(degree) - least, 0) / (degrees.length - 1);
      expect(Math.abs(1 + 1 / mean - exponent)).toBeLessThan(0.25);
    }
    const bipartite = powerLawGraph({ numNodes: [10, 0], numEdges: 0, seed: 0, type: ['u', 'r', 'v'] });
    expect([bipartite.numNodes('u'), bipartite.numNodes('v')]).toEqual([10, 0]);
  });

  it('answers sizes that are too large with a code, at once', () => {
    const memory = expect.objectContaining({ code: 'OUT_OF_MEMORY' });
    const planted = { numNodes: { a: 1000 }, numClasses: 3, edges: [], seed: 1 };
    expect(() => plantedPartitionGraph({ ...planted, featureWidth: 2e9 })).toThrow(memory);
    expect(() => plantedPartitionGraph({ ...planted, numClasses: 1e9 })).toThrow(invalid);
    expect(() => plantedPartitionGraph({ ...planted, numNodes: { a: 1e12 } })).toThrow(invalid);
    expect(() => powerLawGraph({ numNodes: 1e12, numEdges: 1, seed: 1 })).toThrow(invalid);
    expect(() => powerLawGraph({ numNodes: 5, numEdges: 1e12, seed: 1 })).toThrow(invalid);
    expect(() => rmatGraph({ scale: 40, numEdges: 1, seed: 1 })).toThrow(invalid);
    const columns = [{ name: 'x', type: 'dense', role: 'feature', width: 2 ** 30 }] as const;
    const schema = { nodes: [{ name: 'a', columns }], edges: [] };
    expect(() => randomGraph({ schema, numNodes: 2 ** 30, numEdges: 0, seed: 1 })).toThrow(memory);
    // More columns than a call may have arguments.
    const wide = plantedPartitionGraph({ ...planted, numNodes: { a: 2 }, featureWidth: 300_000 });
    expect(wide.features('a')!.width).toBe(300_000);
  });

  it('hold for one node and refuse what makes no sense', () => {
    expect(rmatGraph({ scale: 0, numEdges: 3, seed: 1 }).numEdges()).toBe(3);
    expect(powerLawGraph({ numNodes: 1, numEdges: 3, seed: 1 }).numEdges()).toBe(3);
    expect(() => rmatGraph({ scale: 3, numEdges: 1, a: 0.9, b: 0.9, seed: 1 })).toThrow(invalid);
    expect(() => powerLawGraph({ numNodes: 5, numEdges: 1, exponent: 2, seed: 1 })).toThrow(invalid);
    expect(() => powerLawGraph({ numNodes: 0, numEdges: 1, seed: 1 })).toThrow(invalid);
    expect(() => plantedPartitionGraph({ numNodes: { a: 1 }, numClasses: 0, edges: [], seed: 1 })).toThrow(invalid);
  });
});
