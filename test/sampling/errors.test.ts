import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/core/index.js';
import { graphFromArrays } from '../../src/graph/index.js';
import {
  BudgetSampler,
  ClusterLoader,
  gatherFeatures,
  gatherWeights,
  inferenceChunks,
  layerOf,
  NeighbourSampler,
  NodeLoader,
  partitionGraph,
} from '../../src/sampling/index.js';
import { star } from './random-graphs.js';

const graph = star(4);
const rows = Int32Array.of(0);
const timed = graphFromArrays({
  nodes: { user: { data: { born: [1, null] }, columns: { born: { role: 'time', type: 'float64' } } }, item: 1 },
  edges: [
    {
      type: ['user', 'buys', 'item'],
      source: Int32Array.of(0),
      target: Int32Array.of(0),
      data: { at: Float64Array.of(3) },
      columns: { at: { role: 'time' } },
    },
  ],
});

describe('refused', () => {
  const sampler = new NeighbourSampler(graph, { fanouts: [2] });
  const cases: [string, ErrorCode, () => unknown][] = [
    ['a fan-out below -1', 'INVALID_OPTION', () => new NeighbourSampler(graph, { fanouts: [-2] })],
    ['a fan-out that is no whole number', 'INVALID_OPTION', () => new NeighbourSampler(graph, { fanouts: [1.5] })],
    ['an unknown option', 'INVALID_OPTION', () => new NeighbourSampler(graph, { fanouts: [1], hops: 2 } as never)],
    ['an unknown relation', 'UNKNOWN_TYPE', () => new NeighbourSampler(graph, { fanouts: { likes: [1] } })],
    [
      'the latest without times',
      'INVALID_OPTION',
      () => new NeighbourSampler(graph, { fanouts: [1], prefer: 'latest' }),
    ],
    ['times that there are none of', 'MISSING_TIME', () => new NeighbourSampler(graph, { fanouts: [1], time: true })],
    ['a row without a time', 'MISSING_TIME', () => new NeighbourSampler(timed, { fanouts: [1], time: true })],
    [
      'a seed without a time',
      'MISSING_TIME',
      () =>
        new NeighbourSampler(timed, { fanouts: [1], time: { buys: 'at' } }).sample(
          { rows: { item: rows } },
          { seed: 1 },
        ),
    ],
    [
      'too few times',
      'SHAPE_MISMATCH',
      () =>
        new NeighbourSampler(timed, { fanouts: [1], time: { buys: 'at' } }).sample(
          { rows: { item: rows }, times: { item: [] } },
          { seed: 1 },
        ),
    ],
    [
      'a seed that does not exist',
      'INDEX_OUT_OF_RANGE',
      () => sampler.sample({ rows: { node: Int32Array.of(5) } }, { seed: 1 }),
    ],
    ['seeds of an unknown type', 'UNKNOWN_TYPE', () => sampler.sample({ rows: { author: rows } }, { seed: 1 })],
    ['seeds in a plain array', 'WRONG_DTYPE', () => sampler.sample({ rows: { node: [0] as never } }, { seed: 1 })],
    ['a negative number of samples', 'INVALID_OPTION', () => new BudgetSampler(graph, { samples: [-1] })],
    ['samples of an unknown type', 'UNKNOWN_TYPE', () => new BudgetSampler(graph, { samples: { author: [1] } })],
    ['no layers', 'INVALID_OPTION', () => inferenceChunks(graph, { layers: 0 })],
    [
      'layers beyond the hops',
      'INDEX_OUT_OF_RANGE',
      () => layerOf(sampler.sample({ rows: { node: rows } }, { seed: 1 }), 1),
    ],
    ['features of rows beyond', 'INDEX_OUT_OF_RANGE', () => gatherFeatures(graph, 'node', Int32Array.of(-1))],
    ['weights of edges beyond', 'INDEX_OUT_OF_RANGE', () => gatherWeights(graph, 'edge', Int32Array.of(4))],
    ['no clusters', 'INVALID_OPTION', () => partitionGraph(graph, { clusters: 0, seed: 1 })],
    ['a batch size of 0', 'INVALID_OPTION', () => new NodeLoader(sampler, { nodeType: 'node', rows, batchSize: 0 })],
    [
      'rows that do not exist',
      'INDEX_OUT_OF_RANGE',
      () => new NodeLoader(sampler, { nodeType: 'node', rows: Int32Array.of(9) }),
    ],
    [
      'the partition of another graph',
      'SHAPE_MISMATCH',
      () => new ClusterLoader(graph, { partition: partitionGraph(star(9), { clusters: 2, seed: 1 }) }),
    ],
    [
      'a sampler that was disposed of',
      'DISPOSED',
      () => {
        const gone = new NeighbourSampler(graph, { fanouts: [1] });
        gone.dispose();
        gone.sample({ rows: { node: rows } }, { seed: 1 });
      },
    ],
  ];
  it.each(cases)('%s', (_, code, call) => {
    expect(call).toThrow(expect.objectContaining({ code }));
  });

  it('records of different numbers of hops', () => {
    const two = graphFromArrays({
      nodes: { a: 1 },
      edges: ['r', 's'].map((name) => ({ type: ['a', name, 'a'] as const, source: rows, target: rows })),
    });
    const call = () => new NeighbourSampler(two, { fanouts: { r: [1], s: [1, 1] } });
    expect(call).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
