import { expectMembers } from '../../core/index.js';
import { idsOf } from '../database/row-ids.js';
import type { FeaturePlan } from '../features/plan.js';
import type { FittedForecast, LearnedForecaster, ScoredLearner } from '../forecast/forecast.js';
import type { Leak } from '../leaks/types.js';
import type { Learner } from '../learners/types.js';
import type { ForecastTask, LabelledAnchors, Protocol } from '../tasks/types.js';
import { type DatabaseSchema, schemaOf } from './schema.js';

/** A learned forecast without what it was learned on: all that is needed to make it of the same database when that has grown. */
export interface KeptForecast {
  readonly task: Pick<ForecastTask, 'name' | 'query' | 'table' | 'kind' | 'classes' | 'horizon'>;
  readonly protocol: Protocol;
  readonly kept: Pick<Learner, 'name' | 'title'>;
  /** The mean of what these predict is the forecast; most often one alone. */
  readonly parts: readonly (LearnedForecaster & { readonly plan: FeaturePlan })[];
  /** What needs no learning, to compare with. */
  readonly constants: readonly LearnedForecaster[];
  /** The constants first. */
  readonly scores: readonly ScoredLearner[];
  /** Of the database that it was learned on. */
  readonly schema: DatabaseSchema;
  /** Columns that tell what comes after, and were no input. */
  readonly leaks: readonly Leak[];
  /** The last anchor that was learned from, in seconds since 1970. */
  readonly learnedUntil: number;
  /** Of the rows of the table then, in their order. */
  readonly ids: readonly (string | number)[];
}

/**
 * What of a fitted forecast is kept. It shares the forecasters: they are disposed of once.
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function keptForecast(fitted: FittedForecast): KeptForecast {
  expectMembers(fitted, 'fitted', {
    task: 'object',
    kept: 'object',
    parts: 'objects',
    constants: 'objects',
    database: 'object',
  });
  const { task, protocol, kept, parts, constants, scores, database, leaks } = fitted;
  const { name, query, table, kind, classes, horizon } = task;
  return {
    task: {
      ...{ name, table, kind, horizon },
      ...(query === undefined ? {} : { query }),
      ...(classes ? { classes } : {}),
    },
    ...{ protocol, constants, scores, leaks },
    kept: { name: kept.name, title: kept.title },
    parts: parts.map(({ learner, forecaster, plan }) => ({ learner, forecaster, plan })),
    schema: schemaOf(database),
    learnedUntil: [task.train, task.valid].reduce(latest, Number.NEGATIVE_INFINITY),
    ids: idsOf(database.tables.get(table)!),
  };
}

function latest(so: number, { times }: LabelledAnchors): number {
  return times.reduce((most, time) => Math.max(most, time), so);
}
