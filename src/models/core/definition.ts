import type * as z from 'zod/mini';
import type { ExplainedOperator, RpHgnnExplanation } from '../../propagation/index.js';
import type { Estimator, ModelResources, Problem, SavedModel } from './types.js';

export type { ExplainedOperator };

/** What a model's pre-computation would do and how long it would take. */
export type PrecomputationPlan = RpHgnnExplanation;

/** Everything the library knows about a model; `registerModel` makes it usable by name. */
export interface ModelDefinition<S extends object = object> {
  /** Lower case, words joined by hyphens. */
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  /** Authors, title, venue, year. */
  readonly paper?: string;
  /** Checks whole settings; unknown names are refused. */
  readonly settings: z.ZodMiniType<S>;
  readonly defaults: S;
  /** Settings by name of a data set. */
  readonly presets?: Readonly<Record<string, S>>;
  /**
   * Refuses a problem that the model cannot learn, before any work.
   *
   * @throws {HeteroGraphError}
   */
  check?(problem: Problem, settings: S, resources: ModelResources): void;
  create(settings: S, resources: ModelResources): Estimator;
  /** A fitted model from what `Estimator.save` gave. */
  restore(saved: SavedModel, settings: S, resources: ModelResources): Estimator;
  /**
   * Of simple models: the settings with which every other model is compared, none where the problem does not allow it.
   *
   * @param relations those that the other model is restricted to
   */
  asBaseline?(problem: Problem, relations: readonly string[] | undefined): readonly Partial<S>[];
  /** Of models with a pre-computation: its plan. */
  explain?(problem: Problem, settings: S, resources: ModelResources): PrecomputationPlan;
}
