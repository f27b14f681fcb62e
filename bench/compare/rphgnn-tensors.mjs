// Same tensors as torch: npm run bench -- rphgnn-tensors hgb-acm --python PYTHON --peers FOLDER [--projection sparse]
// Hands our embeddings and sign matrices to the peer's own code and compares every group it returns with ours.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getPool } from '../../dist/compute/index.js';
import { RandomStream } from '../../dist/core/index.js';
import { loadDataset } from '../../dist/datasets/index.js';
import { precomputeRpHgnn, propagationInput } from '../../dist/propagation/index.js';
import { dataRoot } from '../arguments.mjs';
import { presetOf } from '../preset.mjs';
import { loadReferences } from '../references.mjs';
import { hasTorchScript } from './peer.mjs';

const script = join(dirname(fileURLToPath(import.meta.url)), 'rphgnn_tensors.py');

export async function rphgnnTensors(
  [name = 'hgb-acm'],
  { quick, python = 'python3', peers = '../shared/peers', data, from = '1', projection = 'sparse' },
) {
  const root = dataRoot({ data });
  const seed = Number(from);
  const { hops, useInput, embeddingWidth, inputWidth } = presetOf(name, quick);
  const { graph, task } = await loadDataset(name, { root });
  const exchange = mkdtempSync(join(tmpdir(), 'heterograph-tensors-'));
  try {
    const options = { target: task.nodeType, hops, useInput, embeddingWidth, projection, seed };
    if (!hasTorchScript(python, join(peers, 'torch_rphgnn.py'))) {
      const { rows: kept, groups } = await precomputeRpHgnn(graph, quick ? { ...options, inputWidth } : options);
      const rows = groups.map((group) => ({
        group: group.name,
        shape: [kept.length, group.hops, group.width].join(' x '),
      }));
      return { rows, summary: { dataset: name, projection, seed } };
    }
    const input = propagationInput(graph, task.nodeType);
    writeRandom(exchange, input, { hops, embeddingWidth, projection, seed }, await loadReferences());
    const threads = String(getPool().threads);
    const shapes = JSON.parse(
      execFileSync(python, [script, peers, join(root, name), exchange, threads], {
        encoding: 'utf8',
      }),
    );
    const ours = await precomputeRpHgnn(graph, options);
    if (shapes.length !== ours.groups.length) throw new Error(`${shapes.length} groups against ${ours.groups.length}`);
    const rows = ours.groups.map((group, g) => {
      const shape = [ours.rows.length, group.hops, group.width];
      if (`${shapes[g]}` !== `${shape}`) throw new Error(`group ${group.name}: ${shapes[g]} against ${shape}`);
      return { group: group.name, shape: shape.join(' x '), ...difference(join(exchange, `group-${g}.f32`), group) };
    });
    ours.dispose();
    const worst = Math.max(...rows.map((row) => row.worstHop));
    return { rows, summary: { dataset: name, projection, seed, worstRelativeError: worst, holds: worst <= 1e-4 } };
  } finally {
    rmSync(exchange, { recursive: true });
  }
}

/** Embeddings of types without features, and the sign matrices in the order in which the peer draws them. */
function writeRandom(exchange, input, { hops, embeddingWidth, projection, seed }, { denseSignsReference }) {
  const embeddings = {};
  const widths = input.types.map(({ name, count, features }, t) => {
    if (features) return features.width;
    embeddings[t] = embeddingWidth;
    const values = new Float32Array(count * embeddingWidth);
    new RandomStream(seed, 'embedding', name).fillNormal(values, 1 / Math.sqrt(embeddingWidth));
    writeFileSync(join(exchange, `embedding-${t}.f32`), values);
    return embeddingWidth;
  });
  writeFileSync(join(exchange, 'meta.json'), JSON.stringify({ hops, embeddings }));
  const signs = join(exchange, 'signs.i8');
  writeFileSync(signs, '');
  for (let k = 0; k < hops - 1; k++) {
    for (const [t, { name }] of input.types.entries()) {
      for (const relation of input.relations) {
        if (relation.a !== t && relation.b !== t) continue;
        const u = relation.a === t ? relation.b : relation.a;
        for (const [parity, width] of [
          ['odd', widths[u]],
          ['even', widths[t]],
        ]) {
          const s = projection === 'sparse' ? 3 : Math.max(3, Math.sqrt(width));
          const stream = new RandomStream(seed, 'projection', k, name, relation.name, parity);
          appendFileSync(signs, Int8Array.from(denseSignsReference(width, widths[t], s, stream)));
        }
      }
    }
  }
}

/** Relative error in the Frobenius norm, of the whole group and of its worst hop. */
function difference(path, { values, hops, width }) {
  const theirs = new Float32Array(hops * width);
  const file = openSync(path, 'r');
  const errors = new Float64Array(hops);
  const norms = new Float64Array(hops);
  for (let at = 0; at < values.length; at += theirs.length) {
    readSync(file, theirs);
    for (let i = 0; i < theirs.length; i++) {
      const hop = Math.floor(i / width);
      errors[hop] += (values[at + i] - theirs[i]) ** 2;
      norms[hop] += theirs[i] ** 2;
    }
  }
  const sum = (all) => all.reduce((so, value) => so + value, 0);
  const relative = (error, norm) => (error === 0 ? 0 : Math.sqrt(error / norm));
  return {
    whole: relative(sum(errors), sum(norms)),
    worstHop: Math.max(...Array.from(errors, (error, hop) => relative(error, norms[hop]))),
  };
}
