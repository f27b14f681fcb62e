import type { HeteroGraph } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';

/** What can be learned of a column. */
export type NodeTaskKind = 'classification' | 'regression';

/** More different whole numbers than this are hardly classes. */
const MANY = 20;

/** What a column looks like, and why, for people; without a reason where it is no column of numbers. */
export interface TaskGuess {
  readonly kind: NodeTaskKind;
  readonly reason?: string;
}

/** Whether a column holds classes or numbers, by its type and its number of different values. O(N). */
export function guessTask(graph: HeteroGraph, nodeType: string, column: string): TaskGuess {
  expectGraph(graph);
  const schema = graph.nodeSchema(nodeType).columns.find(({ name }) => name === column);
  // Labels that were declared as numbers of classes are classes.
  const isOpen = schema !== undefined && (schema.role !== 'label' || schema.classes !== undefined);
  const values = isOpen ? numbersOf(graph, nodeType, column) : undefined;
  if (!values) return { kind: 'classification' };
  const distinct = new Set<number>();
  let areWhole = true;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (distinct.size <= MANY) distinct.add(value);
    areWhole &&= Number.isInteger(value);
  }
  const kind = distinct.size > (areWhole ? MANY : 2) ? 'regression' : 'classification';
  const count = distinct.size > MANY ? `more than ${MANY}` : `${distinct.size}`;
  const what = `${count} different ${areWhole ? 'whole ' : ''}numbers${areWhole ? '' : ', not all whole'}`;
  const other = kind === 'regression' ? 'classification' : 'regression';
  const learned = kind === 'regression' ? 'as numbers (regression)' : 'as classes (classification)';
  return {
    kind,
    reason: `${nodeType}.${column} is learned ${learned}: it has ${what}. The task ${other} overrules that.`,
  };
}

function numbersOf(graph: HeteroGraph, nodeType: string, column: string): Float64Array | undefined {
  try {
    return graph.numbers(nodeType, column);
  } catch {
    // No column of numbers.
    return undefined;
  }
}
