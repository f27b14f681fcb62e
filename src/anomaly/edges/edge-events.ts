import { expectArgument, HeteroGraphError } from '../../core/index.js';
import { type EdgeType, type EdgeTypeRef, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import type { Cell } from '../table/read-columns.js';
import { endColumns } from './end-columns.js';

export interface EdgeEventsOptions {
  /** Edge types that are looked at; default all. */
  readonly relations?: readonly EdgeTypeRef[];
  /** Seconds of a bucket of time; default no time. 3600 takes hours of the day, 86400 days of the week, others whole periods since 1970. */
  readonly bucketSeconds?: number;
  /** Columns of nodes that are part of an event, by node type, such as `{ user: ['community'] }`: `source community`, `target community`. */
  readonly nodeColumns?: Readonly<Record<string, readonly string[]>>;
}

/** Edges as events: who, by which relation, with whom, and when. */
export interface EdgeEvents {
  /**
   * `source`, `target`, with several edge types `relation`, with a bucket `time`, and columns of nodes. Ids of nodes have their type before
   * them; a node type without a column has null.
   */
  readonly table: Readonly<Record<string, readonly Cell[]>>;
  /** Of each event its edge type, and its row there. */
  readonly types: readonly EdgeType[];
  readonly rows: Int32Array;
}

const DAYS = ['Thursday', 'Friday', 'Saturday', 'Sunday', 'Monday', 'Tuesday', 'Wednesday'];

/**
 * The edges of a graph as a table of events for a detector.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, INVALID_OPTION; MISSING_TIME where an edge type has no times
 */
export function edgeEvents(graph: HeteroGraph, options: EdgeEventsOptions = {}): EdgeEvents {
  expectGraph(graph);
  expectArgument(options, 'object', 'options');
  const { relations, bucketSeconds, nodeColumns } = options;
  if (relations !== undefined) expectArgument(relations, 'list', 'relations');
  if (bucketSeconds !== undefined && !(bucketSeconds > 0 && bucketSeconds < Number.POSITIVE_INFINITY)) {
    throw new HeteroGraphError('INVALID_OPTION', `bucketSeconds is ${String(bucketSeconds)}.`, {
      column: 'bucketSeconds',
      hint: 'It must be a number above 0.',
    });
  }
  const chosen = (relations ?? graph.edgeTypes).map((ref) => graph.resolveEdgeType(ref));
  const source: string[] = [];
  const target: string[] = [];
  const relation: string[] = [];
  const time: (string | null)[] = [];
  const types: EdgeType[] = [];
  const rows: number[] = [];
  for (const type of chosen) {
    const index = graph.edgeIndex(type);
    const [sourceIds, targetIds] = [graph.ids(type[0]), graph.ids(type[2])];
    const times = bucketSeconds === undefined ? undefined : graph.times(type);
    if (bucketSeconds !== undefined && !times) {
      throw new HeteroGraphError('MISSING_TIME', 'The edges have no times.', {
        type: edgeTypeKey(type),
        hint: 'Leave bucketSeconds out, or give a column the role time.',
      });
    }
    for (let edge = 0; edge < index.source.length; edge++) {
      source.push(`${type[0]} ${sourceIds.idOf(index.source[edge]!)}`);
      target.push(`${type[2]} ${targetIds.idOf(index.target[edge]!)}`);
      relation.push(type[1]);
      if (times) time.push(bucketOf(times[edge]!, bucketSeconds!));
      types.push(type);
      rows.push(edge);
    }
  }
  const ends = endColumns(graph, chosen, nodeColumns ?? {});
  const table = {
    source,
    ...(chosen.length > 1 && { relation }),
    target,
    ...(bucketSeconds !== undefined && { time }),
    ...ends,
  };
  return { table, types, rows: Int32Array.from(rows) };
}

function bucketOf(seconds: number, bucket: number): string | null {
  if (Number.isNaN(seconds)) return null;
  const period = Math.floor(seconds / bucket);
  if (bucket === 3600) return `${((period % 24) + 24) % 24}:00`;
  if (bucket === 86400) return DAYS[((period % 7) + 7) % 7]!;
  return new Date(period * bucket * 1000).toISOString();
}
