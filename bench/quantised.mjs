// Matrices in 8, 4 and 1 bit a value beside float32: memory, and GB/s of float32 values to quantise, to gather rows and for one query against all
// rows, on one thread: npm run bench -- quantised [--runs 5]
import { gatherRows, gemm, Pool, quantise } from '../dist/compute/index.js';
import { RandomStream } from '../dist/core/index.js';
import { alternate, timed, turns } from './compare/peer.mjs';

export async function quantised(_names, { quick, runs = '5' }) {
  const [count, width] = [quick ? 200 : 100_000, 128];
  const pool = new Pool(1);
  const stream = new RandomStream(1, 'quantised');
  const place = (n) => pool.arena.float32(pool.arena.alloc(n * 4), n);
  const x = stream.fillNormal(place(count * width));
  const copy = place(count * width);
  const query = stream.fillNormal(new Float32Array(width));
  const asked = Int32Array.from({ length: Math.ceil(count / 4) }, (_, i) => (i * 7919) % count);
  const kept = [8, 4, 1].map((bits) => quantise(x, width, { bits, pool }));
  const speed = async (tasks, bytes) =>
    (
      await alternate(
        tasks.map((task) => () => timed(task)),
        turns(runs, quick, 0),
      )
    ).map(({ least, median }) => Math.round(bytes / (least ?? median) / 1e4) / 100);
  const all = count * width * 4;
  const encode = await speed(
    [
      () => copy.set(x),
      ...kept.map(
        ({ bits }) =>
          () =>
            quantise(x, width, { bits, pool }).dispose(),
      ),
    ],
    all,
  );
  const rows = await speed(
    [() => gatherRows(x, width, asked, { pool }), ...kept.map((small) => () => small.rows(asked))],
    asked.length * width * 4,
  );
  const dots = await speed(
    [() => gemm(x, query, count, 1, width, { pool }), ...kept.map((small) => () => small.dot(query))],
    all,
  );
  const bytes = [all, ...kept.map((small) => small.bytes)];
  pool.dispose();
  return {
    rows: ['float32', '8 bits', '4 bits', '1 bit'].map((format, i) => ({
      format,
      MB: bytes[i] / 1e6,
      'quantise (float32: copy), GB/s': encode[i],
      'gather, GB/s': rows[i],
      'query, GB/s': dots[i],
    })),
  };
}
