import { HeteroGraphError } from '../../core/index.js';
import { givenSplit } from '../../datasets/internal.js';
import { type HeteroGraph, type NodeSplit, splitNodes } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import type { OpenedData } from './open-data.js';
import { splitMasks } from './split-masks.js';
import { type NodeTask, targetOf } from './target.js';

/**
 * What is to be learned: the data set's task, or the label column that was named or is the only one. Own files split by masks named
 * `train`, `valid` (or `val`) and `test` where they have them, or `trainValid` and `test` (as files of the HGB give them; a fifth
 * validates by seed), else at random, 60/20/20, by class where labels are single.
 *
 * @throws {HeteroGraphError} MISSING_LABELS, AMBIGUOUS naming what there is
 */
export function nodeTask(opened: Pick<OpenedData, 'graph' | 'task'>, target: string | undefined): NodeTask {
  expectGraph(opened?.graph);
  const { graph, task } = opened;
  const asked = targetOf(target);
  if (
    task &&
    (asked === undefined || (asked.type === task.nodeType && (asked.column ?? task.labelColumn) === task.labelColumn))
  ) {
    return task;
  }
  const all = graph.schema.nodes.flatMap(({ name, columns }) =>
    columns.filter(({ role }) => role === 'label').map((column) => ({ type: name, column: column.name })),
  );
  const fitting = all.filter(
    ({ type, column }) => (asked?.type ?? type) === type && (asked?.column ?? column) === column,
  );
  const known = all.map(({ type, column }) => `${type}.${column}`).join(', ') || 'none';
  if (fitting.length === 0) {
    throw new HeteroGraphError('MISSING_LABELS', `There is no such label column; there are: ${known}.`, {
      ...(asked ? { type: asked.type, column: asked.column } : {}),
      hint: "Name it with target: 'TYPE.COLUMN'; for a saved graph, give the column the role 'label' when it is built.",
    });
  }
  if (fitting.length > 1) {
    throw new HeteroGraphError('AMBIGUOUS', `There are several label columns: ${known}.`, {
      hint: "Name one with target: 'TYPE.COLUMN'.",
    });
  }
  const { type: nodeType, column: labelColumn } = fitting[0]!;
  return { nodeType, labelColumn, split: (seed) => splitOf(graph, nodeType, labelColumn, seed) };
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
