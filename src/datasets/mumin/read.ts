import type { RunOptions } from '../../core/index.js';
import { graphFromArrays, type HeteroGraph } from '../../graph/index.js';
import { type Edges, keepDiscussed, readEdges } from './edges.js';
import { readFrame } from './frame.js';
import { discusses, edgeTable, muminEdges, muminNodes } from './layout.js';
import { missing } from './missing.js';
import { nodeColumns } from './node-columns.js';
import { type Nodes, readNodes } from './nodes.js';

/** A graph, and what of the tables it does not hold. */
export interface MuminGraph {
  readonly graph: HeteroGraph;
  readonly remarks: readonly string[];
}

/**
 * The graph of the compiled MuMiN data set: claims that were checked, the tweets that discuss them, replies, users, images, articles and hashtags, and fifteen relations. A folder holds a table a
 * node type (`claim.parquet`) and a relation (`tweet_discusses_claim.parquet`), Parquet or Arrow.
 *
 * As published, tweets and replies that were deleted (without a text) are left out, then claims that no tweet discusses any more; a pair of nodes is joined once; a tweet has the label,
 * the cluster and the masks of the first claim that it discusses.
 *
 * @throws {HeteroGraphError} DATASET_FILES_MISSING; MALFORMED_ROW naming file, row and column; AMBIGUOUS, UNKNOWN_COLUMN, DUPLICATE_ID; what reading files throws
 */
export async function readMumin(folder: string, run: RunOptions): Promise<MuminGraph> {
  const remarks: string[] = [];
  const nodes = new Map<string, Nodes>();
  for (const name of Object.keys(muminNodes)) {
    const found = await readNodes(folder, name, run, remarks);
    if (found) nodes.set(name, found);
  }
  const edges: Edges[] = [];
  for (const type of muminEdges) {
    const frame = await readFrame(folder, edgeTable(type), { others: ['src', 'tgt'] }, run);
    if (frame && nodes.has(type[0]) && nodes.has(type[2])) edges.push(readEdges(frame, type, nodes, remarks));
    else if (type === discusses) throw missing(folder, edgeTable(type));
  }
  keepDiscussed(nodes, edges, remarks);
  const columns = nodeColumns(nodes, edges.find(({ type }) => type === discusses)!);
  const graph = graphFromArrays({
    schema: {
      nodes: [...columns].map(([name, own]) => ({ name, columns: own.map(([schema]) => schema) })),
      edges: edges.map(({ type }) => ({ type, columns: [] })),
    },
    nodes: Object.fromEntries(
      [...columns].map(([name, own]) => {
        const data = Object.fromEntries(own.map(([schema, values]) => [schema.name, values] as const));
        return [name, own.length > 0 ? { data } : nodes.get(name)!.rows.length];
      }),
    ),
    edges,
  });
  return { graph, remarks };
}
