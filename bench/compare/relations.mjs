// Relations to time kernels on, as weighted CSR with values drawn from a fixed seed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { RandomStream } from '../../dist/core/index.js';
import { loadDataset } from '../../dist/datasets/index.js';

/** 'random': 200,000 rows (quick: 500) of 20 random columns; else the largest relation of a data set. */
export async function relation(name, root, quick) {
  if (name === 'random') return weighted(quick ? randomCsr(500, 500, 20) : randomCsr(200_000, 200_000, 20));
  if (name === 'yelp-hin')
    return weighted(fromPairs(gunzipSync(readFileSync(join(root, name, 'user_business.dat.gz'))).toString()));
  const { graph } = await loadDataset(name, { root });
  const types = graph.edgeTypes.map((type) => ({ type, csr: graph.adjacency(type, 'in') }));
  const wanted = name === 'hgb-acm' ? types.filter(({ csr }) => csr.numCols !== csr.numRows) : types;
  const { csr } = wanted.reduce((a, b) => (b.csr.indices.length > a.csr.indices.length ? b : a));
  return weighted(csr);
}

export function randomCsr(numRows, numCols, perRow) {
  const stream = new RandomStream(1, 'columns');
  const indices = Int32Array.from({ length: numRows * perRow }, () => Math.floor(stream.next() * numCols));
  for (let r = 0; r < numRows; r++) indices.subarray(r * perRow, (r + 1) * perRow).sort();
  const indptr = Int32Array.from({ length: numRows + 1 }, (_, r) => r * perRow);
  return { numRows, numCols, indptr, indices };
}

function fromPairs(text) {
  const pairs = text
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/).slice(0, 2).map(Number));
  const numRows = pairs.reduce((most, pair) => Math.max(most, pair[0]), 0) + 1;
  const numCols = pairs.reduce((most, pair) => Math.max(most, pair[1]), 0) + 1;
  pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const indptr = new Int32Array(numRows + 1);
  for (const [row] of pairs) indptr[row + 1]++;
  for (let r = 0; r < numRows; r++) indptr[r + 1] += indptr[r];
  return { numRows, numCols, indptr, indices: Int32Array.from(pairs, (pair) => pair[1]) };
}

function weighted(csr) {
  const values = new Float32Array(csr.indices.length);
  const stream = new RandomStream(1, 'values');
  for (let e = 0; e < values.length; e++) values[e] = stream.next();
  return { ...csr, values };
}
