import { join } from 'node:path';
import type { Command } from 'commander';
import { addBackendOption, type BackendOptions, startBackend } from '../cli/options/backend.js';
import { addDataOptions, type DataOptions } from '../cli/options/options.js';
import type { Session } from '../cli/terminal/session.js';
import { HeteroGraphError } from '../core/index.js';
import { type HeteroGraph, hashGraph } from '../graph/index.js';
import { RpHgnnClassifier } from '../models/index.js';
import { cacheFolder } from './data/cache-folder.js';
import { nodeTask, type OpenedData, openData } from './data/open-data.js';
import { prepareFeatures } from './data/prepare-features.js';
import { splitMasks } from './data/split-masks.js';
import { type RunConfig, readRun, runFiles } from './run/run-folder.js';

/** A trained model and the graph to use it on: that of its run, or the one the options name. */
export interface Trained {
  readonly config: RunConfig;
  readonly classifier: RpHgnnClassifier;
  readonly opened: OpenedData;
  /** With the features that the run prepared. */
  readonly graph: HeteroGraph;
  /** Whether it is the graph of the training: then rows were trained on, and the split says which. */
  readonly isTrainedOn: boolean;
}

export interface TrainedOptions extends DataOptions, BackendOptions {
  json?: boolean;
}

export function addTrainedOptions(command: Command): Command {
  const withData = addDataOptions(command.argument('<run>', 'run folder of `heterograph train`'));
  return addBackendOption(withData).option('--json', 'print one JSON object');
}

/** @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE, BACKEND_UNAVAILABLE, and as {@link openData} */
export async function openTrained(folder: string, options: TrainedOptions, session: Session): Promise<Trained> {
  const config = await readRun(folder);
  await startBackend(options, session);
  const store = cacheFolder(options, 'features');
  const classifier = await RpHgnnClassifier.load(join(folder, runFiles.model), store === undefined ? {} : { store });
  const isOther = options.dataset !== undefined || options.data !== undefined;
  const target = options.target ?? `${config.nodeType}.${config.labelColumn}`;
  const opened = await openData({ ...(isOther ? options : { ...options, ...config.source }), target }, session.run);
  for (const remark of opened.remarks) session.remark(remark);
  const isTrainedOn = hashGraph(opened.graph) === config.graph;
  if (!isOther && !isTrainedOn) {
    throw new HeteroGraphError('MODEL_MISMATCH', 'The data are not those that the run was trained on.', {
      hint: 'Name them with --data to use the model on them as other data, or train again.',
    });
  }
  if (!isTrainedOn && config.settings.labels) {
    throw new HeteroGraphError(
      'MODEL_MISMATCH',
      'The model takes training labels as input, which other data do not have.',
      {
        hint: 'Use the data of the run.',
      },
    );
  }
  const graph = prepareFeatures(opened.graph, config.preparation).graph;
  return { config, classifier, opened, graph, isTrainedOn };
}

/**
 * Rows to score, with labels: the test rows of the run; of other data, those of its mask `test`, else all labelled ones.
 *
 * @throws {HeteroGraphError} MISSING_LABELS, NO_ROWS
 */
export function testRows({ config, opened, graph, isTrainedOn }: Trained): Int32Array {
  const { nodeType, labelColumn, seed } = config;
  const hasMask = splitMasks(opened.graph, nodeType).test !== undefined;
  const rows =
    isTrainedOn || hasMask
      ? nodeTask(opened, `${nodeType}.${labelColumn}`).split(seed).test
      : labelledRows(graph, nodeType, labelColumn);
  if (rows.length > 0) return rows;
  throw new HeteroGraphError('NO_ROWS', 'There is no labelled row to score.', { type: nodeType, column: labelColumn });
}

function labelledRows(graph: HeteroGraph, nodeType: string, labelColumn: string): Int32Array {
  const labels = graph.labels(nodeType, labelColumn);
  const all = Int32Array.from({ length: graph.numNodes(nodeType) }, (_, row) => row);
  if (!labels) return new Int32Array(0);
  return all.filter((row) => (labels.kind === 'single' ? labels.values[row]! >= 0 : labels.labelled[row] === 1));
}

/** Rows that were asked for: `all`, `test`, or `unlabelled`. @throws {HeteroGraphError} INVALID_OPTION, NO_ROWS */
export function rowsOf(trained: Trained, which: string): Int32Array {
  const { graph, config } = trained;
  const count = graph.numNodes(config.nodeType);
  const all = Int32Array.from({ length: count }, (_, row) => row);
  if (which === 'all') return all;
  if (which === 'test') return testRows(trained);
  const labels = graph.labels(config.nodeType, config.labelColumn);
  if (!labels) return all;
  const rows = all.filter((row) => (labels.kind === 'single' ? labels.values[row]! < 0 : !labels.labelled[row]));
  if (rows.length > 0) return rows;
  throw new HeteroGraphError('NO_ROWS', 'Every node has a label.', { type: config.nodeType, hint: 'Use --rows all.' });
}
