// The graph of an influence benchmark: a file as SUBSIM reads it (a first line `nodes arcs`, then `source target` a line), or a generated one.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { powerLawGraph } from '../../dist/graph/index.js';

/** { path, dispose }: of the file named, or of a power-law graph of 300,000 nodes and 3 million edges (quick: 1,000 and 5,000). */
export function graphFile(path, quick) {
  if (path !== undefined) return { path, dispose() {} };
  const [numNodes, numEdges] = quick ? [1000, 5000] : [300_000, 3_000_000];
  console.error(`A generated power-law graph: ${numNodes} nodes, ${numEdges} edges.`);
  const graph = powerLawGraph({ numNodes, numEdges, seed: 1 });
  const { indptr, indices } = graph.adjacency(graph.edgeTypes[0], 'out');
  const folder = mkdtempSync(join(tmpdir(), 'heterograph-graph-'));
  const file = join(folder, 'power-law');
  const lines = [`${numNodes} ${numEdges}`];
  for (let u = 0; u < numNodes; u++) for (let e = indptr[u]; e < indptr[u + 1]; e++) lines.push(`${u} ${indices[e]}`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return { path: file, dispose: () => rmSync(folder, { recursive: true }) };
}
