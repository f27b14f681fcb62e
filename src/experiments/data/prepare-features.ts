import { expectArgument } from '../../core/index.js';
import type { NodeTask } from '../../data/index.js';
import {
  type EmbeddedTexts,
  encodeFeatures,
  type FeatureEncoder,
  type FitFeaturesOptions,
  fitFeatures,
  type HeteroGraph,
} from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import { splitMasks } from './split-masks.js';

/** How the features of each node type are made of its columns, so that other data can be prepared alike. */
export type Preparation = FeatureEncoder;

export interface PrepareOptions {
  /** What an earlier call answered; default: it is decided anew. */
  readonly given?: Preparation;
  /** What is to be predicted, which is no feature. */
  readonly task?: Pick<NodeTask, 'nodeType' | 'labelColumn'>;
  /** Rows of the task's node type whose columns may be looked at; default all. */
  readonly trainRows?: Int32Array;
  /** Columns of fixed random vectors by the ids of nodes, beside their features; default 0. See `fitFeatures`. */
  readonly identityWidth?: number;
  /** Vectors of texts, by `embedTexts`, in place of hashed words; needed where `given` was made with some. */
  readonly texts?: EmbeddedTexts;
  /** Told of values that were not there before. */
  readonly onRemark?: (text: string) => void;
}

/**
 * Makes features of the columns of every node type, see `fitFeatures`. Types without usable columns are left to fixed random embeddings.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE; MODEL_MISMATCH where the graph lacks a column of `given`
 */
export function prepareFeatures(
  graph: HeteroGraph,
  options: PrepareOptions = {},
): { graph: HeteroGraph; preparation: Preparation } {
  expectGraph(graph);
  expectArgument(options, 'object', 'options');
  const { given, task, trainRows, identityWidth, texts, onRemark } = options;
  const known = texts ? { texts } : {};
  const preparation = given ?? fitted(graph, task, trainRows, { ...known, identityWidth: identityWidth ?? 0 });
  const isAny = Object.keys(preparation).length > 0;
  return {
    graph: isAny ? encodeFeatures(graph, preparation, { ...known, ...(onRemark ? { onRemark } : {}) }) : graph,
    preparation,
  };
}

function fitted(
  graph: HeteroGraph,
  task: PrepareOptions['task'],
  trainRows: Int32Array | undefined,
  more: Pick<FitFeaturesOptions, 'identityWidth' | 'texts'>,
): Preparation {
  const exclude = Object.fromEntries(
    graph.nodeTypes.map((nodeType) => [
      nodeType,
      [...Object.values(splitMasks(graph, nodeType)), ...(task?.nodeType === nodeType ? [task.labelColumn] : [])],
    ]),
  );
  const target = task ? { target: task.nodeType, ...(trainRows ? { trainRows } : {}) } : {};
  return fitFeatures(graph, { ...target, exclude, ...more });
}
