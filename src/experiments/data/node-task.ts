import { HeteroGraphError } from '../../core/index.js';
import type { NodeTask, OpenedData } from '../../data/index.js';
import { targetOf } from '../../data/internal.js';
import { givenSplit } from '../../datasets/internal.js';
import { type HeteroGraph, type NodeSplit, splitNodes } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import { guessTask, type NodeTaskKind } from './guess-task.js';
import { splitMasks } from './split-masks.js';

/** The column to learn, which rows train, validate and test, and what is learned of it. */
export interface ChosenTask extends NodeTask {
  readonly kind: NodeTaskKind;
  /** Why classes or numbers are learned, where that follows from the values of the column. */
  readonly reason?: string;
}

/**
 * What is to be learned: the data set's task, or the column that was named, or the only label column. Own files split by masks named
 * `train`, `valid` (or `val`) and `test` where they have them, or `trainValid` and `test` (as files of the HGB give them; a fifth
 * validates by seed), else at random, 60/20/20, by class where labels are single. Rows without a number are in no part.
 *
 * @param kind classes or numbers; `guess`: by the type of the column and how many different values it has. Default 'classification'
 * @throws {HeteroGraphError} MISSING_LABELS, AMBIGUOUS naming what there is; UNKNOWN_TYPE; of numbers UNKNOWN_COLUMN, WRONG_DTYPE
 */
export function nodeTask(
  opened: Pick<OpenedData, 'graph' | 'task' | 'linkTask' | 'recommendationTask'>,
  target: string | undefined,
  kind: NodeTaskKind | 'guess' = 'classification',
): ChosenTask {
  expectGraph(opened?.graph);
  const { graph, task, linkTask, recommendationTask } = opened;
  const asked = targetOf(target);
  if (!asked && linkTask) throw otherTask('to predict links', 'use trainLinks (heterograph train --task links)');
  if (!asked && recommendationTask) throw otherTask('to recommend', 'use trainRecommender (heterograph recommend)');
  const isTasks =
    asked === undefined || (asked.type === task?.nodeType && (asked.column ?? task.labelColumn) === task.labelColumn);
  if (task && isTasks) {
    if (kind === 'regression') return { ...numberTask(graph, task.nodeType, task.labelColumn), split: task.split };
    return { ...task, kind: 'classification' };
  }
  if (kind !== 'classification' && asked?.column !== undefined && hasColumn(graph, asked.type, asked.column)) {
    const { type, column } = asked;
    if (kind === 'regression') return numberTask(graph, type, column);
    const guess = guessTask(graph, type, column);
    const reason = guess.reason === undefined ? {} : { reason: guess.reason };
    if (guess.kind === 'regression') return { ...numberTask(graph, type, column), ...reason };
    return { ...labelTask(graph, asked), ...reason };
  }
  const chosen = labelTask(graph, asked);
  return kind === 'regression' ? numberTask(graph, chosen.nodeType, chosen.labelColumn) : chosen;
}

/** Of a data set whose task is another one. */
function otherTask(task: string, wayOut: string): HeteroGraphError {
  return new HeteroGraphError('MISSING_LABELS', `The task of this data set is ${task}, and no column is named.`, {
    hint: `For that task, ${wayOut}; else name a column with target: 'TYPE.COLUMN'.`,
  });
}

function hasColumn(graph: HeteroGraph, type: string, column: string): boolean {
  return graph.nodeSchema(type).columns.some(({ name }) => name === column);
}

/** @throws {HeteroGraphError} UNKNOWN_COLUMN, WRONG_DTYPE where the column holds no numbers */
function numberTask(graph: HeteroGraph, nodeType: string, labelColumn: string): ChosenTask {
  graph.numbers(nodeType, labelColumn);
  return {
    kind: 'regression',
    nodeType,
    labelColumn,
    split: (seed) => numberSplit(graph, nodeType, labelColumn, seed),
  };
}

/** @throws {HeteroGraphError} MISSING_LABELS, AMBIGUOUS naming what there is */
function labelTask(graph: HeteroGraph, asked: ReturnType<typeof targetOf>): ChosenTask {
  const all = graph.schema.nodes.flatMap(({ name, columns }) =>
    columns.filter(({ role }) => role === 'label').map((column) => ({ type: name, column: column.name })),
  );
  const fitting = all.filter(
    ({ type, column }) => (asked?.type ?? type) === type && (asked?.column ?? column) === column,
  );
  const known = all.map(({ type, column }) => `${type}.${column}`).join(', ') || 'none';
  if (fitting.length === 0) {
    throw new HeteroGraphError('MISSING_LABELS', missingLabels(graph, asked, known), {
      ...(asked ? { type: asked.type, column: asked.column } : {}),
      hint: "Name it with target: 'TYPE.COLUMN'; for a saved graph, give the column the role 'label' when it is built, or learn its numbers with task: 'regression'.",
    });
  }
  if (fitting.length > 1) {
    throw new HeteroGraphError('AMBIGUOUS', `There are several label columns: ${known}.`, {
      hint: "Name one with target: 'TYPE.COLUMN'.",
    });
  }
  const { type: nodeType, column: labelColumn } = fitting[0]!;
  return {
    ...{ kind: 'classification', nodeType, labelColumn },
    split: (seed) => splitOf(graph, nodeType, labelColumn, seed),
  };
}

/** Columns that are named in a message. */
const MOST_NAMED = 20;

/** What there is instead of the label column that was asked for. */
function missingLabels(graph: HeteroGraph, asked: ReturnType<typeof targetOf>, known: string): string {
  const there = known === 'none' ? 'No column is marked as labels.' : `Label columns are: ${known}.`;
  const types = graph.schema.nodes.filter(({ name }) => name === (asked?.type ?? name));
  const columns = types.flatMap(({ name, columns: own }) =>
    own.filter(({ role }) => role !== 'id' && role !== 'mask').map((column) => `${name}.${column.name}`),
  );
  if (columns.length === 0) return `There is no such label column. ${there}`;
  const named = columns.slice(0, MOST_NAMED).join(', ');
  const all = `${named}${columns.length > MOST_NAMED ? ` and ${columns.length - MOST_NAMED} more` : ''}`;
  const isAbsent = asked?.column !== undefined && !columns.includes(`${asked.type}.${asked.column}`);
  return `${isAbsent ? `There is no column ${asked.type}.${asked.column}` : 'There is no such label column'}. ${there} Columns are: ${all}.`;
}

function splitOf(graph: HeteroGraph, nodeType: string, labelColumn: string, seed: number): NodeSplit {
  const { train, valid, test, trainValid } = splitMasks(graph, nodeType);
  if (trainValid !== undefined) return givenSplit(graph, nodeType, seed, labelColumn);
  if (train !== undefined && test !== undefined) {
    return splitNodes(graph, nodeType, { strategy: 'given', train, test, ...(valid === undefined ? {} : { valid }) });
  }
  const isSingle = graph.labels(nodeType, labelColumn)?.kind === 'single';
  return splitNodes(graph, nodeType, { strategy: isSingle ? 'stratified' : 'random', label: labelColumn, seed });
}

function numberSplit(graph: HeteroGraph, nodeType: string, target: string, seed: number): NodeSplit {
  const { train, valid, test, trainValid } = splitMasks(graph, nodeType);
  if (trainValid !== undefined && test !== undefined) {
    const given = splitNodes(graph, nodeType, { strategy: 'given', train: trainValid, test, target });
    const fractions = { train: 0.8, valid: 0.2, test: 0 };
    return { ...splitNodes(graph, nodeType, { rows: given.train, target, fractions, seed }), test: given.test };
  }
  if (train !== undefined && test !== undefined) {
    const validation = valid === undefined ? {} : { valid };
    return splitNodes(graph, nodeType, { strategy: 'given', train, test, target, ...validation });
  }
  return splitNodes(graph, nodeType, { target, seed });
}
