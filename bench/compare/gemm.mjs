// Matrix products in all four forms against the stock wasm backend of TensorFlow.js and torch:
// npm run bench -- gemm [1024] --python PYTHON [--runs 9]
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from '../../dist/compute/index.js';
import { multiplyInto } from '../../dist/compute/kernels/gemm.js';
import { RandomStream } from '../../dist/core/index.js';
import { wholeNumber } from '../arguments.mjs';
import { alternate, openPythonPeer, timed, turns } from './peer.mjs';
import { simdLimit } from './simd-limit.mjs';

const script = join(dirname(fileURLToPath(import.meta.url)), 'kernels_peer.py');

/** A function of (transposeA, transposeB) that returns a side: TensorFlow.js on its wasm backend, or times that are not known. */
async function tensorflowWasm(a, b, n) {
  const name = '@tensorflow/tfjs-backend-wasm';
  const found = await Promise.all([import(name), import('@tensorflow/tfjs-core')]).catch(() => undefined);
  if (!found) {
    console.error(`Without TensorFlow.js. To compare: npm install --no-save ${name} @tensorflow/tfjs-core.`);
    return () => () => Number.NaN;
  }
  const [{ setWasmPaths }, tf] = found;
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve(name))}/`);
  await tf.setBackend('wasm');
  const [ta, tb] = [tf.tensor2d(a, [n, n]), tf.tensor2d(b, [n, n])];
  return (transposeA, transposeB) => () =>
    timed(() => {
      const c = tf.matMul(ta, tb, transposeA, transposeB);
      c.dataSync();
      c.dispose();
    });
}

export async function gemmBench([size], { quick, python = 'python3', runs = '9' }) {
  const n = wholeNumber(size ?? (quick ? '64' : '1024'), 'The size');
  const stream = new RandomStream(1, 'gemm');
  const [a, b] = [0, 1].map(() => stream.fillNormal(new Float32Array(n * n)));
  const stock = await tensorflowWasm(a, b, n);
  const peer = openPythonPeer(python, script, ['torch']);
  const pools = [new Pool(1), new Pool(2)];
  // The pools have asked for relaxed SIMD, where the engine has it.
  const isRelaxed = pools[0].relaxedSimd;
  const limits = [await simdLimit(false), ...(isRelaxed ? [await simdLimit(true)] : [])];
  const rows = [];
  try {
    for (const [i, pool] of pools.entries()) {
      const threads = i + 1;
      const { arena } = pool;
      const [pa, pb, out] = [a, b, a].map((values) => {
        const target = arena.allocFloat32(n * n);
        target.set(values);
        return target.byteOffset;
      });
      const ours = (transposeA, transposeB, algorithm) => () =>
        timed(() =>
          multiplyInto(pool, { a: pa, b: pb, out, m: n, n, k: n, transposeA, transposeB, bias: 0, algorithm }),
        );
      const sides = [
        ours(false, false),
        ours(true, false),
        ours(false, true),
        ours(true, true),
        ours(false, false, 'plain'),
        stock(false, false),
        async () => (await peer.ask({ run: 'torch-matmul', n, threads })).ms,
        ...limits.map(
          ({ run }) =>
            () =>
              timed(run),
        ),
      ];
      const times = await alternate(sides, turns(runs, quick));
      const rate = ({ median }) => (2 * n ** 3) / median / 1e6;
      const [nn, tn, nt, tt, plain, wasm, torch] = times.map(rate);
      const most = limits.map(
        ({ flops }, j) => (threads * flops) / times[sides.length - limits.length + j].median / 1e6,
      );
      rows.push({
        threads,
        'A B': nn,
        'At B': tn,
        'A Bt': nt,
        'At Bt': tt,
        'A B, plain': plain,
        'tfjs wasm (one thread)': wasm,
        torch,
        'SIMD128 limit': most[0],
        'with relaxed SIMD': most[1] ?? '',
        'times tfjs wasm': nn / wasm,
        'worst form / best': Math.min(nn, tn, nt, tt) / Math.max(nn, tn, nt, tt),
        'share of torch': nn / torch,
        'share of limit': nn / most.at(-1),
        'plain, share of limit': plain / most.at(-1),
      });
    }
    const slow = await alternate([stock(false, true), stock(true, false)], { rounds: 1, warmup: 0 });
    rows.push({
      threads: 'tfjs wasm',
      'A Bt': (2 * n ** 3) / slow[0].median / 1e6,
      'At B': (2 * n ** 3) / slow[1].median / 1e6,
    });
  } finally {
    peer.close();
    for (const pool of pools) pool.dispose();
  }
  for (const row of rows)
    for (const [key, value] of Object.entries(row))
      if (typeof value === 'number') row[key] = Math.round(value * 100) / 100;
  return { rows, summary: { unit: `GFLOP/s (2 n^3 operations, whatever the algorithm), medians, ${n} x ${n}` } };
}
