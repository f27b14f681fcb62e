// The Higgs mention network as a task of invitations: who mentions whom is who truly invites whom, friends are those joined either way.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { RandomStream } from '../../dist/index.js';

/** Mentions without self loops, on nodes numbered as they are met; of the first `most` lines. */
export function readMentions(folder, most) {
  const file = join(folder, 'higgs-mention/higgs-mention_network.txt.gz');
  if (!existsSync(file)) {
    const hint =
      'Put it there (from https://snap.stanford.edu/data/higgs-twitter.html), or name the folder: --data FOLDER.';
    throw Object.assign(new Error(`There is no ${file}.`), { code: 'DATASET_FILES_MISSING', hint });
  }
  const text = gunzipSync(readFileSync(file)).toString();
  const numbers = new Map();
  const numberOf = (id) => {
    if (!numbers.has(id)) numbers.set(id, numbers.size);
    return numbers.get(id);
  };
  const [source, target] = [[], []];
  let loops = 0;
  for (const line of text.trimEnd().split('\n', most === Number.POSITIVE_INFINITY ? undefined : most)) {
    const [from, to] = line.split(' ');
    if (from === to) loops++;
    const [u, v] = [numberOf(from), numberOf(to)];
    if (u === v) continue;
    source.push(u);
    target.push(v);
  }
  return { numNodes: numbers.size, source: Int32Array.from(source), target: Int32Array.from(target), loops };
}

/** Friendships both ways, each once. `mentions[e]` tells whether the source mentions the target. */
export function friendships({ numNodes, source, target }) {
  const keys = new Set();
  for (let e = 0; e < source.length; e++) {
    keys.add(source[e] * numNodes + target[e]);
    keys.add(target[e] * numNodes + source[e]);
  }
  const sorted = Float64Array.from(keys).sort();
  const mentioned = new Set();
  for (let e = 0; e < source.length; e++) mentioned.add(source[e] * numNodes + target[e]);
  return {
    numNodes,
    source: Int32Array.from(sorted, (key) => Math.floor(key / numNodes)),
    target: Int32Array.from(sorted, (key) => key % numNodes),
    mentions: Uint8Array.from(sorted, (key) => (mentioned.has(key) ? 1 : 0)),
  };
}

/** Up to `count` inviters with at least `least` friends and one true invitee, drawn by seed. */
export function testInviters(friends, count, least, seed) {
  const [degree, out] = [new Int32Array(friends.numNodes), new Int32Array(friends.numNodes)];
  for (let e = 0; e < friends.source.length; e++) {
    degree[friends.source[e]]++;
    out[friends.source[e]] += friends.mentions[e];
  }
  const fit = Int32Array.from(degree.keys()).filter((u) => degree[u] >= least && out[u] > 0);
  return { fit: fit.length, drawn: new RandomStream(seed, 'inviters').shuffle(fit).slice(0, count).sort() };
}

/**
 * Probability that u mentions its friend v: logistic regression on what the other inviters' mentions and the friendships tell. Mentions by
 * test inviters are hidden, and neither u's nor v's mention of the other is in the features of the pair.
 * Features: logarithms of how many (others) mention v, of friends of u and of v, and the share of v's friends that mention v.
 */
export function scorePairs({ numNodes, source, target, mentions }, hidden) {
  const isHidden = new Uint8Array(numNodes);
  for (const u of hidden) isHidden[u] = 1;
  const [degree, seen, mentioned] = [0, 0, 0].map(() => new Float64Array(numNodes));
  for (let e = 0; e < source.length; e++) {
    degree[source[e]]++;
    if (isHidden[source[e]]) continue;
    seen[target[e]]++;
    mentioned[target[e]] += mentions[e];
  }
  const features = (e, x) => {
    const [u, v] = [source[e], target[e]];
    const own = isHidden[u] ? 0 : 1;
    const by = mentioned[v] - own * mentions[e];
    x[0] = 1;
    x[1] = Math.log1p(by);
    x[2] = Math.log1p(degree[u]);
    x[3] = Math.log1p(degree[v]);
    x[4] = (by + 0.5) / (seen[v] - own + 1);
    return x;
  };
  const weights = newton(5, source.length, (e) => !isHidden[source[e]], features, mentions);
  const x = new Float64Array(5);
  return Float64Array.from(source, (_, e) => logistic(features(e, x), weights));
}

function logistic(x, weights) {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * weights[i];
  return 1 / (1 + Math.exp(-sum));
}

/** Logistic regression by ten Newton steps with a ridge of 1. */
function newton(width, numRows, isTraining, features, labels) {
  const weights = new Float64Array(width);
  const x = new Float64Array(width);
  for (let step = 0; step < 10; step++) {
    const gradient = weights.map((w) => -w);
    const hessian = Array.from({ length: width }, (_, i) =>
      Float64Array.from({ length: width }, (_, j) => (i === j ? 1 : 0)),
    );
    for (let e = 0; e < numRows; e++) {
      if (!isTraining(e)) continue;
      const p = logistic(features(e, x), weights);
      for (let i = 0; i < width; i++) {
        gradient[i] += (labels[e] - p) * x[i];
        for (let j = 0; j < width; j++) hessian[i][j] += p * (1 - p) * x[i] * x[j];
      }
    }
    for (const [i, change] of solve(hessian, gradient).entries()) weights[i] += change;
  }
  return weights;
}

/** Gaussian elimination of a positive definite system. */
function solve(matrix, right) {
  const n = right.length;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const factor = matrix[j][i] / matrix[i][i];
      for (let c = i; c < n; c++) matrix[j][c] -= factor * matrix[i][c];
      right[j] -= factor * right[i];
    }
  }
  const solution = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = right[i];
    for (let c = i + 1; c < n; c++) sum -= matrix[i][c] * solution[c];
    solution[i] = sum / matrix[i][i];
  }
  return solution;
}
