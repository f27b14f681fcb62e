import { join } from 'node:path';
import { expectArgument, HeteroGraphError, isHeteroGraphError, type RunOptions } from '../../core/index.js';
import { type DataOptions, type OpenedData, openData } from '../../data/index.js';
import { writeJson } from '../../data/internal.js';
import { type HeteroGraph, hashGraph } from '../../graph/index.js';
import {
  defaultObjective,
  embedNodes,
  type NodeEmbeddings,
  type Objective,
  type ObjectiveOptions,
  saveEmbeddings,
} from '../../models/index.js';
import { type ChosenTask, nodeTask } from '../data/node-task.js';
import { prepareFeatures } from '../data/prepare-features.js';
import { claimRunFolder, runFiles } from '../run/run-folder.js';
import type { RegressionScore } from '../score/number-score.js';
import type { Score } from '../score/score.js';
import { type EmbeddingRunConfig, embeddingConfigFormat } from './embedding-config.js';
import { type Probe, probeEmbeddings } from './probe.js';
import { writeEmbeddings } from './write-embeddings.js';

/** Of what to learn vectors, and how. */
export interface EmbeddingTrainOptions extends DataOptions, ObjectiveOptions {
  /**
   * Labels that no feature may tell, and that vectors are judged by: `TYPE.COLUMN`, or `TYPE` for its only label column; default: the data
   * set's, where it has some. `supcon` learns from those of its training rows; walks of metapath2vec begin at its node type.
   */
  readonly target?: string;
  /** `metapath2vec`, or a message-passing model that gives the states of several node types; default 'sage'. */
  readonly model?: string;
  /** What a message-passing model learns; default 'infonce', of 'polarization' 'links'. */
  readonly objective?: Objective;
  /** Settings of the model that differ from its defaults. */
  readonly settings?: object;
  /** Seed of everything random, the split of the labels included; default 1. */
  readonly seed?: number;
  /** Run folder. Default: nothing is kept. */
  readonly out?: string;
  /** Replace the run in the folder, whatever its configuration. */
  readonly restart?: boolean;
}

/** What happens on the way. */
export interface EmbeddingEvents extends RunOptions {
  readonly onRemark?: (text: string) => void;
}

const unjudged =
  'Nothing says how good these vectors are. Name a column that they should tell as the target: then they are compared with simple models.';

/** Plain data, as `metrics.json` holds it. */
export interface EmbeddingSummary {
  readonly data: string;
  readonly task: 'embedding';
  readonly model: string;
  readonly objective?: Objective;
  readonly seed: number;
  readonly width: number;
  /** Nodes that have a vector, by type. */
  readonly nodes: Readonly<Record<string, number>>;
  /**
   * Where there are labels: ridge regression on the vectors of the training rows, scored on the test rows, last; before it simple models that
   * know no vectors.
   */
  readonly scores: readonly (Score | RegressionScore)[];
  /** What people should know of the data and the scores. */
  readonly remarks: readonly string[];
  readonly totalSeconds: number;
  readonly peakMiB: number;
  /** The run folder; absent where nothing was kept. */
  readonly run?: string;
  /** Why the run could not be kept; the vectors are there all the same. */
  readonly problem?: HeteroGraphError;
}

/** Vectors of the nodes of a graph. */
export interface EmbeddingExperiment {
  readonly summary: EmbeddingSummary;
  readonly embeddings: NodeEmbeddings;
  /** With the features that were prepared. */
  readonly graph: HeteroGraph;
  /** The table of scores for people; undefined where there are no labels. */
  readonly table: Probe['table'] | undefined;
}

/**
 * Learns vectors of the nodes of all types, judges them by labels where there are some, and keeps the run where a folder is given: the model,
 * `metrics.json`, and `embeddings.arrow` with the type, the id and the vector of every node.
 *
 * @example
 * const { embeddings } = await trainEmbeddings({ data: 'shop', model: 'sage', objective: 'infonce', out: 'runs/shop-vectors' });
 * @throws {HeteroGraphError} UNKNOWN_MODEL, UNSUPPORTED_BY_MODEL, INVALID_OPTION; MISSING_LABELS of `supcon`; NO_RELATIONS; TARGET_EXISTS,
 *   NOT_OURS, RUN_BUSY; ABORTED; and as `openData` and `embedNodes` do
 */
export async function trainEmbeddings(
  options: EmbeddingTrainOptions,
  events: EmbeddingEvents = {},
): Promise<EmbeddingExperiment> {
  expectArgument(options, 'object', 'options');
  expectArgument(events, 'object', 'events');
  const started = performance.now();
  const { signal, onProgress, onRemark } = events;
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const { model = 'sage', settings = {}, seed = 1, out } = options;
  const walks = model === 'metapath2vec';
  const objective = walks ? options.objective : (options.objective ?? defaultObjective(model));
  const opened = await openData(options, run);
  const task = taskOf(opened, options.target, objective === 'supcon');
  const split = task?.split(seed);
  const { graph, preparation } = prepareFeatures(opened.graph, task && split ? { task, trainRows: split.train } : {});
  const learning = learningOptions(options);
  const config: EmbeddingRunConfig = {
    ...{ task: 'embedding', model, source: opened.source, graph: hashGraph(opened.graph), seed, preparation },
    ...(objective ? { objective } : {}),
    ...(options.target === undefined ? {} : { target: options.target }),
    settings: { ...settings, ...learning },
  };
  const restart = options.restart === true;
  const unlock = out === undefined ? undefined : await claimRunFolder(out, config, restart, embeddingConfigFormat);
  try {
    const remarks = [...opened.remarks];
    for (const remark of remarks) onRemark?.(remark);
    const embeddings = await embedNodes(graph, {
      ...{ model, settings, seed, ...learning, ...run },
      ...(objective ? { objective } : {}),
      ...(task && (walks || objective === 'supcon') ? { nodeType: task.nodeType } : {}),
      ...(task && split && objective === 'supcon' ? { labels: knownLabels(graph, task, split.train) } : {}),
    });
    const isJudged = task && split && embeddings.nodeTypes.includes(task.nodeType);
    const probe = isJudged
      ? await probeEmbeddings(graph, { ...task, split: () => split }, embeddings, seed, run)
      : undefined;
    const judgement = probe ? probe.judgement : unjudged;
    if (judgement !== undefined) {
      remarks.push(judgement);
      onRemark?.(judgement);
    }
    const summary: EmbeddingSummary = {
      ...{ data: opened.name, task: 'embedding', model, ...(objective ? { objective } : {}), seed },
      width: embeddings.width,
      nodes: Object.fromEntries(embeddings.nodeTypes.map((type) => [type, embeddings.numNodes(type)])),
      scores: probe?.scores ?? [],
      ...{ remarks, totalSeconds: (performance.now() - started) / 1000 },
      peakMiB: process.resourceUsage().maxRSS / 1024,
      ...(out === undefined ? {} : { run: out }),
    };
    const problem = out === undefined ? undefined : await keep(out, graph, embeddings, summary);
    return { summary: problem ? { ...summary, problem } : summary, embeddings, graph, table: probe?.table };
  } finally {
    await unlock?.();
  }
}

/** Codes that say: the data have no labels, or several. */
const noSingleTarget: ReadonlySet<string> = new Set(['MISSING_LABELS', 'AMBIGUOUS']);

/** The labels that are meant; undefined where none were asked for and the data have none, or several. */
function taskOf(opened: OpenedData, target: string | undefined, isNeeded: boolean): ChosenTask | undefined {
  try {
    return nodeTask(opened, target, 'guess');
  } catch (error) {
    if (target === undefined && !isNeeded && isHeteroGraphError(error) && noSingleTarget.has(error.code))
      return undefined;
    throw error;
  }
}

function learningOptions(options: ObjectiveOptions): ObjectiveOptions {
  const { epochs, batchSize, negatives, temperature, dropEdges, maskFeatures } = options;
  const all = { epochs, batchSize, negatives, temperature, dropEdges, maskFeatures };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Classes of the training rows, -1 elsewhere. @throws {HeteroGraphError} INVALID_OPTION where nodes have several, or numbers */
function knownLabels(graph: HeteroGraph, { nodeType, labelColumn, kind }: ChosenTask, rows: Int32Array): Int32Array {
  const labels = kind === 'classification' ? graph.labels(nodeType, labelColumn) : undefined;
  if (labels?.kind !== 'single') {
    throw new HeteroGraphError('INVALID_OPTION', 'supcon compares nodes of one class each.', {
      ...{ column: 'objective', type: nodeType },
      hint: 'Choose another objective, or other labels.',
    });
  }
  const known = new Int32Array(graph.numNodes(nodeType)).fill(-1);
  for (const row of rows) known[row] = labels.values[row]!;
  return known;
}

/** Writes the run; what could not be written is answered. */
async function keep(
  folder: string,
  graph: HeteroGraph,
  embeddings: NodeEmbeddings,
  summary: EmbeddingSummary,
): Promise<HeteroGraphError | undefined> {
  try {
    await saveEmbeddings(embeddings, join(folder, runFiles.model));
    await writeJson(join(folder, runFiles.metrics), summary);
    await writeEmbeddings(join(folder, runFiles.embeddings), graph, embeddings);
    return undefined;
  } catch (error) {
    if (isHeteroGraphError(error) && error.code === 'WRITE_FAILED') return error;
    throw error;
  }
}
