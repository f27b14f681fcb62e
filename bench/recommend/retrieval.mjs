// The nearest of generated vectors, one query at a time: npm run bench -- retrieval [--limit 1000000] [--runs 30]
import { getPool } from '../../dist/compute/index.js';
import { RandomStream } from '../../dist/core/index.js';
import { VectorIndex } from '../../dist/recommend/index.js';

const [width, k] = [64, 20];

export async function retrieval(_names, { quick, limit, runs = '30' }) {
  const count = Number(limit ?? (quick ? 20_000 : 1_000_000));
  const vectors = new RandomStream(1, 'vectors').fillNormal(new Float32Array(count * width));
  const queries = new RandomStream(1, 'queries').fillNormal(new Float32Array(200 * width));
  const rows = [];
  const forms = [['float32'], ['f16'], ['bf16'], ['int8', { candidates: 0 }], ['int8'], ['sign']];
  for (const [format, more] of forms) {
    const started = performance.now();
    const index = VectorIndex.build(vectors, width, {
      format,
      sampleQueries: queries,
      sampleSize: 200,
      seed: 1,
      ...more,
    });
    const seconds = (performance.now() - started) / 1000;
    const times = [];
    for (let i = 0; i < Number(runs); i++) {
      const query = queries.slice((i % 200) * width, ((i % 200) + 1) * width);
      const start = performance.now();
      index.search(query, k);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    rows.push({
      format,
      candidates: index.candidates || undefined,
      'bytes a vector': (index.bytes / count).toFixed(1),
      part: (index.bytes / vectors.byteLength).toFixed(3),
      [`recall@${k}`]: index.recall.value.toFixed(4),
      'ms a query': `${times[times.length >> 1].toFixed(1)} (${times[0].toFixed(1)})`,
      'build s': seconds.toFixed(1),
    });
    index.dispose();
  }
  const summary = `${count} normal vectors of ${width}, seed 1, ${getPool().threads} threads; ms: median (least). Build: with the measuring of recall on 200 queries.`;
  getPool().dispose();
  return { rows, summary };
}
