import { free } from './entries.mjs';
import { plantedGraph } from './inputs.mjs';

/** Pre-computed features of RpHGNN and of metapaths. */
export async function propagationBits(api, record, data) {
  const { propagation, datasets } = api;
  const planted = plantedGraph(api);
  const base = { target: 'person', hops: 3, embeddingWidth: 8, seed: 4 };
  const trainRows = Int32Array.from({ length: 300 }, (_, i) => 2 * i);
  const cases = {
    'very sparse': {},
    sparse: { projection: 'sparse' },
    'input kept': { useInput: true },
    'projected first': { inputWidth: 6 },
    'some relations': { relations: ['in', 'lives'] },
    'some rows': { rows: Int32Array.from([1, 5, 77, 500]) },
    'echoless labels': { labels: { hops: 2, partitions: 4, trainRows } },
    'labels without echo': { labels: { method: 'echo-removed', trainRows } },
    'within 1 MiB': { memoryBytes: 1 << 20 },
    'labels within 1 MiB': { memoryBytes: 1 << 20, labels: { hops: 2, partitions: 4, trainRows } },
  };
  for (const [name, options] of Object.entries(cases)) {
    await record(name, () => groupsOf(propagation.precomputeRpHgnn(planted, { ...base, ...options })));
  }
  const paths = { target: 'person', hops: 3, embeddingWidth: 8, seed: 4 };
  await record('metapath means', () => groupsOf(propagation.metapathMeans(planted, paths)));
  await record('metapath means within 1 MiB', () =>
    groupsOf(propagation.metapathMeans(planted, { ...paths, memoryBytes: 1 << 20 })),
  );
  const { graph, task } = await datasets.loadDataset('hgb-acm', { root: data });
  await record('hgb-acm', () =>
    groupsOf(propagation.precomputeRpHgnn(graph, { target: task.nodeType, hops: 2, embeddingWidth: 16, seed: 1 })),
  );
}

async function groupsOf(promise) {
  const made = await promise;
  const groups = made.groups.map(({ name, values, ...shape }) => [name, shape, floatsOf(values, made.rows.length)]);
  const rows = made.rows.slice();
  free(made);
  return [rows, groups];
}

/** In memory, or in a file that is read by rows. */
function floatsOf(values, numRows) {
  if (values instanceof Float32Array) return values.slice();
  const out = new Float32Array(values.length);
  values.readRows(
    Int32Array.from({ length: numRows }, (_, i) => i),
    values.length / numRows,
    out,
  );
  return out;
}
