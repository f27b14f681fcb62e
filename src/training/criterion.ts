import { expectArgument, HeteroGraphError } from '../core/index.js';

/** Name of a metric, and whether large or small values are good. */
export interface Objective {
  readonly name: string;
  readonly direction: 'max' | 'min';
}

/** What selects the best epoch on the validation examples: the loss, a metric, or the mean of several of one direction. */
export type Criterion<M extends Objective = Objective> = 'loss' | M | readonly M[];

/** A criterion ready for use. */
export interface ResolvedCriterion extends Objective {
  /** The criterion from the validation loss and the metrics by name. */
  value(loss: number, figures: Readonly<Record<string, number>>): number;
}

/** Metrics that a criterion is computed from; none for the loss. */
export function metricsOf<M extends Objective>(criterion: Criterion<M>): readonly M[] {
  if (criterion === 'loss') return [];
  expectArgument(criterion, 'object', 'criterion');
  return 'name' in criterion ? [criterion] : criterion;
}

/** @throws {HeteroGraphError} INVALID_OPTION where there is no metric or directions differ. */
export function resolveCriterion(criterion: Criterion): ResolvedCriterion {
  if (criterion === 'loss') return { name: 'loss', direction: 'min', value: (loss) => loss };
  const metrics = metricsOf(criterion);
  const direction = metrics[0]?.direction;
  if (!direction || metrics.some((metric) => metric.direction !== direction)) {
    throw new HeteroGraphError(
      'INVALID_OPTION',
      `The criterion has ${metrics.length === 0 ? 'no metric' : 'metrics of both directions'}.`,
      { hint: 'Give metrics that are all to be maximised, or all to be minimised.' },
    );
  }
  const names = metrics.map((metric) => metric.name);
  return {
    name: names.length === 1 ? names[0]! : `mean(${names.join(', ')})`,
    direction,
    value: (_, figures) => names.reduce((sum, name) => sum + figures[name]!, 0) / names.length,
  };
}
