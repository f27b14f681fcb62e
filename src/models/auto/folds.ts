import { RandomStream } from '../../core/index.js';
import type { HeteroGraph, NodeSplit } from '../../graph/index.js';
import { isKnown } from '../core/is-known.js';
import type { Problem } from '../core/types.js';

/** Share of the rows of training that chooses the best epoch. */
const VALID_SHARE = 0.2;

/** One part of the rows to score on; the others train, a fifth of them to choose the best epoch where a model needs that. */
export interface Fold {
  readonly split: NodeSplit;
  /** All rows outside the fold, for models without epochs. */
  readonly whole: NodeSplit;
}

/**
 * Deals the rows of training and validation into folds, class by class, of numbers by size. A row's place follows from the seed and its
 * node's external id, so that the order of the rows changes nothing.
 */
export function dealFolds(problem: Problem, count: number): Fold[] {
  const order = dealt(problem);
  const parts = Array.from({ length: count }, (_, fold) => order.filter((_row, i) => i % count === fold));
  return parts.map((part, fold) => {
    const test = ascending(part);
    const rest = order.filter((_, i) => i % count !== fold);
    return { split: { ...withValidation(rest), test }, whole: { train: ascending(rest), valid: none, test } };
  });
}

const none = new Int32Array(0);

/**
 * The split that the kept model is fitted on: the one given, so that validation rows can be asked about it afterwards; where that has none, and
 * the model needs some to choose its best epoch, a fifth of the training rows.
 */
export function lastSplit(problem: Problem, needsValidation: boolean): NodeSplit {
  const { split } = problem;
  if (!needsValidation || split.valid.length > 0) return split;
  return { ...withValidation(dealt(problem)), test: split.test };
}

/** @param order class by class, so that every fifth row gives all classes */
function withValidation(order: readonly number[]): Pick<NodeSplit, 'train' | 'valid'> {
  const every = Math.round(1 / VALID_SHARE);
  const isValid = (i: number) => i % every === every - 1;
  return {
    train: ascending(order.filter((_, i) => !isValid(i))),
    valid: ascending(order.filter((_, i) => isValid(i))),
  };
}

function ascending(rows: readonly number[]): Int32Array {
  return Int32Array.from(rows).sort();
}

/** The rows of training and validation that models can be compared on. */
export function labelledRows(problem: Problem): number[] {
  const { train, valid } = problem.split;
  return [...train, ...valid].filter((row) => isKnown(problem, row));
}

export function numLabelled(problem: Problem): number {
  return labelledRows(problem).length;
}

/** The rows of training and validation by class or size, those of one class by chance. */
function dealt(problem: Problem): number[] {
  const { graph, nodeType, seed } = problem;
  const rows = labelledRows(problem);
  const chance = chances(graph, nodeType, seed);
  const byChance = new Map(rows.map((row) => [row, chance(row)]));
  const level = levels(problem, rows);
  return rows.sort((a, b) => level(a) - level(b) || byChance.get(a)! - byChance.get(b)! || a - b);
}

/** A number of every row from its external id and the seed. */
function chances(graph: HeteroGraph, nodeType: string, seed: number): (row: number) => number {
  const ids = graph.ids(nodeType);
  return (row) => new RandomStream(seed, 'auto', 'folds', String(ids.idOf(row))).next();
}

/** Tenths of the rows by size, so that chance has a say where numbers are learned. */
const LEVELS = 10;

/** What every fold shall have its share of. */
function levels(problem: Problem, rows: readonly number[]): (row: number) => number {
  if (problem.kind === 'regression') {
    const { values } = problem.targets;
    const sorted = Float64Array.from(rows, (row) => values[row]!).sort();
    const bounds = Array.from(
      { length: LEVELS - 1 },
      (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / LEVELS)]!,
    );
    return (row) => bounds.filter((bound) => values[row]! >= bound).length;
  }
  const { targets } = problem;
  if (targets.kind === 'single') return (row) => targets.labels[row]!;
  return (row) => {
    for (let c = 0; c < targets.numClasses; c++) if (targets.labels[row * targets.numClasses + c]) return c;
    return targets.numClasses;
  };
}
