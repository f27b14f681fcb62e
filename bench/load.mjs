// Loading: npm run bench -- load [--runs 3]: CSV of 10M typed edges with weights, a messy CSV of 1M rows, opening a saved graph.
// Files are generated into a temporary folder; every run is a process of its own, whose wall seconds and peak memory are told.
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inChild } from './child.mjs';

export async function load(_, { quick, runs = '3' }) {
  const [numNodes, numEdges, numRows] = quick ? [1000, 10_000, 1000] : [1_000_000, 10_000_000, 1_000_000];
  const [edgesName, rowsName] = [numEdges, numRows].map((n) => n.toLocaleString('en'));
  const folder = mkdtempSync(join(tmpdir(), 'heterograph-load-'));
  try {
    const [edges, messy, saved] = ['edges.csv', 'messy.csv', 'saved'].map((name) => join(folder, name));
    await write(edges, edgeLines(numNodes, numEdges));
    await write(messy, messyLines(numRows));
    const rows = [];
    for (let run = 0; run < Number(runs); run++) {
      rows.push({
        what: `${edgesName} typed edges, CSV to both CSR`,
        MB: size(edges),
        ...inProcess(readEdges, numEdges, edges, saved),
      });
      rows.push({
        what: 'the saved folder: open, first degrees',
        MB: undefined,
        ...inProcess(openSaved, numEdges, saved),
      });
      rows.push({ what: `${rowsName} messy quoted rows`, MB: size(messy), ...inProcess(readMessy, numRows, messy) });
    }
    for (const row of rows) console.error(JSON.stringify(row));
    const best = (what) => Math.max(...rows.filter((row) => row.what === what).map((row) => row.seconds));
    return {
      rows,
      summary: Object.fromEntries(
        [...new Set(rows.map((row) => row.what))].map((what) => [`${what}: slowest, s`, best(what)]),
      ),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const readEdges = `
  const relations = { buys: ['user', 'buys', 'item'], views: ['user', 'views', 'item'], likes: ['user', 'likes', 'user'] };
  const started = performance.now();
  const { graph } = await readEdgeList({ files: args[0], relations });
  let entries = 0;
  for (const type of graph.edgeTypes) for (const way of ['out', 'in']) entries += graph.adjacency(type, way).indices.length;
  if (entries !== 2 * size) throw new Error(String(entries));
  done(started);
  await saveGraph(graph, args[1], { overwrite: true });`;

const openSaved = `
  const started = performance.now();
  const graph = await openGraph(args[0]);
  const degrees = graph.degrees('buys', 'out');
  if (!(degrees.length > 0)) throw new Error('no degrees');
  done(started);`;

const readMessy = `
  const started = performance.now();
  const { graph, numBadRows } = await readCsvGraph({ nodes: { person: { files: args[0], id: 'id' } }, onBadRow: 'skip' });
  if (graph.numNodes() + numBadRows !== size) throw new Error(String(graph.numNodes()));
  done(started);`;

function inProcess(code, size, ...args) {
  const text = `
    import { openGraph, readCsvGraph, readEdgeList, saveGraph } from './dist/graph/index.js';
    const size = ${size};
    const args = process.argv.slice(1);
    const done = (started) => {
      const seconds = (performance.now() - started) / 1000;
      console.log(JSON.stringify({ seconds, peakMiB: Math.round(process.resourceUsage().maxRSS / 1024) }));
    };
    ${code}`;
  return inChild(text, args);
}

function size(path) {
  return Math.round(statSync(path).size / 1e6);
}

async function write(path, lines) {
  const stream = createWriteStream(path);
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < 1 << 20) continue;
    if (!stream.write(piece)) await once(stream, 'drain');
    piece = '';
  }
  stream.end(piece);
  await once(stream, 'finish');
}

/** A linear congruential generator: the same file everywhere. */
function numbers(seed) {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

function* edgeLines(numNodes, numEdges) {
  const next = numbers(7);
  const words = ['buys', 'views', 'likes'];
  yield 'source,relation,target,weight\n';
  for (let e = 0; e < numEdges; e++)
    yield `${next(numNodes)},${words[next(3)]},${next(numNodes)},${next(1000) / 100}\n`;
}

function* messyLines(numRows) {
  const next = numbers(9);
  const names = ['O\'Neil, "Bob"', 'Zoë\nMüller', 'plain', '  padded ', '', '漢字, "quoted"'];
  yield 'id,name,bio,age,score,member,city\n';
  for (let row = 0; row < numRows; row++) {
    const name = names[next(names.length)].replaceAll('"', '""');
    const age = next(20) === 0 ? '' : next(90);
    yield `${row},"${name} ${row}","said ""hello"" to ${next(1000)}, twice",${age},${next(1e6) / 1000},${next(2) ? 'true' : 'false'},${['Paris', '"New York, NY"', 'Oslo'][next(3)]}\n`;
  }
}
