import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { checkProblem } from '../core/check-arguments.js';
import type { ModelComparison } from '../core/comparison.js';
import { numLabelled } from '../core/deal-rows.js';
import type { ExplainOptions, Explanation, Flow } from '../core/explanation.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { settingsOf } from '../core/settings.js';
import type {
  Embedding,
  Estimator,
  FitReport,
  HeldOutPredictions,
  InferenceOptions,
  LearnedTask,
  ModelResources,
  Problem,
  SavedModel,
} from '../core/types.js';
import type { FindModel } from '../ensemble/planned-members.js';
import { explainByPrediction } from '../explain/explain-by-prediction.js';
import { choose } from './choose.js';
import { criterionFor } from './criterion.js';
import { lastSplit } from './folds.js';
import { Search } from './search.js';
import type { AutoSettings } from './settings.js';
import { choosesEpoch, type Trial } from './trial.js';
import { comparisonOf } from './verdict.js';

const stateSchema = z.object({
  kept: z.object({
    model: z.string('a text'),
    settings: z.record(z.string(), z.unknown()),
    seed: option.seed,
    state: z.record(z.string(), z.unknown()),
    seesLabels: z.boolean('true or false'),
  }),
  comparison: z.looseObject({ verdict: z.string('a text') }),
});
type State = z.infer<typeof stateSchema>;

/** A fitted model with how it was chosen. */
interface Kept {
  readonly model: Estimator;
  readonly comparison: ModelComparison;
  readonly seed: number;
  /** Of the fit; undefined where it was restored. */
  readonly graph?: HeteroGraph;
}

/** Compares models on a problem by cross-validation and is the one that does best. */
export class AutoEstimator implements Estimator {
  readonly name = 'auto';
  readonly #settings: AutoSettings;
  readonly #find: FindModel;
  readonly #resources: ModelResources;
  #kept: Kept | undefined;

  constructor(settings: AutoSettings, find: FindModel, resources: ModelResources = {}) {
    this.#settings = settings;
    this.#find = find;
    this.#resources = resources;
  }

  static restore(
    saved: SavedModel,
    settings: AutoSettings,
    find: FindModel,
    resources: ModelResources = {},
  ): AutoEstimator {
    checkOptions(stateSchema, saved.state, { what: 'state' });
    const { kept, comparison } = saved.state as State & { readonly comparison: ModelComparison };
    const { seesLabels, ...own } = kept;
    const definition = find(own.model, saved.task.kind);
    const { task, parameters, weights } = saved;
    const trainRows = seesLabels ? saved.trainRows : new Int32Array(0);
    const part = { ...own, task, parameters, weights, trainRows };
    const model = definition.restore(part, settingsOf(definition, own.settings), resources);
    const auto = new AutoEstimator(settings, find, resources);
    auto.#kept = { model, comparison, seed: saved.seed };
    return auto;
  }

  get task(): LearnedTask {
    return fitted(this.#kept).model.task;
  }

  /** How the model was chosen. @throws {HeteroGraphError} NOT_FITTED */
  get comparison(): ModelComparison {
    return fitted(this.#kept).comparison;
  }

  get hasEmbedding(): boolean {
    return this.#kept?.model.hasEmbedding ?? true;
  }

  get usesTrainingLabels(): boolean {
    return this.#kept?.model.usesTrainingLabels ?? false;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    if (numLabelled(problem) < 2) {
      throw new HeteroGraphError('NO_ROWS', 'There are fewer than two rows to compare models on.', {
        type: problem.nodeType,
        hint: 'Name a model, or give more rows for training and validation.',
      });
    }
    const { criterion, reason } = criterionFor(problem, this.#settings);
    this.dispose();
    const started = performance.now();
    const parts = { find: this.#find, resources: this.#resources };
    const searched = await new Search(problem, criterion, this.#settings, parts, run).all();
    const compare = (performance.now() - started) / 1000;
    const failures: string[] = [];
    for (const trial of choose(searched.trials, searched.tried)) {
      const { definition, settings } = trial.candidate;
      const model = definition.create(settings, this.#resources);
      try {
        const split = lastSplit(problem, choosesEpoch(settings));
        const report = await model.fit({ ...problem, split }, run);
        const remarks = [...(reason === undefined ? [] : [reason]), ...searched.remarks, ...failures];
        const comparison = comparisonOf(problem, { ...searched, remarks }, trial);
        this.#kept = { model, comparison, seed: problem.seed, graph: problem.graph };
        return { ...report, seconds: { compare, ...report.seconds }, comparison };
      } catch (error) {
        model.dispose();
        failures.push(failureOf(trial, error));
      }
    }
    throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', 'No model could be fitted on the problem.', {
      type: problem.nodeType,
      hint: [...failures, ...searched.tried.map(({ candidate, problem: why }) => `${candidate.title}: ${why}`)].join(
        ' ',
      ),
    });
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    return fitted(this.#kept).model.predict(rows, options);
  }

  get heldOut(): HeldOutPredictions | undefined {
    return this.#kept?.model.heldOut;
  }

  async embed(rows: Int32Array, options: InferenceOptions = {}): Promise<Embedding> {
    return fitted(this.#kept).model.embed(rows, options);
  }

  /** As the kept model explains, or by its predictions where it has no explanation of its own. */
  async explain(rows: Int32Array, options: ExplainOptions = {}): Promise<Explanation> {
    const { model, graph } = fitted(this.#kept);
    if (model.explain) return model.explain(rows, options);
    const { graph: given = graph, ...rest } = options;
    if (!given) throw needsGraph();
    return explainByPrediction(model, given, rows, rest);
  }

  async flow(rows: Int32Array, options: InferenceOptions = {}): Promise<Flow> {
    const { model } = fitted(this.#kept);
    if (model.flow) return model.flow(rows, options);
    throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', `The model ${model.name} has no attention to show.`, {
      hint: 'Use explain, which works for every model.',
    });
  }

  async save(): Promise<SavedModel> {
    const { model, comparison, seed } = fitted(this.#kept);
    const own = await model.save();
    const { model: name, settings, seed: ownSeed, state, task, parameters, weights, trainRows } = own;
    const kept = { model: name, settings, seed: ownSeed, state, seesLabels: trainRows.length > 0 };
    return {
      ...{ model: this.name, settings: this.#settings, seed, task, state: { kept, comparison } },
      ...{ parameters, weights, trainRows },
    };
  }

  dispose(): void {
    this.#kept?.model.dispose();
    this.#kept = undefined;
  }
}

/** For people; an abort is no failure. */
function failureOf({ candidate }: Trial, error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message: string };
  if (code === 'ABORTED') throw error;
  return `${candidate.title} did best but could not be fitted on all rows: ${code === undefined ? '' : `${code}: `}${message}`;
}
