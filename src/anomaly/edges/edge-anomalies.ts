import type { EdgeType, HeteroGraph } from '../../graph/index.js';
import {
  type AnomalyReport,
  anomalyReport,
  type DetectAnomaliesOptions,
  type OddRow,
} from '../detectors/detect-anomalies.js';
import { type EdgeEventsOptions, edgeEvents } from './edge-events.js';

/** An edge among the oddest. `row` is its row in its type. */
export interface OddEdge extends OddRow {
  readonly type: EdgeType;
  readonly source: string | number;
  readonly target: string | number;
}

/** As {@link AnomalyReport}, of edges: scores are in the order of the edge types that were asked for. */
export interface EdgeAnomalyReport extends Omit<AnomalyReport, 'oddest'> {
  readonly oddest: readonly OddEdge[];
}

const apeOfEdges = {
  detector: 'ape',
  why: 'An edge is an event of its ends and relation: ape finds those that do not go together, however many nodes there are.',
} as const;

/**
 * Edges between nodes that do not go together, judged by all edges: an event is source, relation, target and, with `bucketSeconds`, a bucket of time,
 * with `nodeColumns` what is known of both ends.
 * See {@link detectAnomalies}.
 *
 * @throws {HeteroGraphError} as `edgeEvents` and `detectAnomalies` do
 * @example
 * const { oddest } = await detectEdgeAnomalies(graph, { relations: ['logs into'], bucketSeconds: 3600, top: 10 });
 */
export async function detectEdgeAnomalies(
  graph: HeteroGraph,
  options: EdgeEventsOptions & DetectAnomaliesOptions = {},
): Promise<EdgeAnomalyReport> {
  const { table, types, rows } = edgeEvents(graph, options);
  const { relations, bucketSeconds, nodeColumns, ...detect } = options;
  const report = await anomalyReport(table, detect, () => apeOfEdges);
  const oddest = report.oddest.map((odd): OddEdge => {
    const [type, row] = [types[odd.row]!, rows[odd.row]!];
    const { source, target } = graph.edgeIndex(type);
    const [from, to] = [graph.ids(type[0]).idOf(source[row]!), graph.ids(type[2]).idOf(target[row]!)];
    return { ...odd, row, type, source: from, target: to };
  });
  return { ...report, oddest };
}
