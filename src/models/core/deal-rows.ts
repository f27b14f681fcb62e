import { RandomStream } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { isKnown } from './is-known.js';
import type { Problem } from './types.js';

/** The rows of training and validation whose labels are known. */
export function labelledRows(problem: Problem): number[] {
  const { train, valid } = problem.split;
  return [...train, ...valid].filter((row) => isKnown(problem, row));
}

/** The rows of {@link labelledRows} in so many parts, ascending in each, as {@link dealt} deals them. */
export function dealParts(problem: Problem, count: number): Int32Array[] {
  const order = dealt(problem);
  return Array.from({ length: count }, (_, part) => ascending(order.filter((_row, i) => i % count === part)));
}

export function ascending(rows: readonly number[]): Int32Array {
  return Int32Array.from(rows).sort();
}

export function numLabelled(problem: Problem): number {
  return labelledRows(problem).length;
}

/**
 * The rows of training and validation by class, of numbers by size, those of one class by chance: every k-th of them has its share of each. A
 * row's place follows from the seed and its node's external id, so that the order of the rows changes nothing.
 */
export function dealt(problem: Problem): number[] {
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
