import { expectArgument, HeteroGraphError, ownProperty, type RunOptions } from '../core/index.js';
import {
  type ClassificationProblem,
  classificationProblem,
  createModel,
  type Estimator,
  listModels,
  type ModelResources,
  type NodeModelDefinition,
  nodeModelNamed,
  settingsForProblem,
  settingsOf,
} from '../models/index.js';
import { cacheFolder } from './data/cache-folder.js';
import { nodeTask } from './data/node-task.js';
import { type DataOptions, type OpenedData, openData } from './data/open-data.js';
import { type Preparation, prepareFeatures } from './data/prepare-features.js';

/** What to train on what. */
export interface ExperimentOptions extends DataOptions {
  /** Name in the registry of models; default 'rphgnn'. */
  readonly model?: string;
  /** Settings of the model that differ from its preset for the data set, or from its defaults. */
  readonly settings?: object;
  /** Seed of everything random; default 1. */
  readonly seed?: number;
  /** Bytes of memory for a pre-computation; what exceeds it is written to disk. Default no limit. */
  readonly memoryBytes?: number;
}

/** An experiment whose data are open and whose model accepts them; nothing is trained yet. */
export interface PreparedExperiment {
  readonly opened: OpenedData;
  readonly problem: ClassificationProblem & { readonly labelColumn: string };
  readonly definition: NodeModelDefinition;
  readonly settings: object;
  /** Why settings that nobody chose are what they are. */
  readonly reasons: readonly string[];
  readonly preparation: Preparation;
  readonly resources: ModelResources;
  readonly loadSeconds: number;
}

/**
 * Opens the data, prepares features, and refuses what would fail after long work.
 *
 * @throws {HeteroGraphError} UNKNOWN_MODEL, INVALID_OPTION, NO_ROWS; as `openData`, `nodeTask` and the
 * model's own check do
 */
export async function prepareExperiment(options: ExperimentOptions, run: RunOptions): Promise<PreparedExperiment> {
  expectArgument(options, 'object', 'options');
  const { model = 'rphgnn', seed = 1, memoryBytes } = options;
  const definition = nodeModelNamed(model, 'classification');
  // Refused before the data are read.
  settingsOf(definition, options.settings ?? {}, options.dataset);
  const started = performance.now();
  const opened = await openData(options, run);
  const { graph, preparation } = prepareFeatures(opened.graph);
  const { nodeType, labelColumn, split } = nodeTask(opened, options.target);
  const problem = { ...classificationProblem(graph, nodeType, split(seed), seed, labelColumn), labelColumn };
  const chosen = settingsForProblem(definition, problem, options.settings ?? {}, options.dataset);
  const { settings } = chosen;
  const store = cacheFolder(options.cache, 'features');
  const resources = { store, memoryBytes };
  checkSplit(problem);
  definition.check?.(problem, settings, resources);
  const loadSeconds = (performance.now() - started) / 1000;
  return { opened, problem, definition, settings, reasons: chosen.reasons, preparation, resources, loadSeconds };
}

function checkSplit({ split, nodeType }: ClassificationProblem): void {
  for (const part of ['train', 'test'] as const) {
    if (split[part].length > 0) continue;
    throw new HeteroGraphError('NO_ROWS', `The split has no row in "${part}".`, {
      type: nodeType,
      hint: 'More labelled rows are needed, or masks that leave some in every part.',
    });
  }
}

/** Simple models to compare with; where the settings choose relations, there are baselines on the chosen ones too. */
export function baselinesFor({ problem, definition, settings }: PreparedExperiment): Estimator[] {
  const relations = ownProperty(settings as Readonly<Record<string, readonly string[] | undefined>>, 'relations');
  return listModels('classification')
    .filter(({ name }) => name !== definition.name)
    .flatMap((other) =>
      (other.create === undefined ? [] : (other.asBaseline?.(problem, relations) ?? [])).map((changes) =>
        createModel(other.name, { settings: changes }),
      ),
    );
}
