import type * as z from 'zod/mini';
import { expectArgument } from '../../core/index.js';
import type { ExplainedOperator, RpHgnnExplanation } from '../../propagation/index.js';
import type { LinkEstimator, LinkProblem, SavedLinkModel } from './link-types.js';
import type { Estimator, ModelResources, Problem, SavedModel } from './types.js';

export type { ExplainedOperator };

/** What a model's pre-computation would do and how long it would take. */
export type PrecomputationPlan = RpHgnnExplanation;

/** What a model can be asked to learn: classes of nodes, numbers of nodes, or which nodes an edge type joins. */
export type TaskKind = 'classification' | 'regression' | 'links';

/** What every model has in the registry, whatever it learns. */
export interface ModelDescription<S extends object = object> {
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
}

/** Settings that a model takes from a problem where nobody chose them, and why, for people. */
export interface SettingsForProblem<S extends object> {
  readonly settings: Partial<S>;
  /** One each, beginning with the name of the setting and a colon. */
  readonly reasons: readonly string[];
}

/** Settings of a model, their defaults and presets. */
export type SettingsDescription<S extends object> = Pick<ModelDescription<S>, 'settings' | 'defaults' | 'presets'>;

/** How a model learns links. */
export interface LinkMethods<S extends object = object> {
  /** Settings for links, where they are others than those for nodes. */
  readonly own?: SettingsDescription<S>;
  /**
   * Refuses a problem that the model cannot learn, before any work.
   *
   * @throws {HeteroGraphError}
   */
  check?(problem: LinkProblem, settings: S, resources: ModelResources): void;
  create(settings: S, resources: ModelResources): LinkEstimator;
  /** A fitted model from what `LinkEstimator.save` gave. */
  restore(saved: SavedLinkModel, settings: S, resources: ModelResources): LinkEstimator;
  /** Of simple models: the settings with which every other model is compared, none where the problem does not allow it. */
  asBaseline?(problem: LinkProblem): readonly Partial<S>[];
}

/** A model that learns something about nodes, and where `links` is there, links too, by settings L. */
export interface NodeModelDefinition<S extends object = object, L extends object = S> extends ModelDescription<S> {
  /** Default: classification, and links where there are `links`. */
  readonly tasks?: readonly TaskKind[];
  /** Whether it learns only of nodes that are whole graphs, to which other nodes belong; default false. */
  readonly wholeGraphs?: boolean;
  /** Whether training uses the problem's `loss` and `classWeight`; default: both where the settings have `epochs`, else neither. */
  readonly trainsBy?: readonly ('loss' | 'classWeight')[];
  /** Whether the rows of validation are learned, too, with these settings; default false. */
  learnsValidation?(settings: S): boolean;
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
   * Settings by the shape of the graph and the number of labels, in place of the defaults where there is no preset.
   *
   * @param changes settings that somebody chose, which stay as they are
   */
  settingsFor?(problem: Problem, changes?: Partial<S>): SettingsForProblem<S>;
  /**
   * Of simple models: the settings with which every other model is compared, none where the problem does not allow it.
   *
   * @param relations those that the other model is restricted to
   */
  asBaseline?(problem: Problem, relations: readonly string[] | undefined): readonly Partial<S>[];
  /** Of models with a pre-computation: its plan. */
  explain?(problem: Problem, settings: S, resources: ModelResources): PrecomputationPlan;
  readonly links?: LinkMethods<L>;
}

/** A model that learns links alone. */
export interface LinkModelDefinition<S extends object = object> extends ModelDescription<S> {
  readonly tasks: readonly ['links'];
  readonly create?: undefined;
  readonly links: LinkMethods<S>;
}

/** Everything the library knows about a model; `registerModel` makes it usable by name. */
export type ModelDefinition<S extends object = object, L extends object = S> =
  | NodeModelDefinition<S, L>
  | LinkModelDefinition<S>;

/** What a model can learn. */
export function tasksOf(definition: Pick<ModelDefinition, 'tasks' | 'links'>): readonly TaskKind[] {
  expectArgument(definition, 'object', 'definition');
  const { tasks, links } = definition;
  return tasks ?? (links ? ['classification', 'links'] : ['classification']);
}
