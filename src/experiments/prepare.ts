import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option, ownProperty, type RunOptions } from '../core/index.js';
import { type DataOptions, type OpenedData, openData } from '../data/index.js';
import { embedTexts, type TextEmbedder } from '../graph/index.js';
import { textEmbedderSchema } from '../graph/internal.js';
import {
  createModel,
  type Estimator,
  listModels,
  type ModelResources,
  type NodeModelDefinition,
  nodeModelNamed,
  type Problem,
  settingsForProblem,
  settingsOf,
} from '../models/index.js';
import { lossOption } from '../models/internal.js';
import { calibrateOption, classWeightOption, goalOption } from '../training/internal.js';
import { askedTraining, checkAskedTraining } from './asked-training.js';
import { cacheFolder } from './data/cache-folder.js';
import type { NodeTaskKind } from './data/guess-task.js';
import { type ChosenTask, nodeTask } from './data/node-task.js';
import { type Preparation, prepareFeatures } from './data/prepare-features.js';
import { graphCandidates, simpleGraphModels } from './graphs/graph-models.js';
import { graphRemarks } from './graphs/graph-remarks.js';
import type { AskedChoices } from './kinds/asked.js';
import { nodeKind } from './kinds/kinds.js';
import type { AskedTraining, NodeKind, ProblemOf } from './kinds/node-kind.js';
import { targetRemarks } from './target-remarks.js';

/** What to train on what. */
export interface ExperimentOptions extends DataOptions, AskedChoices, AskedTraining {
  /**
   * What is learned of the target column: classes, or its numbers. `guess` decides by the type of the column and its number of different
   * values, and remarks it. Default 'classification'.
   */
  readonly task?: NodeTaskKind | 'guess';
  /**
   * Whether the nodes to learn are whole graphs, to which other nodes belong: models of whole graphs are compared, and what their structure adds is
   * said. Default false.
   */
  readonly wholeGraphs?: boolean;
  /** Columns of fixed random vectors by the ids of nodes, beside their features; default 0. See `fitFeatures`. */
  readonly identityWidth?: number;
  /** Makes vectors of texts, in place of hashed words; whoever opens the run gives it again. Default none. */
  readonly embedText?: TextEmbedder;
  /** Name in the registry of models; default 'auto', which compares what is promising for the graph and keeps the best. */
  readonly model?: string;
  /** Settings of the model that differ from its preset for the data set, or from its defaults. */
  readonly settings?: object;
  /** Seed of everything random; default 1. */
  readonly seed?: number;
  /** Bytes of memory for a pre-computation; what exceeds it is written to disk. Default no limit. */
  readonly memoryBytes?: number;
}

/** An experiment whose data are open and whose model accepts them; nothing is trained yet. */
export interface PreparedExperiment<K extends NodeTaskKind = NodeTaskKind> {
  readonly kind: NodeKind<K>;
  readonly opened: OpenedData;
  readonly problem: ProblemOf<K>;
  readonly definition: NodeModelDefinition;
  readonly settings: object;
  /** Why settings that nobody chose are what they are. */
  readonly reasons: readonly string[];
  /** What people should know of the task, such as why it is the one. */
  readonly remarks: readonly string[];
  readonly preparation: Preparation;
  readonly resources: ModelResources;
  /** What the validation rows shall decide. */
  readonly asked: AskedChoices;
  readonly areGraphs: boolean;
  readonly loadSeconds: number;
}

/** Of nodes, where none is named. */
export const defaultModel = 'auto';
/** Its settings that have no default. */
const optionalSettings = ['candidates', 'also', 'criterion'];

const taskNames = ['classification', 'regression', 'guess'] as const;

/**
 * Opens the data, prepares features, and refuses what would fail after long work.
 *
 * @throws {HeteroGraphError} UNKNOWN_MODEL, UNSUPPORTED_BY_MODEL, INVALID_OPTION, NO_ROWS; as `openData`, `nodeTask` and the
 * model's own check do
 */
export async function prepareExperiment(
  options: ExperimentOptions,
  run: RunOptions,
): Promise<PreparedExperiment<'classification'> | PreparedExperiment<'regression'>> {
  const started = performance.now();
  const { opened, task } = await openTask(options, run);
  const shared = { options, opened, task, seed: options.seed ?? 1, started };
  return task.kind === 'regression' ? prepared('regression', shared) : prepared('classification', shared);
}

/** The data and what is learned of them, where a model of this name may learn it; nothing is prepared yet. */
export async function openTask(
  options: ExperimentOptions,
  run: RunOptions,
): Promise<{ readonly opened: OpenedData; readonly task: ChosenTask }> {
  expectArgument(options, 'object', 'options');
  const { model = defaultModel, task: asked = 'classification' } = options;
  const shape = {
    ...{ task: z.optional(z.enum(taskNames)), wholeGraphs: z.optional(z.boolean('true or false')) },
    ...{ identityWidth: z.optional(option.countFrom(0)), embedText: z.optional(textEmbedderSchema) },
    ...{ loss: lossOption, classWeight: classWeightOption, calibrate: calibrateOption, goal: goalOption },
  };
  checkOptions(z.looseObject(shape), options);
  // Refused before the data are read.
  const definition = nodeModelNamed(model, asked === 'guess' ? undefined : asked);
  checkSettings(definition, options);
  const data = await openData(options, run);
  const { embedText } = options;
  const opened = embedText ? { ...data, texts: await embedTexts(data.graph, embedText, run) } : data;
  return { opened, task: nodeTask(opened, options.target, asked) };
}

/** @throws {HeteroGraphError} INVALID_OPTION */
function checkSettings(definition: NodeModelDefinition, { settings = {}, dataset }: ExperimentOptions): void {
  const own = [...Object.keys(definition.defaults), ...optionalSettings];
  const unknown = Object.keys(settings).find((name) => !own.includes(name));
  if (definition.name === defaultModel && unknown !== undefined) {
    throw new HeteroGraphError('INVALID_OPTION', `Of several models that are compared, ${unknown} is no setting.`, {
      column: `settings.${unknown}`,
      hint: "Name the model whose setting it is, such as model: 'rphgnn' (--model rphgnn).",
    });
  }
  settingsOf(definition, settings, dataset);
}

/** Data that are open, what is learned of them, and what was asked for. */
export interface OpenedTask {
  readonly options: ExperimentOptions;
  readonly opened: OpenedData;
  readonly task: ChosenTask;
  readonly seed: number;
  readonly started: number;
}

/** Features by the training rows, settings and checks, of the split that the task deals. */
export function prepared<K extends NodeTaskKind>(
  name: K,
  { options, opened, task, seed, started }: OpenedTask,
): PreparedExperiment<K> {
  const kind = nodeKind(name);
  const definition = nodeModelNamed(options.model ?? defaultModel, name);
  const split = task.split(seed);
  const { graph, preparation } = prepareFeatures(opened.graph, {
    ...{ task, trainRows: split.train },
    ...(options.identityWidth === undefined ? {} : { identityWidth: options.identityWidth }),
    ...(opened.texts ? { texts: opened.texts } : {}),
  });
  const problem = kind.problem(graph, { ...task, split: () => split }, seed, askedTraining(options));
  const areGraphs = options.wholeGraphs === true;
  const ofGraphs = areGraphs ? graphRemarks(graph, task.nodeType) : [];
  const compared =
    areGraphs && definition.name === defaultModel ? { candidates: graphCandidates(name, graph, task.nodeType) } : {};
  const given = { ...compared, ...options.settings };
  const chosen = settingsForProblem(definition, problem, given, options.dataset);
  const { settings } = chosen;
  const named = definition.name === defaultModel ? undefined : { model: definition.name, settings };
  checkAskedTraining(name, options, named);
  const store = cacheFolder(options.cache, 'features');
  const resources = { store, memoryBytes: options.memoryBytes };
  checkSplit(problem);
  const { calibrate, goal } = options;
  const asked = { ...(calibrate ? { calibrate } : {}), ...(goal ? { goal } : {}) };
  kind.checkAsked(problem, asked);
  definition.check?.(problem, settings, resources);
  const loadSeconds = (performance.now() - started) / 1000;
  const remarks = [
    ...(task.reason === undefined ? [] : [task.reason]),
    ...ofGraphs,
    ...identityRemarks(options, preparation),
    ...targetRemarks(opened.graph, problem, preparation),
    ...(definition.learnsValidation?.(settings)
      ? [
          `The model learns the ${split.valid.length} rows of validation, too: each copy leaves another part of all labelled rows out. Simple models beside it learn the ${split.train.length} of training.`,
        ]
      : []),
  ];
  return {
    kind,
    opened,
    problem,
    definition,
    settings,
    reasons: chosen.reasons,
    remarks,
    preparation,
    resources,
    asked,
    areGraphs,
    loadSeconds,
  };
}

/** Said where vectors by id are asked for and there is nothing beside which they could stand. */
function identityRemarks({ identityWidth = 0 }: ExperimentOptions, preparation: Preparation): string[] {
  const isUsed = Object.values(preparation).some((uses) => uses.some(({ encoding }) => encoding?.kind === 'identity'));
  return identityWidth === 0 || isUsed
    ? []
    : ['No vectors by id are used: they stand beside features, and no node type has both features and ids.'];
}

function checkSplit(problem: Problem & { readonly labelColumn: string }): void {
  const { split, nodeType, labelColumn } = problem;
  const known = split.train.length + split.valid.length + split.test.length;
  for (const part of ['train', 'test'] as const) {
    if (split[part].length > 0) continue;
    const message =
      known === 0
        ? 'No row has a value to learn.'
        : `Of ${known} rows with a value none is left for "${part}"; of every class a share goes to each part.`;
    throw new HeteroGraphError('NO_ROWS', message, {
      type: nodeType,
      column: labelColumn,
      hint:
        known === 0
          ? 'Name another column as the target, or see to it that its values are read.'
          : 'More rows of every class are needed, such as by joining rare classes, or masks that leave some in every part.',
    });
  }
}

/** Simple models to compare with; where the settings choose relations, there are baselines on the chosen ones too. */
export function baselinesFor<K extends NodeTaskKind>({
  kind,
  problem,
  definition,
  settings,
  areGraphs,
}: PreparedExperiment<K>): Estimator[] {
  if (areGraphs) {
    return simpleGraphModels(kind.name, problem.graph.features(problem.nodeType) !== undefined)
      .filter((name) => name !== definition.name)
      .map((name) => createModel(name));
  }
  const relations = ownProperty(settings as Readonly<Record<string, readonly string[] | undefined>>, 'relations');
  return listModels(kind.name)
    .filter(({ name }) => name !== definition.name)
    .flatMap((other) =>
      (other.create === undefined ? [] : (other.asBaseline?.(problem, relations) ?? [])).map((changes) =>
        createModel(other.name, { settings: changes }),
      ),
    );
}
