import { resolve } from 'node:path';
import { type DataOptions, invalidOption } from '../../cli/options/options.js';
import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import { loadDataset } from '../../datasets/index.js';
import { type BadRow, type BadRowPolicy, type HeteroGraph, type NodeSplit, splitNodes } from '../../graph/index.js';
import { type DataFormat, guessFormat, type PlainEdgeOptions, readData, refusePlainEdgeOptions } from './formats.js';
import { splitMasks } from './split-masks.js';

/** A graph with a name for people. */
export interface OpenedData {
  readonly name: string;
  readonly graph: HeteroGraph;
  /** How it was opened, to open it again. */
  readonly source: { readonly dataset: string } | { readonly data: string; readonly format: DataFormat };
  readonly numBadRows: number;
  readonly badRows: readonly BadRow[];
  /** Things that people should know and that stop nothing. */
  readonly remarks: readonly string[];
  /** The task of a data set that has one. */
  readonly task?: NodeTask;
}

export interface NodeTask {
  readonly nodeType: string;
  readonly labelColumn: string;
  split(seed: number): NodeSplit;
}

/** @throws {HeteroGraphError} INVALID_OPTION where it is not clear which graph; and as readers do */
export async function openData(
  options: DataOptions & { readonly edges?: PlainEdgeOptions },
  run: RunOptions,
  onBadRow?: BadRowPolicy,
): Promise<OpenedData> {
  const { dataset, data, root, cache } = options;
  if ((dataset === undefined) === (data === undefined)) {
    throw invalidOption('It is not clear which graph.', 'Give either --dataset NAME or --data PATH.');
  }
  if (dataset !== undefined) {
    refusePlainEdgeOptions(options.edges, 'a data set');
    const kept = cache === true ? {} : { cache };
    const { graph, task, cacheProblem } = await loadDataset(dataset, { root, ...kept, ...run });
    const remarks = cacheProblem ? [`The cache was not used: ${cacheProblem.message}`] : [];
    const source = { dataset };
    return { name: dataset, graph, source, numBadRows: 0, badRows: [], remarks, ...(task ? { task } : {}) };
  }
  const path = resolve(data!);
  const format = (options.format as DataFormat | undefined) ?? guessFormat(path);
  const target = targetOf(options.target);
  const labels = target?.column === undefined ? {} : { [target.type]: target.column };
  const policy = onBadRow ?? (options.skipBadRows ? 'collect' : 'fail');
  const { graph, numBadRows, badRows } = await readData(path, format, {
    onBadRow: policy,
    labels,
    edges: options.edges,
    ...run,
  });
  const remarks = numBadRows > 0 ? [`${numBadRows} bad rows were left out; the first: ${describeRow(badRows[0])}`] : [];
  return { name: data!, graph, source: { data: path, format }, numBadRows, badRows, remarks };
}

function describeRow(row: BadRow | undefined): string {
  return row ? `${row.code} in ${row.file}, row ${row.row}: ${row.message}` : 'not kept';
}

/** `movie.genre`: node type and label column; `movie`: its only label column. */
export function targetOf(text: string | undefined): { type: string; column?: string } | undefined {
  if (text === undefined) return undefined;
  const at = text.lastIndexOf('.');
  return at < 0 ? { type: text } : { type: text.slice(0, at), column: text.slice(at + 1) };
}

/**
 * What is to be learnt: the data set's task, or the label column that was named or is the only one. Own files split by masks named
 * `train`, `valid` (or `val`) and `test` where they have them, else at random, 60/20/20, by class where labels are single.
 *
 * @throws {HeteroGraphError} MISSING_LABELS, AMBIGUOUS naming what there is
 */
export function nodeTask({ graph, task }: OpenedData, target: string | undefined): NodeTask {
  const wanted = targetOf(target);
  if (
    task &&
    (wanted === undefined ||
      (wanted.type === task.nodeType && (wanted.column ?? task.labelColumn) === task.labelColumn))
  ) {
    return task;
  }
  const all = graph.schema.nodes.flatMap(({ name, columns }) =>
    columns.filter(({ role }) => role === 'label').map((column) => ({ type: name, column: column.name })),
  );
  const fitting = all.filter(
    ({ type, column }) => (wanted?.type ?? type) === type && (wanted?.column ?? column) === column,
  );
  const known = all.map(({ type, column }) => `${type}.${column}`).join(', ') || 'none';
  if (fitting.length === 0) {
    throw new HeteroGraphError('MISSING_LABELS', `There is no such label column; there are: ${known}.`, {
      ...(wanted ? { type: wanted.type, column: wanted.column } : {}),
      hint: 'Name it with --target TYPE.COLUMN; for a saved graph, already when it is made: convert --target TYPE.COLUMN.',
    });
  }
  if (fitting.length > 1) {
    throw new HeteroGraphError('AMBIGUOUS', `There are several label columns: ${known}.`, {
      hint: 'Name one with --target TYPE.COLUMN.',
    });
  }
  const { type: nodeType, column: labelColumn } = fitting[0]!;
  return { nodeType, labelColumn, split: (seed) => splitOf(graph, nodeType, labelColumn, seed) };
}

function splitOf(graph: HeteroGraph, nodeType: string, labelColumn: string, seed: number): NodeSplit {
  const { train, valid, test } = splitMasks(graph, nodeType);
  if (train !== undefined && test !== undefined) {
    return splitNodes(graph, nodeType, { strategy: 'given', train, test, ...(valid === undefined ? {} : { valid }) });
  }
  const isSingle = graph.labels(nodeType, labelColumn)?.kind === 'single';
  return splitNodes(
    graph,
    nodeType,
    isSingle ? { strategy: 'stratified', label: labelColumn, seed } : { strategy: 'random', label: labelColumn, seed },
  );
}
