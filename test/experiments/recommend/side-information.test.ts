import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { trainRecommender } from '../../../src/experiments/index.js';
import { readInteractions } from '../../../src/experiments/recommend/read-interactions.js';
import { sideOfData } from '../../../src/experiments/recommend/side-information.js';
import { graphFromArrays } from '../../../src/graph/index.js';
import { filmFolder } from './folders.js';

/** Customers, products with a brand, friends among customers; orders that customers made and whose lines name products. */
const shop = graphFromArrays({
  nodes: {
    customer: { data: { id: ['c1', 'c2', 'c3'], city: ['Bonn', 'Ulm', 'Bonn'] }, ids: 'id' },
    product: { data: { id: ['p1', 'p2'] }, ids: 'id' },
    brand: 2,
    order: 2,
    line: 2,
  },
  edges: [
    { type: ['customer', 'bought', 'product'], source: Int32Array.of(0, 0, 1, 2), target: Int32Array.of(0, 1, 1, 1) },
    { type: ['product', 'made_by', 'brand'], source: Int32Array.of(0, 1), target: Int32Array.of(0, 1) },
    { type: ['customer', 'knows', 'customer'], source: Int32Array.of(0), target: Int32Array.of(2) },
    { type: ['customer', 'made', 'order'], source: Int32Array.of(0, 1), target: Int32Array.of(0, 1) },
    { type: ['order', 'has', 'line'], source: Int32Array.of(0, 1), target: Int32Array.of(0, 1) },
    { type: ['line', 'names', 'product'], source: Int32Array.of(0, 1), target: Int32Array.of(0, 1) },
  ],
});

it('side information has no way from users to items', () => {
  const found = readInteractions(shop, { interactions: 'bought' });
  const { side, leftOut } = sideOfData(shop, found);
  expect(leftOut).toEqual(['order', 'line']);
  expect(side!.graph.nodeTypes).toEqual(['customer', 'product', 'brand']);
  expect(side!.graph.edgeTypes.map(([, name]) => name)).toEqual(['made_by', 'knows']);
  expect([...side!.userRows]).toEqual([0, 1, 2]);
});

it('hetero and two-tower learn from the tables of a folder', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'heterograph-side-'));
  const data = await filmFolder(join(dir, 'films'));
  const settings = { epochs: 6, width: 8, checkEvery: 2 };
  const asked = { data, settings, value: false, cache: false } as const;
  const { summary } = await trainRecommender({ ...asked, model: 'hetero' });
  expect(summary.remarks.join('\n')).toMatch(/movie\.genres/);
  const towers = await trainRecommender({ ...asked, model: 'two-tower' });
  expect(towers.summary.remarks.join('\n')).not.toMatch(/no columns and no relations/);
  await rm(dir, { recursive: true });
});
