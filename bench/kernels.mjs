// Kernels against their references, as ratios: npm run bench -- kernels [spmm gemm ...] [--write] [--runs 5]
// bench/ratios.json holds the ratios of a quiet machine; a run prints its own next to them and names those that fell below half of that.
import { readFileSync, writeFileSync } from 'node:fs';
import * as compute from '../dist/compute/index.js';
import { RandomStream } from '../dist/core/index.js';
import { failure } from './arguments.mjs';
import { alternate, timed, turns } from './compare/peer.mjs';
import { randomCsr } from './compare/relations.mjs';
import { loadReferences } from './references.mjs';

const file = new URL('./ratios.json', import.meta.url);

export async function kernels(names, { quick, write, runs = '5' }) {
  if (quick && write) throw failure('The ratios of a quick run mean nothing: --quick or --write.');
  const known = JSON.parse(readFileSync(file, 'utf8'));
  const pool = new compute.Pool(1);
  const cases = casesOf(pool, await loadReferences(), quick);
  const rows = [];
  for (const name of names.length > 0 ? names : Object.keys(cases)) {
    if (!Object.hasOwn(cases, name))
      throw failure(`Unknown kernel ${name}. Known are: ${Object.keys(cases).join(', ')}.`);
    const { ours, reference } = cases[name];
    const [a, b] = await alternate([() => timed(ours), () => timed(reference)], turns(runs, quick, 0));
    const ratio = Math.round((b.median / a.median) * 10) / 10;
    rows.push({
      kernel: name,
      'ms, one thread': round(a.median),
      'reference, ms': round(b.median),
      ratio,
      before: known[name],
    });
  }
  pool.dispose();
  const slower = rows
    .filter(({ ratio, before }) => !quick && before !== undefined && ratio < before / 2)
    .map((row) => row.kernel);
  if (write) {
    const ratios = { ...known, ...Object.fromEntries(rows.map(({ kernel, ratio }) => [kernel, ratio])) };
    writeFileSync(file, `${JSON.stringify(ratios, null, 2)}\n`);
  }
  return { rows, summary: { slowerThanHalfOfBefore: slower } };
}

export const propagate = (names, options) => kernels(['propagate', ...names], options);
export const softmax = (names, options) => kernels(['softmax', ...names], options);

function casesOf(pool, references, quick) {
  const stream = new RandomStream(1, 'kernels');
  const normal = (n) => stream.fillNormal(new Float32Array(n));
  const [n, side, heads, width] = [quick ? 200 : 20_000, quick ? 32 : 256, 8, 8];
  const csr = randomCsr(n, n, 10);
  const entries = csr.indices.length;
  const [x, edge, scores, narrow] = [normal(n * 64), normal(entries), normal(entries * heads), normal(n * heads)];
  const weighted = { ...csr, values: edge };
  const attention = { queries: narrow, keys: narrow, values: x };
  const [scale, shift] = [normal(64), normal(64)];
  const square = normal(side * side);
  return {
    spmm: {
      ours: () => compute.spmm(weighted, x, 64, { pool }),
      reference: () => references.spmmReference(weighted, x, 64, 'sum'),
    },
    propagate: {
      ours: () => compute.spmm(csr, x, 64, { pool, reduce: 'mean' }),
      reference: () => references.spmmReference(csr, x, 64, 'mean'),
    },
    'spmm-max': {
      ours: () => compute.spmmMax(csr, x, 64, { pool }),
      reference: () => references.spmmMaxReference(csr, x, 64),
    },
    'spmm-weighted': {
      ours: () => compute.spmmWeighted(csr, scores, x, 64, { pool, heads }),
      reference: () => references.spmmWeightedReference(csr, scores, x, 64, heads),
    },
    sddmm: {
      ours: () => compute.sddmm(csr, x, x, { pool, heads }),
      reference: () => references.sddmmReference(csr, x, x, { op: 'dot', heads, width }),
    },
    softmax: {
      ours: () => compute.segmentSoftmax(csr, scores, { pool, heads }),
      reference: () => references.segmentSoftmaxReference(csr, scores, heads),
    },
    'segment-sum': {
      ours: () => compute.segmentReduce(csr, scores, heads, 'sum', { pool }),
      reference: () => references.segmentReduceReference(csr, scores, heads, 'sum'),
    },
    attention: {
      ours: () => compute.fusedAttention(csr, attention, { pool, heads }),
      reference: () => references.fusedAttentionReference(csr, attention, { heads }),
    },
    gemm: {
      ours: () => compute.gemm(square, square, side, side, side, { pool }),
      reference: () => references.gemmReference(square, square, side, side, side),
    },
    'row-norm': {
      ours: () => compute.rowNorm(x, 64, { pool }),
      reference: () => references.rowNormReference(x, 64, 'l2'),
    },
    'layer-norm': {
      ours: () => compute.layerNorm(x, 64, { pool, scale, shift }),
      reference: () => references.layerNormReference(x, scale, shift, 1e-5),
    },
  };
}

const round = (value) => Math.round(value * 100) / 100;
