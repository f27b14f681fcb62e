// CSR times dense against torch and scipy: npm run bench -- spmm [random wordnet hgb-acm yelp-hin] --python PYTHON [--runs 9]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { halfFrom, Pool, spmm } from '../../dist/compute/index.js';
import { placeCsr } from '../../dist/compute/threads/placed.js';
import { RandomStream } from '../../dist/core/index.js';
import { dataRoot, presentData } from '../arguments.mjs';
import { alternate, openPythonPeer, timed, turns } from './peer.mjs';
import { relation } from './relations.mjs';

const script = join(dirname(fileURLToPath(import.meta.url)), 'kernels_peer.py');

export async function spmmBench(names, { quick, python = 'python3', data, runs = '9' }) {
  const root = dataRoot({ data });
  const cases = [];
  for (const name of names.length > 0 ? names : quick ? ['random'] : ['random', ...presentRelations(root)]) {
    for (const width of name === 'random' ? [64] : [64, 512]) cases.push({ name, width });
  }
  const peer = openPythonPeer(python, script, ['torch', 'scipy']);
  const pools = [new Pool(1), new Pool(2)];
  const rows = [];
  try {
    for (const { name, width } of cases) {
      const csr = await relation(name, root, quick);
      rows.push(...(await compare(`${name} x ${width}`, csr, width, peer, pools, turns(runs, quick))));
    }
  } finally {
    peer.close();
    for (const pool of pools) pool.dispose();
  }
  return { rows, summary: 'ms: median (least). ratio: the peer’s median over ours; half: bf16 storage of X.' };
}

/** The data sets compared by default, those that are there; WordNet's relations lie in a folder of another name. */
function presentRelations(root) {
  return presentData(['hgb-acm', 'wn18rr', 'yelp-hin'], root).map((name) => (name === 'wn18rr' ? 'wordnet' : name));
}

async function compare(name, csr, width, peer, pools, order) {
  const folder = mkdtempSync(join(tmpdir(), 'heterograph-spmm-'));
  try {
    const x = new RandomStream(1, 'x').fillNormal(new Float32Array(csr.numCols * width));
    for (const [file, values] of Object.entries({
      'indptr.i32': csr.indptr,
      'indices.i32': csr.indices,
      'values.f32': csr.values,
      'x.f32': x,
    }))
      writeFileSync(join(folder, file), values);
    await peer.ask({ load: { csr: [folder, csr.numRows, csr.numCols, width] } });
    // A turn of a short product is the median of several in a row: a single one is as long as a processor takes to wake.
    const repeat = csr.indices.length * width < 2e8 && order.warmup !== 0 ? 9 : 1;
    const ours = pools.map((pool) => placedCase(pool, csr, x, width, repeat));
    const answer = (run, threads) => async () => (await peer.ask({ run, threads, repeat })).ms;
    const results = [];
    for (const [i, threads] of [1, 2].entries()) {
      const { full, half } = ours[i];
      const sides = [full, half, answer('torch-spmm', threads), ...(threads === 1 ? [answer('scipy-spmm', 1)] : [])];
      const [a, b, torch, scipy] = await alternate(sides, order);
      const show = (t) => (t ? `${t.median.toFixed(1)} (${t.least.toFixed(1)})` : '');
      results.push({
        case: name,
        entries: csr.indices.length,
        threads,
        ours: show(a),
        half: show(b),
        torch: show(torch),
        scipy: show(scipy),
        'vs torch': round(torch.median / a.median),
        'vs scipy': scipy ? round(scipy.median / a.median) : '',
        'half vs full': round(a.median / b.median),
        'G entries x columns / s': round((csr.indices.length * width) / a.median / 1e6),
      });
    }
    if (peer.isAbsent) {
      for (const each of ours) each.release();
      return results;
    }
    const check = join(folder, 'out.f32');
    await peer.ask({ run: 'torch-spmm', threads: 1, check });
    const theirs = new Float32Array(readFileSync(check).buffer.slice(0));
    ours[1].full();
    let worst = 0;
    for (let i = 0; i < theirs.length; i++) worst = Math.max(worst, Math.abs(theirs[i] - ours[1].out[i]));
    if (!(worst < 1e-3)) throw new Error(`${name}: differs from torch by ${worst}`);
    for (const each of ours) each.release();
    return results;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Everything in the arena beforehand, as the peer has its tensors. */
function placedCase(pool, csr, x, width, repeat) {
  const { arena } = pool;
  const placed = placeCsr(arena, csr);
  const put = (values) => {
    const at = arena.alloc(values.byteLength);
    const target = new values.constructor(arena.memory.buffer, at, values.length);
    target.set(values);
    arena.owns(arena.float32(target.byteOffset, 0));
    return target;
  };
  const matrix = { ...placed, values: put(csr.values) };
  const dense = put(x);
  const half = { ...halfFrom(x, 'bf16') };
  const halfPlaced = { ...half, bits: put(half.bits) };
  const out = arena.allocFloat32(csr.numRows * width);
  return {
    out,
    full: () => timed(() => spmm(matrix, dense, width, { out, pool }), repeat),
    half: () => timed(() => spmm(matrix, halfPlaced, width, { out, pool }), repeat),
    release() {
      for (const values of [matrix.indptr, matrix.indices, matrix.values, dense, halfPlaced.bits, out])
        arena.free(values.byteOffset);
    },
  };
}

const round = (value) => Math.round(value * 100) / 100;
