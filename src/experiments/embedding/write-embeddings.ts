import { HeteroGraphError } from '../../core/index.js';
import { writeIdTable } from '../../data/internal.js';
import type { HeteroGraph } from '../../graph/index.js';
import type { NodeEmbeddings } from '../../models/index.js';

/**
 * Writes the type, the external id (or row number where a type has none) and the vector of every node: columns `type`, `node` and `embedding`.
 *
 * @param nodeType of these alone; default all types
 * @throws {HeteroGraphError} WRITE_FAILED; UNKNOWN_TYPE
 */
export async function writeEmbeddings(
  path: string,
  graph: HeteroGraph,
  embeddings: NodeEmbeddings,
  nodeType?: string,
): Promise<number> {
  const types = nodeType === undefined ? embeddings.nodeTypes : [nodeType];
  const counts = types.map((type) => embeddings.numNodes(type));
  const numRows = counts.reduce((sum, count) => sum + count, 0);
  const { width } = embeddings;
  if (numRows * width >= 2 ** 31) {
    throw new HeteroGraphError('OUT_OF_MEMORY', `${numRows} vectors of ${width} do not fit into one table.`, {
      hint: 'Write one node type at a time.',
    });
  }
  const values = new Float32Array(numRows * width);
  let at = 0;
  for (const type of types) {
    values.set(embeddings.valuesOf(type), at);
    at += embeddings.valuesOf(type).length;
  }
  const ids = types.flatMap((type, t) => {
    const index = graph.ids(type);
    return Array.from({ length: counts[t]! }, (_, row) => index.idOf(row));
  });
  const names = types.flatMap((type, t) => Array.from({ length: counts[t]! }, () => type));
  await writeIdTable(path, { ids, texts: { type: names }, matrices: { embedding: { values, width } } });
  return numRows;
}
