import { expectArgument, RandomStream } from '../../core/index.js';
import { GraphBuilder } from '../build/builder.js';
import type { ColumnData } from '../columns/column-data.js';
import { rowOffsets } from '../hetero-graph/adjacency.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { countingSort } from '../hetero-graph/sort-edges.js';
import { checkChoice, checkCount, checkDrawable, checkNumber, withinMemory } from '../options/check-option.js';
import { type EdgeType, edgeTypeKey } from '../schema/schema.js';

export interface PlantedEdges {
  readonly type: EdgeType;
  readonly numEdges: number;
  /** Share of edges whose target has the preferred class; the others end anywhere. Default 0.8. */
  readonly homophily?: number;
  /** The preferred class: that of the source, or the one after it, so that nodes of one class avoid each other. Default 'same'. */
  readonly prefers?: 'same' | 'next';
  /** Also add the same edges backwards under this relation, linked as inverse. */
  readonly inverse?: string;
}

export interface PlantedPartitionOptions {
  /** Nodes by type. */
  readonly numNodes: Readonly<Record<string, number>>;
  readonly numClasses: number;
  readonly edges: readonly PlantedEdges[];
  /** Node type with labels; default the first. Classes of the other types are hidden in edges and features. */
  readonly labelled?: string;
  /** Share of the labelled type's nodes whose label is given; default 1. */
  readonly labelShare?: number;
  /** Columns of the feature matrix of every type; 0 for none. Default 16. */
  readonly featureWidth?: number;
  /** Length of the class means against noise of deviation 1 in every column; default 1. */
  readonly signal?: number;
  readonly seed: number;
}

/** Every class has a name. */
const MAX_CLASSES = 1e6;

/**
 * A heterogeneous stochastic block model: every node of every type has one of C classes, edges prefer targets of their
 * source's class, dense features `x` are normal around a mean of the class, the labelled type has the label column
 * `label`. What a model can recover is known: with `homophily` and `signal` at 0 nothing, with either at its best all.
 * O(nodes * featureWidth + edges).
 *
 * @throws {HeteroGraphError} INVALID_OPTION, INVALID_SCHEMA, OUT_OF_MEMORY
 * @see Holland, Laskey and Leinhardt, "Stochastic blockmodels: first steps", Social Networks 1983
 */
export function plantedPartitionGraph(options: PlantedPartitionOptions): HeteroGraph {
  return withinMemory(() => drawPartition(options));
}

function drawPartition(options: PlantedPartitionOptions): HeteroGraph {
  expectArgument(options, 'object', 'options');
  const { numNodes, edges, featureWidth = 16, signal = 1, labelShare = 1, seed } = options;
  const numClasses = checkCount('numClasses', options.numClasses, 1, MAX_CLASSES);
  const labelled = options.labelled ?? Object.keys(numNodes)[0];
  checkCount('featureWidth', featureWidth);
  checkNumber('labelShare', labelShare, 0, 1);
  checkNumber('signal', signal, 0, Number.MAX_VALUE);
  const builder = new GraphBuilder();
  const members = new Map<string, Members>();
  for (const [type, count] of Object.entries(numNodes)) {
    checkCount(`numNodes of ${type}`, count);
    const classes = drawClasses(count, numClasses, new RandomStream(seed, 'classes', type));
    members.set(type, membersOf(classes, numClasses));
    const data: Record<string, ColumnData> = {};
    if (featureWidth > 0) data.x = drawFeatures(classes, numClasses, featureWidth, signal, seed, type);
    if (type === labelled) data.label = hideLabels(classes, labelShare, seed);
    const names = Array.from({ length: numClasses }, (_, c) => `class ${c}`);
    const columns = { label: { role: 'label', type: 'int32', classes: names } } as const;
    builder.addNodes(type, data, { count, adopt: true, columns });
  }
  for (const { type, numEdges, homophily = 0.8, prefers = 'same', inverse } of edges) {
    checkCount(`numEdges of ${edgeTypeKey(type)}`, numEdges);
    checkNumber('homophily', homophily, 0, 1);
    checkChoice('prefers', prefers, ['same', 'next']);
    const none = membersOf(new Int32Array(0), numClasses);
    const [from, to] = [members.get(type[0]) ?? none, members.get(type[2]) ?? none];
    const stream = new RandomStream(seed, 'edges', edgeTypeKey(type));
    const ends = drawEdges({ from, to, numEdges, homophily, prefers, stream, key: edgeTypeKey(type) });
    builder.addEdges(type, ends, { endpoints: 'index', adopt: true });
    if (inverse === undefined) continue;
    const back: EdgeType = [type[2], inverse, type[0]];
    builder.addEdges(back, { source: ends.target, target: ends.source }, { endpoints: 'index', adopt: true });
    builder.setInverse(type, back);
  }
  return builder.build();
}

/** Rows of every class: of class c, `rows[starts[c]] .. rows[starts[c + 1] - 1]`. */
interface Members {
  readonly classes: Int32Array;
  readonly starts: Int32Array;
  readonly rows: Int32Array;
}

function drawClasses(count: number, numClasses: number, stream: RandomStream): Int32Array {
  const classes = new Int32Array(count);
  for (let row = 0; row < count; row++) classes[row] = stream.nextInt(numClasses);
  return classes;
}

function membersOf(classes: Int32Array, numClasses: number): Members {
  return { classes, starts: rowOffsets(classes, numClasses), rows: countingSort(classes, numClasses) };
}

function drawFeatures(
  classes: Int32Array,
  numClasses: number,
  width: number,
  signal: number,
  seed: number,
  type: string,
) {
  const means = new RandomStream(seed, 'means', type).fillNormal(new Float32Array(numClasses * width));
  for (let c = 0; c < numClasses; c++) {
    const mean = means.subarray(c * width, (c + 1) * width);
    const norm = normOf(mean) || 1;
    for (let k = 0; k < width; k++) mean[k]! *= signal / norm;
  }
  const values = new RandomStream(seed, 'noise', type).fillNormal(new Float32Array(classes.length * width));
  for (let row = 0; row < classes.length; row++) {
    for (let k = 0; k < width; k++) values[row * width + k]! += means[classes[row]! * width + k]!;
  }
  return { kind: 'dense' as const, numRows: classes.length, width, values };
}

/** As many arguments as a call may have on every platform. */
const MAX_ARGUMENTS = 1 << 15;

function normOf(values: Float32Array): number {
  if (values.length <= MAX_ARGUMENTS) return Math.hypot(...values);
  const half = values.length >> 1;
  return Math.hypot(normOf(values.subarray(0, half)), normOf(values.subarray(half)));
}

function hideLabels(classes: Int32Array, share: number, seed: number) {
  const stream = new RandomStream(seed, 'labelled');
  return { values: classes, valid: Uint8Array.from(classes, () => (stream.next() < share ? 1 : 0)) };
}

interface EdgesToDraw extends Required<Pick<PlantedEdges, 'numEdges' | 'homophily' | 'prefers'>> {
  readonly from: Members;
  readonly to: Members;
  readonly stream: RandomStream;
  readonly key: string;
}

function drawEdges({ from, to, numEdges, homophily, prefers, stream, key }: EdgesToDraw): {
  source: Int32Array;
  target: Int32Array;
} {
  checkDrawable(numEdges, Math.min(from.rows.length, to.rows.length), key);
  const source = new Int32Array(numEdges);
  const target = new Int32Array(numEdges);
  for (let e = 0; e < numEdges; e++) {
    const row = stream.nextInt(from.rows.length);
    const own = from.classes[row]!;
    const c = prefers === 'same' ? own : (own + 1) % (to.starts.length - 1);
    const [start, end] = [to.starts[c]!, to.starts[c + 1]!];
    const staysInClass = stream.next() < homophily && end > start;
    source[e] = row;
    target[e] = staysInClass ? to.rows[start + stream.nextInt(end - start)]! : stream.nextInt(to.rows.length);
  }
  return { source, target };
}
