import { expect, it } from 'vitest';
import { type NamedStream, readEdgeList } from '../../../src/graph/index.js';

const file = (text: string): NamedStream => ({ name: 'edges.csv', bytes: [new TextEncoder().encode(text)] });
/** Two edges, 5 to 7 and 7 to 9 (nodes 0, 1 and 2 by their ids), of weights 0.5 and 2, written in any order of columns. */
const values: Record<string, [string, string]> = {
  source: ['5', '7'],
  target: ['7', '9'],
  weight: ['0.5', '2'],
  time: ['100', '200'],
};
const orders = [
  ['source', 'target', 'weight', 'time'],
  ['target', 'source', 'weight', 'time'],
  ['weight', 'target', 'source', 'time'],
  ['time', 'weight', 'target', 'source'],
  ['weight', 'source', 'time', 'target'],
];

it.each(orders.map((order) => [order]))('a header names the columns in any order: %j', async (order) => {
  const rows = [0, 1].map((row) => order.map((name) => values[name]![row]!).join(','));
  const { graph } = await readEdgeList({ files: file(`${[order.join(','), ...rows].join('\n')}\n`) });
  const { source, target } = graph.edgeIndex('edge');
  expect([...source]).toEqual([0, 1]);
  expect([...target]).toEqual([1, 2]);
  expect(graph.weights('edge')).toEqual(Float32Array.of(0.5, 2));
  expect([...graph.edgeTable('edge').getChild('time')!]).toEqual([100, 200]);
});

it('other names are taken for the ends where they are given, and positions where there are none', async () => {
  const named = await readEdgeList({ files: file('to,from\n7,5\n9,7\n'), source: 'from', target: 'to' });
  const placed = await readEdgeList({ files: file('5,7\n7,9\n') });
  const half = await readEdgeList({ files: file('to,from\n7,5\n9,7\n'), source: 'from' });
  for (const { graph } of [named, placed, half]) {
    expect([...graph.edgeIndex('edge').source]).toEqual([0, 1]);
    expect([...graph.edgeIndex('edge').target]).toEqual([1, 2]);
  }
  await expect(readEdgeList({ files: file('to,from\n7,5\n'), source: 'start' })).rejects.toMatchObject({
    code: 'UNKNOWN_COLUMN',
  });
});
