// One propagation of LightGCN and its gradient (3 layers, width 64) on gowalla's train pairs, in turns with torch's CSR product:
// node bench/recommend/propagation.mjs --python PYTHON [--threads 1] [--runs 9]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { Pool } from '../../dist/compute/index.js';
import { RandomStream } from '../../dist/core/index.js';
import { Arrays } from '../../dist/recommend/core/arrays.js';
import { interactionRelation, unionMatrix } from '../../dist/recommend/hetero/union-graph.js';
import { bipartiteBlocks, LightGraph } from '../../dist/recommend/training/light-graph.js';
import { dataRoot } from '../arguments.mjs';
import { alternate, openPythonPeer, turns } from '../compare/peer.mjs';

const [width, layers] = [64, 3];
const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    threads: { type: 'string' },
    runs: { type: 'string' },
    data: { type: 'string' },
  },
});
const { python = 'python3', threads = '1', runs = '9' } = values;

function gowalla(file) {
  const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n');
  const rows = lines.map((line) => line.trim().split(' ').map(Number));
  const indptr = new Int32Array(rows.length + 1);
  for (const [r, row] of rows.entries()) indptr[r + 1] = indptr[r] + row.length - 1;
  const indices = Int32Array.from(rows.flatMap(([, ...items]) => items.sort((a, b) => a - b)));
  return { numRows: rows.length, numCols: 40_981, indptr, indices };
}

const train = gowalla(join(dataRoot(values), 'gowalla/train.txt.gz'));
const nodes = train.numRows + train.numCols;
const normal = (name) => new RandomStream(1, name).fillNormal(new Float32Array(nodes * width));
const [x, dy] = [normal('x'), normal('dy')];
const whole = unionMatrix(nodes, [interactionRelation(train)], [1]);
const folder = mkdtempSync(join(tmpdir(), 'heterograph-propagation-'));
const peer = openPythonPeer(python, join(dirname(fileURLToPath(import.meta.url)), 'propagation_peer.py'), ['torch']);
const arrays = new Arrays(new Pool(Number(threads)));
try {
  const files = {
    'indptr.i32': whole.indptr,
    'indices.i32': whole.indices,
    'values.f32': whole.values,
    'x.f32': x,
    'dy.f32': dy,
  };
  for (const [name, array] of Object.entries(files)) writeFileSync(join(folder, name), array);
  await peer.ask({ load: [folder, nodes, width] });
  const graph = new LightGraph(arrays, bipartiteBlocks(train), width, layers);
  const [from, to, slope, back] = [x, x, dy, dy].map((array) => {
    const copy = arrays.floats(array.length);
    copy.set(array);
    return copy;
  });
  const ours = async () => {
    const start = performance.now();
    graph.forward(from, to);
    graph.gradient(slope, back);
    return performance.now() - start;
  };
  const { check } = await peer.ask({ threads: Number(threads), layers });
  await ours();
  for (const [k, value] of [to[0], back.at(-1)].entries()) {
    if (check && Math.abs(value - check[k]) > 1e-4) throw new Error(`${value} is not ${check[k]}`);
  }
  const theirs = async () => (await peer.ask({ threads: Number(threads), layers })).ms;
  const [a, b] = await alternate([ours, theirs], turns(runs, false));
  console.log(JSON.stringify({ threads: Number(threads), ours: a, torch: b, ratio: b.median / a.median }));
} finally {
  peer.close();
  arrays.pool.dispose();
  rmSync(folder, { recursive: true });
}
