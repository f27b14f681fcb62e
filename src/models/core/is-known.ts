import type { Problem } from './types.js';

/** Whether a row has what is learned: validation rows may lack it. */
export function isKnown(problem: Problem, row: number): boolean {
  if (problem.kind === 'regression') return !Number.isNaN(problem.targets.values[row]!);
  return problem.targets.kind === 'multi' || problem.targets.labels[row]! >= 0;
}
