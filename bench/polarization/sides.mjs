// Sides of nodes, which only a linear map of a fifth of the labels sees.
import { RandomStream } from '../../dist/core/index.js';
import { loadDataset } from '../../dist/datasets/index.js';
import { stratifiedSplit } from '../../dist/graph/index.js';
import { contentOf } from './content.mjs';
import { sideBySide } from './matrices.mjs';
import { methodsFor } from './methods.mjs';
import { auc, axisAuc, chances } from './read-outs.mjs';
import { twoBlocks } from './two-blocks.mjs';

/**
 * ROC-AUC by method and seed on labelled nodes of a type: a fifth of them, drawn anew for every seed, is what logistic regression learns, four fifths are scored. Where
 * vectors need no labels also their principal axis, up to its sign. Yields { method, seed, probe, axis };
 * vectors that are kept are not learned again.
 */
export async function* sides(name, { seeds, epochs, root, quick, isKept }) {
  const { graph, nodeType, labels } = await sidesOf(name, root, quick);
  const known = Int32Array.from(labels.keys()).filter((row) => labels[row] >= 0);
  const content = contentOf(graph, nodeType);
  const names = Object.keys(content);
  const methods = methodsFor(graph, epochs);
  for (let seed = 1; seed <= seeds; seed++) {
    const parts = { train: 0.2, valid: 0, test: 0.8 };
    const split = stratifiedSplit(known, labels, 2, parts, new RandomStream(seed, 'polarization'));
    const probe = (matrix) => chances(matrix, labels, split, seed);
    const score = (found) => auc(found, labels, split.test);
    const single = {};
    for (const each of names) single[each] = await probe(content[each]);
    for (const each of names) yield { method: each, seed, probe: score(single[each]) };
    if (names.length > 1) {
      const early = sideBySide(Object.values(content));
      yield { method: 'early fusion', seed, probe: score(await probe(early)) };
      yield { method: 'late fusion', seed, probe: score(meanOf(Object.values(single))) };
    }
    for (const [method, vectors] of Object.entries(methods)) {
      if (isKept(method, seed)) continue;
      const matrix = (await vectors(seed))(nodeType);
      const found = await probe(matrix);
      if (method.startsWith('DeepWalk') && names.length > 0) {
        const fused = sideBySide([matrix, ...Object.values(content)]);
        yield { method: 'early fusion with DeepWalk', seed, probe: score(await probe(fused)) };
        yield { method: 'late fusion with DeepWalk', seed, probe: score(meanOf([found, ...Object.values(single)])) };
      }
      yield { method, seed, probe: score(found), axis: axisAuc(matrix, labels, { known, test: split.test }) };
    }
  }
}

function meanOf(lists) {
  return lists[0].map((_, i) => lists.reduce((sum, list) => sum + list[i], 0) / lists.length);
}

/** A graph, and 0 or 1 for every node of a type, -1 where there is no label. */
async function sidesOf(name, root, quick) {
  if (name === 'two-blocks') return twoBlocks(quick ? 60 : 400);
  const { graph, task } = await loadDataset(name, { root });
  const { nodeType, labelColumn } = task;
  const { values, valid } = graph.labels(nodeType, labelColumn);
  return { graph, nodeType, labels: Int32Array.from(values, (value, row) => (valid?.[row] === 0 ? -1 : value)) };
}
