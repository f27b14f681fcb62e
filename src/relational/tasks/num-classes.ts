import type { ForecastTask } from './types.js';

/** Numbers that a forecast has of each row: one a class, or 1. */
export function numClassesOf({ kind, classes }: Pick<ForecastTask, 'kind' | 'classes'>): number {
  return kind === 'numbers' ? 1 : (classes?.length ?? 2);
}
