import { type ColumnSchema, type EdgeType, graphFromArrays, type HeteroGraph } from '../../graph/index.js';
import { maskColumns } from '../base/mask-columns.js';
import type { RelationRows } from './relation.js';

/** Rows of one relation as a graph is made of them. */
export interface NamedRows extends RelationRows {
  readonly type: EdgeType;
  /** Name of the column of `numbers`. */
  readonly number?: string;
  /** 0/1 by row, by name of the part of a split. */
  readonly parts?: Readonly<Record<string, Uint8Array>>;
}

/** A graph of relations between ids: nodes are the ids that a row has, ascending. */
export function relationsGraph(relations: readonly NamedRows[]): HeteroGraph {
  const idsOf = new Map<string, Set<number>>();
  for (const { type, source, target } of relations) {
    for (const [name, ids] of [[type[0], source] as const, [type[2], target] as const]) {
      const known = idsOf.get(name) ?? new Set();
      idsOf.set(name, known);
      for (const id of ids) known.add(id);
    }
  }
  const nodes = new Map([...idsOf].map(([name, ids]) => [name, Int32Array.from(ids).sort()]));
  const rows = new Map([...nodes].map(([name, ids]) => [name, new Map(Array.from(ids, (id, row) => [id, row]))]));
  const rowsOf = (name: string, ids: Int32Array) => ids.map((id) => rows.get(name)!.get(id)!);
  const id = { name: 'id', type: 'int32', role: 'id' } as const;
  return graphFromArrays({
    schema: {
      nodes: [...nodes.keys()].map((name) => ({ name, columns: [id] })),
      edges: relations.map((relation) => ({ type: relation.type, columns: columnsOf(relation) })),
    },
    nodes: Object.fromEntries([...nodes].map(([name, ids]) => [name, { data: { id: ids } }])),
    edges: relations.map(({ type, source, target, number, numbers, times, parts }) => ({
      type,
      source: rowsOf(type[0], source),
      target: rowsOf(type[2], target),
      data: { ...(numbers && { [number!]: numbers }), ...(times && { time: times }), ...parts },
    })),
  });
}

function columnsOf({ number, times, parts = {} }: NamedRows): ColumnSchema[] {
  return [
    ...(number === undefined ? [] : [{ name: number, type: 'float32', role: 'weight' } as const]),
    ...(times ? [{ name: 'time', type: 'float64', role: 'time' } as const] : []),
    ...maskColumns(parts).map(([schema]) => schema),
  ];
}
