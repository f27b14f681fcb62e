import type { RunOptions } from '../../core/index.js';
import { type EdgeType, graphFromArrays, type HeteroGraph, splitLinksByMasks } from '../../graph/index.js';
import type { DatasetDefinition, OpenFile } from '../base/definition.js';
import { locateBelowRoot } from '../base/locate.js';
import { maskColumns } from '../base/mask-columns.js';
import { eachRow, TabRow } from '../text/tab-row.js';
import { parts, tripleSets } from './sets.js';

export const tripleDatasets: readonly DatasetDefinition[] = tripleSets.map(({ info, folder }) => ({
  info,
  readerVersion: 1,
  locate: (options) => locateBelowRoot(info, options, folder),
  read: readTripleParts,
  task: (graph) => ({
    kind: 'link-prediction',
    edgeTypes: graph.edgeTypes,
    scoredBy: 'ranks',
    split: (seed) => splitLinksByMasks(graph, { seed }),
  }),
}));

interface Relation {
  readonly source: number[];
  readonly target: number[];
  readonly part: number[];
}

/**
 * A graph of entities from `train.txt`, `valid.txt` and `test.txt`: head, relation and tail, tab-separated. Every relation is an edge
 * type with three masks; entities are numbered as they come.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW where a field is missing; and what reading throws
 */
export async function readTripleParts(open: OpenFile, { signal, onProgress }: RunOptions): Promise<HeteroGraph> {
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const entities = new Map<string, number>();
  const relations = new Map<string, Relation>();
  for (const [part, name] of parts.entries()) {
    const row = new TabRow(open(`${name}.txt`), 3, 'head, relation and tail', 3);
    const text = (field: number) => Buffer.from(row.bytes.subarray(row.start(field), row.end(field))).toString('utf8');
    const rowOf = (id: string) => {
      const known = entities.get(id);
      if (known !== undefined) return known;
      entities.set(id, entities.size);
      return entities.size - 1;
    };
    const take = () => {
      const name = text(1);
      let relation = relations.get(name);
      if (!relation) relations.set(name, (relation = { source: [], target: [], part: [] }));
      relation.source.push(rowOf(text(0)));
      relation.target.push(rowOf(text(2)));
      relation.part.push(part);
    };
    await eachRow(row, take, run);
  }
  const edges = [...relations].map(([name, { source, target, part }]) => {
    const masks = Object.fromEntries(parts.map((key, p) => [key, Uint8Array.from(part, (each) => Number(each === p))]));
    return { type: ['entity', name, 'entity'] as EdgeType, source, target, masks };
  });
  return graphFromArrays({
    schema: {
      nodes: [{ name: 'entity', columns: [{ name: 'id', type: 'utf8', role: 'id' }] }],
      edges: edges.map(({ type, masks }) => ({ type, columns: maskColumns(masks).map(([schema]) => schema) })),
    },
    nodes: { entity: { data: { id: [...entities.keys()] } } },
    edges: edges.map(({ type, source, target, masks }) => ({
      type,
      source: Int32Array.from(source),
      target: Int32Array.from(target),
      data: masks,
    })),
  });
}
