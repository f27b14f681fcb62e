import type { Table } from 'apache-arrow';
import type { FeatureMatrix } from '../../core/index.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import type { EdgeType } from '../schema/schema.js';
import { type ColumnSummary, summariseColumns } from './column-summary.js';

/** Degrees of the nodes on one side of an edge type. The median and p99 are order statistics, not interpolated. */
export interface DegreeSummary {
  readonly min: number;
  readonly median: number;
  readonly mean: number;
  readonly p99: number;
  readonly max: number;
  /** Nodes without an edge of this type in this direction. */
  readonly isolated: number;
}

export interface NodeTypeSummary {
  readonly type: string;
  readonly count: number;
  readonly columns: readonly ColumnSummary[];
  /** Nodes that no edge of any type touches. */
  readonly isolated: number;
  /** Share of non-zero entries of the first feature matrix. */
  readonly featureDensity: number | undefined;
  /** Labelled nodes by class, of the first label column. */
  readonly labels: Readonly<Record<string, number>> | undefined;
  /** Nodes without a label in that column; undefined where there is none. */
  readonly unlabelled: number | undefined;
  /** Bytes of the table's buffers. */
  readonly bytes: number;
}

export interface EdgeTypeSummary {
  readonly type: EdgeType;
  readonly count: number;
  readonly columns: readonly ColumnSummary[];
  readonly inverse: EdgeType | undefined;
  /** Edges / (source nodes x target nodes); 0 where there is no pair. */
  readonly density: number;
  readonly outDegree: DegreeSummary;
  readonly inDegree: DegreeSummary;
  /** Edges from a node to itself; 0 between different node types. */
  readonly selfLoops: number;
  readonly bytes: number;
}

/** What {@link describeGraph} returns: plain data, fit for JSON. */
export interface GraphSummary {
  readonly numNodes: number;
  readonly numEdges: number;
  readonly bytes: number;
  readonly nodes: readonly NodeTypeSummary[];
  readonly edges: readonly EdgeTypeSummary[];
}

/** Counts, columns with missing and different values, degrees, balance of labels and memory of a graph. O(N log N + E + values). */
export function describeGraph(graph: HeteroGraph): GraphSummary {
  expectGraph(graph);
  const touched = new Map(graph.nodeTypes.map((type) => [type, new Uint8Array(graph.numNodes(type))]));
  const edges = graph.schema.edges.map(({ type, columns, inverse }): EdgeTypeSummary => {
    const outgoing = graph.degrees(type, 'out');
    const incoming = graph.degrees(type, 'in');
    markTouched(outgoing, touched.get(type[0])!);
    markTouched(incoming, touched.get(type[2])!);
    const count = graph.numEdges(type);
    const pairs = outgoing.length * incoming.length;
    return {
      type,
      count,
      columns: summariseColumns(columns, graph.edgeTable(type), 2),
      inverse,
      density: pairs === 0 ? 0 : count / pairs,
      outDegree: summarise(outgoing),
      inDegree: summarise(incoming),
      selfLoops: type[0] === type[2] ? countSelfLoops(graph, type) : 0,
      bytes: tableBytes(graph.edgeTable(type)),
    };
  });
  const nodes = graph.schema.nodes.map(({ name, columns }): NodeTypeSummary => {
    const flags = touched.get(name)!;
    let isolated = 0;
    for (let n = 0; n < flags.length; n++) if (!flags[n]) isolated++;
    const features = graph.features(name);
    return {
      type: name,
      count: graph.numNodes(name),
      columns: summariseColumns(columns, graph.nodeTable(name)),
      isolated,
      featureDensity: features && densityOf(features),
      ...labelBalance(graph, name),
      bytes: tableBytes(graph.nodeTable(name)),
    };
  });
  const bytes = [...nodes, ...edges].reduce((total, part) => total + part.bytes, 0);
  return { numNodes: graph.numNodes(), numEdges: graph.numEdges(), bytes, nodes, edges };
}

function markTouched(degrees: Int32Array, flags: Uint8Array): void {
  for (let n = 0; n < degrees.length; n++) if (degrees[n]! > 0) flags[n] = 1;
}

function countSelfLoops(graph: HeteroGraph, type: EdgeType): number {
  const { source, target } = graph.edgeIndex(type);
  let count = 0;
  for (let e = 0; e < source.length; e++) if (source[e] === target[e]) count++;
  return count;
}

function summarise(degrees: Int32Array): DegreeSummary {
  const { length } = degrees;
  if (length === 0) return { min: 0, median: 0, mean: 0, p99: 0, max: 0, isolated: 0 };
  const sorted = degrees.slice().sort();
  const at = (share: number) => sorted[Math.min(length - 1, Math.floor(share * length))]!;
  let total = 0;
  let isolated = 0;
  for (let n = 0; n < length; n++) {
    total += sorted[n]!;
    if (sorted[n] === 0) isolated++;
  }
  return { min: sorted[0]!, median: at(0.5), mean: total / length, p99: at(0.99), max: sorted[length - 1]!, isolated };
}

function densityOf({ values, numRows, width }: FeatureMatrix): number {
  let nonZero = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) nonZero++;
  return numRows * width === 0 ? 0 : nonZero / (numRows * width);
}

function labelBalance(graph: HeteroGraph, type: string): Pick<NodeTypeSummary, 'labels' | 'unlabelled'> {
  const labels = graph.labels(type);
  if (!labels) return { labels: undefined, unlabelled: undefined };
  const { numClasses, classes, values } = labels;
  const counts = new Array<number>(numClasses).fill(0);
  let unlabelled = 0;
  if (labels.kind === 'single') {
    for (const value of values) {
      if (value < 0) unlabelled++;
      else if (value < numClasses) counts[value]!++;
    }
  } else {
    for (let row = 0; row < labels.labelled.length; row++) {
      if (!labels.labelled[row]) unlabelled++;
      else for (let c = 0; c < numClasses; c++) counts[c]! += values[row * numClasses + c]!;
    }
  }
  return { labels: Object.fromEntries(counts.map((count, c) => [classes[c] ?? String(c), count])), unlabelled };
}

function tableBytes(table: Table): number {
  return table.batches.reduce((total, batch) => total + batch.data.byteLength, 0);
}
