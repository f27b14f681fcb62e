import type { Table } from 'apache-arrow';
import type { HeteroGraph } from './hetero-graph.js';
import type { ColumnSchema, EdgeType } from './schema.js';

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
  readonly columns: readonly ColumnSchema[];
  /** Nodes that no edge of any type touches. */
  readonly isolated: number;
  /** Share of non-zero entries of the feature matrix. */
  readonly featureDensity: number | undefined;
  /** Labelled nodes by class, of the first label column. */
  readonly labels: Readonly<Record<string, number>> | undefined;
  readonly bytes: number;
}

export interface EdgeTypeSummary {
  readonly type: EdgeType;
  readonly count: number;
  readonly columns: readonly ColumnSchema[];
  readonly inverse: EdgeType | undefined;
  /** Edges / (source nodes x target nodes). */
  readonly density: number;
  readonly outDegree: DegreeSummary;
  readonly inDegree: DegreeSummary;
  readonly selfLoops: number;
  readonly bytes: number;
}

export interface GraphSummary {
  readonly numNodes: number;
  readonly numEdges: number;
  readonly bytes: number;
  readonly nodes: readonly NodeTypeSummary[];
  readonly edges: readonly EdgeTypeSummary[];
}

/** O(nodes + edges). */
export function describeGraph(graph: HeteroGraph): GraphSummary {
  const touched = new Map(graph.nodeTypes.map((type) => [type, new Uint8Array(graph.numNodes(type))]));
  const edges = graph.schema.edges.map(({ type, columns, inverse }): EdgeTypeSummary => {
    const { source, target } = graph.edgeIndex(type);
    const outgoing = new Int32Array(graph.numNodes(type[0]));
    const incoming = new Int32Array(graph.numNodes(type[2]));
    const [fromTouched, toTouched] = [touched.get(type[0])!, touched.get(type[2])!];
    let selfLoops = 0;
    for (let e = 0; e < source.length; e++) {
      const [from, to] = [source[e]!, target[e]!];
      outgoing[from]!++;
      incoming[to]!++;
      fromTouched[from] = 1;
      toTouched[to] = 1;
      if (from === to && type[0] === type[2]) selfLoops++;
    }
    const pairs = outgoing.length * incoming.length;
    return {
      type,
      count: source.length,
      columns,
      inverse,
      density: pairs === 0 ? 0 : source.length / pairs,
      outDegree: degrees(outgoing),
      inDegree: degrees(incoming),
      selfLoops,
      bytes: tableBytes(graph.edgeTable(type)),
    };
  });
  const nodes = graph.schema.nodes.map(({ name, columns }): NodeTypeSummary => {
    const isolated = touched.get(name)!.reduce((count, flag) => count + (flag ? 0 : 1), 0);
    const features = graph.features(name);
    const cells = features ? features.numRows * features.width : 0;
    const nonZero = features?.values.reduce((count, value) => count + (value !== 0 ? 1 : 0), 0) ?? 0;
    return {
      type: name,
      count: graph.numNodes(name),
      columns,
      isolated,
      featureDensity: features ? (cells === 0 ? 0 : nonZero / cells) : undefined,
      labels: labelBalance(graph, name),
      bytes: tableBytes(graph.nodeTable(name)),
    };
  });
  const bytes = [...nodes, ...edges].reduce((total, part) => total + part.bytes, 0);
  return { numNodes: graph.numNodes(), numEdges: graph.numEdges(), bytes, nodes, edges };
}

function degrees(counts: Int32Array): DegreeSummary {
  if (counts.length === 0) return { min: 0, median: 0, mean: 0, p99: 0, max: 0, isolated: 0 };
  const sorted = counts.slice().sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const firstTouched = sorted.findIndex((degree) => degree > 0);
  return {
    min: sorted[0]!,
    median: at(0.5),
    mean: sorted.reduce((total, degree) => total + degree, 0) / sorted.length,
    p99: at(0.99),
    max: sorted.at(-1)!,
    isolated: firstTouched < 0 ? sorted.length : firstTouched,
  };
}

function labelBalance(graph: HeteroGraph, type: string): Record<string, number> | undefined {
  const labels = graph.labels(type);
  if (!labels) return undefined;
  const counts = new Array<number>(labels.numClasses).fill(0);
  if (labels.kind === 'single') for (const value of labels.values) if (value >= 0) counts[value]!++;
  if (labels.kind === 'multi') {
    for (let i = 0; i < labels.values.length; i++) {
      const row = Math.floor(i / labels.numClasses);
      if (labels.labelled[row]) counts[i % labels.numClasses]! += labels.values[i]!;
    }
  }
  return Object.fromEntries(counts.map((count, c) => [labels.classes[c] ?? String(c), count]));
}

function tableBytes(table: Table): number {
  return table.batches.reduce((total, batch) => total + batch.data.byteLength, 0);
}
