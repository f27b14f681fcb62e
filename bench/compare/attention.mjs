// A GAT layer forward and backward against PyG's GATConv: npm run bench -- attention --python PYTHON [--runs 7]
// 100,000 nodes, 1,000,000 random edges, 64 columns in, 8 heads of 8 out; projection, scores, softmax, sums and all gradients on both sides.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from '../../dist/compute/index.js';
import { attentionBackwardInto, attentionForwardInto } from '../../dist/compute/kernels/attention.js';
import { binaryInto } from '../../dist/compute/kernels/elementwise.js';
import { multiplyInto } from '../../dist/compute/kernels/gemm.js';
import { transposeWithEntries } from '../../dist/compute/kernels/transpose-csr.js';
import { RandomStream } from '../../dist/core/index.js';
import { alternate, openPythonPeer, timed, turns } from './peer.mjs';
import { randomCsr } from './relations.mjs';

const script = join(dirname(fileURLToPath(import.meta.url)), 'kernels_peer.py');
const [perNode, heads, width] = [10, 8, 8];

export async function attentionBench(_, { quick, python = 'python3', runs = '7' }) {
  const nodes = quick ? 500 : 100_000;
  const folder = mkdtempSync(join(tmpdir(), 'heterograph-attention-'));
  const peer = openPythonPeer(python, script, ['torch', 'torch_geometric']);
  const rows = [];
  try {
    const csr = randomCsr(nodes, nodes, perNode);
    writeFileSync(join(folder, 'indptr.i32'), csr.indptr);
    writeFileSync(join(folder, 'indices.i32'), csr.indices);
    const request = { run: 'pyg-gat', heads, rows: nodes, inputs: heads * width, width };
    const { peakKiB: before } = await peer.ask({ load: { csr: [folder, nodes, nodes, 0] } });
    for (const threads of [1, 2]) {
      const pool = new Pool(threads);
      const layer = gatLayer(pool, csr);
      let peerPeak = 0;
      const theirs = async () => {
        const { ms, peakKiB } = await peer.ask({ ...request, threads });
        peerPeak = peakKiB;
        return ms;
      };
      const [a, b] = await alternate([() => timed(layer.step), theirs], turns(runs, quick));
      const show = (t) => `${t.median.toFixed(1)} (${t.least.toFixed(1)})`;
      const oursMiB = layer.extraBytes() / 2 ** 20;
      const peerMiB = (peerPeak - before) / 1024;
      rows.push({
        threads,
        'ours, ms': show(a),
        'PyG, ms': show(b),
        'times faster': (b.median / a.median).toFixed(2),
        'ours, MiB': Math.round(oursMiB),
        'PyG, MiB': Math.round(peerMiB),
        'share of memory': (oursMiB / peerMiB).toFixed(2),
      });
      pool.dispose();
    }
  } finally {
    peer.close();
    rmSync(folder, { recursive: true });
  }
  return {
    rows,
    summary:
      'ms: median (least) of a step. MiB: peak beyond the edges (ours: of the arena; PyG: of the process, input included).',
  };
}

/** One step of the layer on arrays in the arena; the graph and its transpose are placed beforehand, as a model would. */
function gatLayer(pool, csr) {
  const { arena } = pool;
  const nodes = csr.numRows;
  const put = (values) => {
    const at = arena.alloc(values.byteLength);
    new values.constructor(arena.memory.buffer, at, values.length).set(values);
    return at;
  };
  const { csr: transposed, entries } = transposeWithEntries(csr);
  const matrix = { indptr: put(csr.indptr), indices: put(csr.indices) };
  const transpose = { indptr: put(transposed.indptr), indices: put(transposed.indices), entries: put(entries) };
  const graphBytes = arena.stats().used;
  const hidden = heads * width;
  const stream = new RandomStream(1, 'gat');
  const x = put(stream.fillNormal(new Float32Array(nodes * hidden)));
  const w = put(stream.fillNormal(new Float32Array(hidden * hidden), 0.1));
  // The vectors of the scores as a matrix [hidden, heads] with a block for each head, for target and source.
  const vectors = ['target', 'source'].map((name) => {
    const blocks = new Float32Array(hidden * heads);
    const values = new RandomStream(1, name).fillNormal(new Float32Array(hidden), 0.3);
    for (let c = 0; c < hidden; c++) blocks[c * heads + Math.floor(c / width)] = values[c];
    return put(blocks);
  });
  const shape = {
    numRows: nodes,
    numCols: nodes,
    entries: csr.indices.length,
    heads,
    width,
    keyWidth: 0,
    slopeOrScale: 0.2,
    ...{ numTypes: 0, mask: { threshold: 256, key0: 0, key1: 0 }, share: 0 },
  };
  const multiply = (a, b, out, m, n, k, transposeA = false, transposeB = false) =>
    multiplyInto(pool, { a, b, out, m, n, k, transposeA, transposeB, bias: 0 });
  const blockOf = (floats) => arena.alloc(floats * 4);
  const ones = put(new Float32Array(nodes * hidden).fill(1));
  arena.resetPeak();

  function step() {
    const h = blockOf(nodes * hidden);
    multiply(x, w, h, nodes, hidden, hidden);
    const queries = blockOf(nodes * heads);
    const keys = blockOf(nodes * heads);
    multiply(h, vectors[0], queries, nodes, heads, hidden);
    multiply(h, vectors[1], keys, nodes, heads, hidden);
    const out = blockOf(nodes * hidden);
    const levels = blockOf(nodes * heads);
    const operands = { ...matrix, queries, keys, values: h, ...{ bias: 0, types: 0, vector: 0, residual: 0 } };
    attentionForwardInto(pool, shape, operands, { out, logSumExp: levels, soft: 0 });

    const d = {
      queries: blockOf(nodes * heads),
      keys: blockOf(nodes * heads),
      values: blockOf(nodes * hidden),
      scores: blockOf(csr.indices.length * heads),
      ...{ bias: 0, vector: 0 },
    };
    attentionBackwardInto(pool, shape, operands, transpose, { out, logSumExp: levels, dOut: ones }, d);
    arena.free(d.scores);
    arena.free(out);
    arena.free(levels);
    const part = blockOf(nodes * hidden);
    for (const [i, gradient] of [d.queries, d.keys].entries()) {
      const dVector = blockOf(hidden * heads);
      multiply(h, gradient, dVector, hidden, heads, nodes, true);
      arena.free(dVector);
      multiply(gradient, vectors[i], part, nodes, hidden, heads, false, true);
      const whole = { aLies: 'full', bLies: 'full', rows: nodes, width: hidden };
      binaryInto(pool, { op: 'add', a: d.values, b: part, out: d.values, ...whole });
    }
    const dw = blockOf(hidden * hidden);
    multiply(x, d.values, dw, hidden, hidden, nodes, true);
    multiply(d.values, w, part, nodes, hidden, hidden, false, true);
    for (const pointer of [h, queries, keys, d.queries, d.keys, d.values, part, dw]) arena.free(pointer);
  }
  return { step, extraBytes: () => arena.stats().peak - graphBytes };
}
