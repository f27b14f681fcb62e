// An iteration of ALS, and the top 20 of all users, against the package implicit in turns:
// npm run bench -- recommend-speed [--dataset gowalla] [--python PYTHON] [--runs 7]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getPool, ItemPanels, leastSquaresRows, transposeCsr } from '../../dist/compute/index.js';
import { RandomStream } from '../../dist/core/index.js';
import { loadDataset } from '../../dist/datasets/index.js';
import { interactionsOf } from '../../dist/recommend/index.js';
import { dataRoot } from '../arguments.mjs';
import { alternate, openPythonPeer, turns } from '../compare/peer.mjs';

const script = join(dirname(fileURLToPath(import.meta.url)), 'implicit_peer.py');
const [factors, k] = [64, 20];
const solver = { alpha: 10, regularization: 0.05, steps: 3 };

export async function recommendSpeed(_names, { quick, dataset, data, python = 'python3', runs = '7' }) {
  const train = await trainMatrix(dataset ?? (quick ? 'lastfm-social' : 'gowalla'), dataRoot({ data }));
  const folder = mkdtempSync(join(tmpdir(), 'heterograph-recommend-'));
  process.env.OPENBLAS_NUM_THREADS = '1';
  const peer = openPythonPeer(python, script, ['implicit', 'scipy']);
  try {
    const ours = placed(train);
    for (let i = 0; i < 3; i++) ours.iterate();
    const files = { 'indptr.i32': train.indptr, 'indices.i32': train.indices, 'values.f32': train.values };
    const vectors = { 'users.f32': ours.users, 'items.f32': ours.items };
    for (const [name, values] of Object.entries({ ...files, ...vectors }))
      writeFileSync(join(folder, name), values.slice());
    const shape = { users: train.numRows, items: train.numCols, factors, threads: getPool().threads };
    await peer.ask({ open: folder, ...shape, alpha: solver.alpha, regularization: solver.regularization });
    const order = turns(runs, quick);
    const iterations = await alternate([timed(ours.iterate), async () => (await peer.ask({ iterate: 2 })).ms], order);
    const lists = await alternate([timed(ours.recommend), async () => (await peer.ask({ recommend: k })).ms], order);
    const rows = [row('ALS iteration', iterations), row(`top ${k} of all users`, lists)];
    return { rows, summary: `${getPool().threads} threads; ms: median (least). ratio: our median over the peer’s.` };
  } finally {
    peer.close();
    rmSync(folder, { recursive: true });
    getPool().dispose();
  }
}

async function trainMatrix(dataset, root) {
  const { graph, task } = await loadDataset(dataset, { root });
  const rows = task.givenSplit?.().train;
  return interactionsOf(graph, { edgeType: task.edgeType, weight: false, ...(rows && { edges: rows }) }).matrix;
}

/** The matrix and vectors in the memory of kernels. */
function placed(train) {
  const { arena } = getPool();
  const copy = (values) => {
    const at = arena.alloc(values.byteLength);
    const target = values instanceof Int32Array ? arena.int32(at, values.length) : arena.float32(at, values.length);
    target.set(values);
    return target;
  };
  const placedCsr = (csr) => ({
    ...csr,
    indptr: copy(csr.indptr),
    indices: copy(csr.indices),
    values: copy(csr.values),
  });
  const [forward, backward] = [placedCsr(train), placedCsr(transposeCsr(train))];
  const users = copy(new Float32Array(train.numRows * factors));
  const start = new RandomStream(1, 'als').fillNormal(new Float32Array(train.numCols * factors), 0.01);
  const items = copy(start);
  return {
    users,
    items,
    iterate() {
      leastSquaresRows(forward, items, users, factors, solver);
      leastSquaresRows(backward, users, items, factors, solver);
    },
    recommend() {
      // As the peer does: vectors as they are, items made ready anew.
      const panels = new ItemPanels(items, factors);
      panels.topK(users, k, { exclude: train });
      panels.dispose();
    },
  };
}

function timed(call) {
  return () => {
    const start = performance.now();
    call();
    return performance.now() - start;
  };
}

function row(name, [ours, peer]) {
  const show = ({ median, least }) => `${median.toFixed(0)} (${least.toFixed(0)})`;
  return { what: name, ours: show(ours), implicit: show(peer), ratio: (ours.median / peer.median).toFixed(2) };
}
