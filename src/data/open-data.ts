import { expectArgument, HeteroGraphError, type RunOptions } from '../core/index.js';
import {
  type Dataset,
  type GraphMapping,
  type LinkPredictionTask,
  loadDataset,
  type RecommendationTask,
} from '../datasets/index.js';
import { absolutePath, withoutPassword } from '../datasets/internal.js';
import {
  type BadCell,
  type BadRow,
  type BadRowPolicy,
  type EmbeddedTexts,
  type HeteroGraph,
  labelColumn,
} from '../graph/index.js';
import { expectGraph } from '../graph/internal.js';
import { type CellOptions, givenCells, refuseCellOptions } from './cell-options.js';
import { type DataFormat, guessFormat, type PlainEdgeOptions, readData, refusePlainEdgeOptions } from './formats.js';
import { type NodeTask, targetOf } from './target.js';

/** Which graph: exactly one of `dataset`, `data` and `graph`. */
export interface GraphOptions extends CellOptions {
  /** A data set by name. */
  readonly dataset?: string;
  /** A file or folder of one's own. */
  readonly data?: string;
  readonly graph?: HeteroGraph;
  /** What `data` holds; default: guessed from names of files. */
  readonly format?: DataFormat;
  /** Where the files of data sets lie; default: HETEROGRAPH_DATA. */
  readonly root?: string;
  /** Folder for parsed graphs and pre-computed features, or false for none; default: HETEROGRAPH_CACHE. */
  readonly cache?: string | false;
  /** What happens to rows that cannot be read; default 'fail'. */
  readonly onBadRow?: BadRowPolicy;
  /** Of tables: how they become a graph, or the path of the file that says so; default: what their graph.yaml says, else a guess. */
  readonly mapping?: GraphMapping | string;
  /** Of files of edges: what they do not say themselves. */
  readonly edges?: PlainEdgeOptions;
}

export interface DataOptions extends GraphOptions {
  /** The labels: `TYPE.COLUMN`, or `TYPE` for its only label column; default: the only one there is. */
  readonly target?: string;
}

/** How a graph was opened, to open it again. */
export type DataSource =
  | { readonly dataset: string }
  | ({ readonly data: string; readonly format: DataFormat; readonly mapping?: GraphMapping } & CellOptions)
  | { readonly graph: 'given' };

/** A graph with a name for people. */
export interface OpenedData {
  readonly name: string;
  readonly graph: HeteroGraph;
  readonly source: DataSource;
  readonly numBadRows: number;
  readonly badRows: readonly BadRow[];
  /** Cells taken as missing since they are no value of their column's type; of the first 10,000 which they were, where they are collected. */
  readonly numBadCells: number;
  readonly badCells: readonly BadCell[];
  /** Things that people should know and that stop nothing. */
  readonly remarks: readonly string[];
  /** Vectors of the texts, where an embedder was given. */
  readonly texts?: EmbeddedTexts;
  /** The task of a data set that has one. */
  readonly task?: NodeTask;
  /** The same, where that is to predict links. */
  readonly linkTask?: LinkPredictionTask;
  /** The same, where that is to recommend items. */
  readonly recommendationTask?: RecommendationTask;
}

/**
 * Opens a graph. A plain column that is named as the target holds labels then: its texts, truth values or whole numbers are the classes.
 *
 * @param known.targetMayBeAbsent whether files may lack the target's column; default false
 * @throws {HeteroGraphError} INVALID_OPTION where it is not clear which graph; MISSING_LABELS; and as readers do
 */
export async function openData(
  options: DataOptions,
  run: RunOptions = {},
  known: { readonly targetMayBeAbsent?: boolean } = {},
): Promise<OpenedData> {
  const opened = await openGraphOf(options, run, known);
  return { ...opened, graph: withLabels(opened.graph, targetOf(options.target)) };
}

function withLabels(graph: HeteroGraph, target: ReturnType<typeof targetOf>): HeteroGraph {
  if (target?.column === undefined || !graph.nodeTypes.includes(target.type)) return graph;
  const { type: nodeType, column } = target;
  const { role, type } = graph.nodeSchema(nodeType).columns.find(({ name }) => name === column) ?? {};
  const isPlain = type !== undefined && ['utf8', 'bool', 'int32', 'int64'].includes(type);
  return isPlain && role !== 'label' && role !== 'id' ? labelColumn(graph, { nodeType, column }) : graph;
}

async function openGraphOf(
  options: DataOptions,
  run: RunOptions,
  { targetMayBeAbsent = false }: { readonly targetMayBeAbsent?: boolean },
): Promise<OpenedData> {
  expectArgument(options, 'object', 'options');
  const { dataset, data, graph } = options;
  if ([dataset, data, graph].filter((each) => each !== undefined).length !== 1) {
    throw new HeteroGraphError('INVALID_OPTION', 'It is not clear which graph is meant.', {
      hint: 'Give one of dataset, data and graph.',
    });
  }
  if (dataset !== undefined) return openDataset(dataset, options, run);
  if (data !== undefined) return openFiles(data, options, run, targetMayBeAbsent);
  expectGraph(graph!);
  refusePlainEdgeOptions(options.edges, 'a graph');
  refuseCellOptions(options, 'a graph');
  return { name: 'graph', graph: graph!, source: { graph: 'given' }, ...nothingBad, remarks: [] };
}

const nothingBad = { numBadRows: 0, badRows: [], numBadCells: 0, badCells: [] };

async function openDataset(name: string, options: GraphOptions, run: RunOptions): Promise<OpenedData> {
  refusePlainEdgeOptions(options.edges, 'a data set');
  refuseCellOptions(options, 'a data set');
  const { root, cache } = options;
  const { graph, task, cacheProblem } = await loadDataset(name, {
    root,
    ...(cache === undefined ? {} : { cache }),
    ...run,
  });
  const ownTask = ownTaskOf(task);
  const remarks = cacheProblem ? [`The cache was not used: ${cacheProblem.message}`] : [];
  return { name, graph, source: { dataset: name }, ...nothingBad, remarks, ...ownTask };
}

function ownTaskOf(task: Dataset['task']): Pick<OpenedData, 'task' | 'linkTask' | 'recommendationTask'> {
  if (task.kind === 'link-prediction') return { linkTask: task };
  return task.kind === 'recommendation' ? { recommendationTask: task } : { task };
}

async function openFiles(
  name: string,
  options: DataOptions,
  run: RunOptions,
  labelsMayBeAbsent: boolean,
): Promise<OpenedData> {
  const path = absolutePath(name);
  const format = options.format ?? guessFormat(path);
  const target = targetOf(options.target);
  const read = await readData(path, format, {
    onBadRow: options.onBadRow ?? 'fail',
    labels: target?.column === undefined ? {} : { [target.type]: target.column },
    labelsMayBeAbsent,
    edges: options.edges,
    ...givenCells(options),
    ...(options.mapping ? { mapping: options.mapping } : {}),
    ...run,
  });
  const { graph, numBadRows, badRows, numBadCells = 0, badCells = [], mapping } = read;
  const remarks = [
    ...(read.remarks ?? []),
    ...(numBadRows > 0 ? [`${numBadRows} bad rows were left out; the first: ${describeRow(badRows[0])}`] : []),
    // Tables with a mapping say it of each column.
    ...(numBadCells > 0 && format !== 'tables' ? [describeCells(numBadCells, badCells[0])] : []),
  ];
  // A password is kept nowhere.
  const source = { data: withoutPassword(path), format, ...(mapping ? { mapping } : {}), ...givenCells(options) };
  return { name: withoutPassword(name), graph, source, numBadRows, badRows, numBadCells, badCells, remarks };
}

function describeCells(count: number, first: BadCell | undefined): string {
  const which = first
    ? `; the first is ${JSON.stringify(first.value.slice(0, 40))} in ${first.file}, row ${first.row}, column ${first.column}`
    : '';
  return `${count} cells are no value of their column's type and are taken as missing${which}.`;
}

function describeRow(row: BadRow | undefined): string {
  return row ? `${row.code} in ${row.file}, row ${row.row}: ${row.message}` : 'not kept';
}
