// Graphs as folders of plain numbers that every side reads alike: `source`, `target` (int32) and `weights` (float64) of distinct arcs without
// self loops, `low` and `high` (int32) of the same edges without directions, `size.json`.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { RandomStream } from '../../dist/core/index.js';
import { failure } from '../arguments.mjs';

const arrays = { source: Int32Array, target: Int32Array, weights: Float64Array, low: Int32Array, high: Int32Array };

/** Sizes by name; `sizes` stands for four of R-MAT, each with twice the edges of the one before. */
export const graphs = {
  powerlaw: { kind: 'powerlaw', numNodes: 300_000, numEdges: 3_000_000 },
  rmat: { kind: 'rmat', numNodes: 1 << 20, numEdges: 16_000_000 },
  ...Object.fromEntries(
    [1, 2, 4, 8].map((m) => [`rmat-${m}m`, { kind: 'rmat', numNodes: (1 << 17) * m, numEdges: m * 1_000_000 }]),
  ),
  'memory-powerlaw': { kind: 'powerlaw', numNodes: 400_000, numEdges: 4_000_000 },
  'memory-even': { kind: 'even', numNodes: 1_000_000, numEdges: 2_000_000 },
  'memory-few': { kind: 'powerlaw', numNodes: 3000, numEdges: 30_000 },
  'quick-powerlaw': { kind: 'powerlaw', numNodes: 300, numEdges: 2000 },
  'quick-rmat': { kind: 'rmat', numNodes: 512, numEdges: 4000 },
};
export const sizes = Object.keys(graphs).filter((name) => /^rmat-\dm$/.test(name));

/** The folder of a graph, written where it is not there: one of {@link graphs}, or a text file of `source<TAB>target` a line. */
export function graphFolder(name, root) {
  const folder = join(root, basename(name, '.tsv'));
  if (existsSync(join(folder, 'size.json'))) return folder;
  const isFile = name.endsWith('.tsv');
  if (isFile ? !existsSync(name) : !Object.hasOwn(graphs, name))
    throw failure(`There is no graph ${name}. Known are ${Object.keys(graphs).join(', ')}, or name a .tsv file.`);
  console.error(`Writes ${folder}`);
  writeGraph(folder, isFile ? readText(name) : draw(graphs[name], 1));
  return folder;
}

/** One of the arrays of a folder. */
export function readNumbers(folder, name) {
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name));
  return new arrays[name](buffer.slice(byteOffset, byteOffset + byteLength));
}

function writeGraph(folder, { numNodes, source, target }) {
  const numEdges = source.length;
  const keys = new Float64Array(numEdges);
  for (let e = 0; e < numEdges; e++) {
    const [a, b] = [source[e], target[e]];
    keys[e] = Math.min(a, b) * numNodes + Math.max(a, b);
  }
  keys.sort();
  const [low, high] = [new Int32Array(numEdges), new Int32Array(numEdges)];
  let count = 0;
  for (let i = 0; i < numEdges; i++) {
    if (i > 0 && keys[i] === keys[i - 1]) continue;
    low[count] = Math.floor(keys[i] / numNodes);
    high[count++] = keys[i] % numNodes;
  }
  // Scattered evenly over [1, 2).
  const weights = Float64Array.from({ length: numEdges }, (_, e) => 1 + ((e * 2_654_435_761) % 2 ** 32) / 2 ** 32);
  const written = { source, target, weights, low: low.subarray(0, count), high: high.subarray(0, count) };
  const partial = `${folder}.partial`;
  mkdirSync(partial, { recursive: true });
  for (const [name, values] of Object.entries(written))
    writeFileSync(join(partial, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  writeFileSync(join(partial, 'size.json'), JSON.stringify({ numNodes, numEdges, numPairs: count }));
  renameSync(partial, folder);
}

function readText(path) {
  const bytes = readFileSync(path);
  let count = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 10) count++;
  const [source, target] = [new Int32Array(count), new Int32Array(count)];
  let [row, value, last] = [0, 0, 0];
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i];
    if (c >= 48 && c <= 57) value = value * 10 + c - 48;
    else if (c === 9) [source[row], value] = [value, 0];
    else if (c === 10) [target[row++], value] = [value, 0];
    if (value > last) last = value;
  }
  return { numNodes: last + 1, source, target };
}

/** Distinct arcs without self loops, nodes and rows in random order, by the same rules as `generate_graphs.py` of the peers. */
function draw({ kind, numNodes, numEdges }, seed) {
  const random = new RandomStream(seed, kind);
  const next = uniform(random.nextInt(2 ** 31 - 1));
  const pair = { rmat, powerlaw, even }[kind](next, numNodes);
  let keys = new Float64Array(0);
  while (keys.length < numEdges) {
    const drawn = new Float64Array(keys.length + Math.ceil((numEdges - keys.length) * 1.2) + 1000);
    drawn.set(keys);
    for (let i = keys.length; i < drawn.length; ) {
      const [a, b] = pair();
      if (a !== b) drawn[i++] = a * numNodes + b;
    }
    drawn.sort();
    keys = drawn.filter((key, i) => i === 0 || key !== drawn[i - 1]);
  }
  const order = random.permutation(keys.length);
  const labels = random.permutation(numNodes);
  const source = Int32Array.from({ length: numEdges }, (_, e) => labels[Math.floor(keys[order[e]] / numNodes)]);
  const target = Int32Array.from({ length: numEdges }, (_, e) => labels[keys[order[e]] % numNodes]);
  return { numNodes, source, target };
}

/** Numbers from 0 below 1, by xorshift of 32 bits. */
function uniform(seed) {
  let state = seed + 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function rmat(next, numNodes) {
  const pair = [0, 0];
  return () => {
    let [a, b] = [0, 0];
    for (let size = numNodes; size > 1; size >>= 1) {
      const u = next();
      const down = u >= 0.76;
      const right = (u >= 0.57 && u < 0.76) || u >= 0.95;
      a = 2 * a + (down ? 1 : 0);
      b = 2 * b + (right ? 1 : 0);
    }
    [pair[0], pair[1]] = [a, b];
    return pair;
  };
}

/** Both ends by weights rank^(-1 / (gamma - 1)), gamma 2.5. */
function powerlaw(next, numNodes) {
  const sums = new Float64Array(numNodes);
  for (let i = 0, sum = 0; i < numNodes; i++) sums[i] = sum += (i + 1) ** (-1 / 1.5);
  const end = () => {
    const drawn = next() * sums[numNodes - 1];
    let [low, high] = [0, numNodes - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const pair = [0, 0];
  return () => {
    pair[0] = end();
    pair[1] = end();
    return pair;
  };
}

/** Both ends by chance alone. */
function even(next, numNodes) {
  const pair = [0, 0];
  return () => {
    pair[0] = Math.floor(next() * numNodes);
    pair[1] = Math.floor(next() * numNodes);
    return pair;
  };
}
