import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import type { EdgeType, HeteroGraph } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import { adam, initTensors } from '../../tensor/index.js';
import { Trainer } from '../../training/index.js';
import { readWeights } from '../core/network-state.js';
import { NodeEmbeddings } from '../core/node-embeddings.js';
import { noRelations } from '../inputs/check.js';
import { allLinks } from '../link-network/all-links.js';
import { LinkNetwork } from '../link-network/network.js';
import { linkedTypes } from '../link-network/network-of.js';
import { networkLinkTask } from '../link-network/task.js';
import { chooseMetapaths } from '../metapath2vec/choose-metapaths.js';
import { metapathsOf } from '../metapath2vec/estimator.js';
import { fitMetaPath2Vec } from '../metapath2vec/fit.js';
import { metapath2vec } from '../metapath2vec/model.js';
import type { MetaPath2VecSettings } from '../metapath2vec/settings.js';
import { walkPaths } from '../metapath2vec/walks.js';
import { networkEncoder } from './encoder.js';
import { ComparingNetwork } from './network.js';
import { networkNamed } from './network-named.js';
import { type Objective, type ObjectiveOptions, objectiveSchema } from './objectives/options.js';
import { embedByRows } from './rows/embed-rows.js';
import { type Comparison, comparingTask, infoNce, proximity, supervisedContrastive } from './task.js';

export interface EmbedNodesOptions extends ObjectiveOptions, RunOptions {
  /**
   * A message-passing model that gives the states of several node types, such as `hgt`; `metapath2vec`; or `mlp`, which knows the columns of each
   * node alone and gives vectors of one type.
   */
  readonly model: string;
  /** What a message-passing model learns; default `infonce`, of `polarization` `links`. metapath2vec has its own. */
  readonly objective?: Objective;
  /** Where walks of metapath2vec begin; the node type of the labels of `supcon`. */
  readonly nodeType?: string;
  /** Of `supcon`: classes of the nodes of that type from 0, -1 where a label must not be looked at, [N]. */
  readonly labels?: Int32Array;
  /** Settings of the model that differ from its defaults for links, or of metapath2vec. */
  readonly settings?: object;
  readonly seed: number;
}

const optionsSchema = z.strictObject({
  ...option.runOptions,
  ...objectiveSchema,
  model: z.string('the name of a model'),
  objective: z.optional(z.enum(['links', 'proximity', 'infonce', 'supcon'])),
  nodeType: z.optional(z.string('the name of a node type')),
  labels: z.optional(z.custom<Int32Array>((value) => value instanceof Int32Array, 'an Int32Array')),
  settings: z.optional(z.looseObject({})),
  seed: option.seed,
});

/**
 * What a message-passing model learns without labels where nobody says.
 *
 * @throws {HeteroGraphError} UNKNOWN_MODEL; UNSUPPORTED_BY_MODEL
 */
export function defaultObjective(model: string): Objective {
  if (model === ROWS) return 'supcon';
  return networkNamed(model, {}).objective ?? 'infonce';
}

/**
 * Vectors of the nodes of all types that edges or walks meet, learned without labels, or from some by comparison.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_MODEL; UNSUPPORTED_BY_MODEL; UNKNOWN_TYPE; NO_RELATIONS; SHAPE_MISMATCH of labels;
 *   BROKEN_METAPATH; DIVERGED; OUT_OF_MEMORY; ABORTED
 * @example
 * const embeddings = await embedNodes(graph, { model: 'hgt', objective: 'infonce', seed: 1 });
 * const { values, width } = embeddings.embed('author', rows);
 */
export async function embedNodes(graph: HeteroGraph, options: EmbedNodesOptions): Promise<NodeEmbeddings> {
  expectGraph(graph);
  checkOptions(optionsSchema, options);
  if (options.model === metapath2vec.name) return embedByWalks(graph, options);
  if (options.model === ROWS) return embedByOwnColumns(graph, options);
  return embedByNetwork(graph, options);
}

/** The model that knows the columns of each node alone. */
const ROWS = 'mlp';

async function embedByOwnColumns(graph: HeteroGraph, options: EmbedNodesOptions): Promise<NodeEmbeddings> {
  const { objective = 'supcon', signal, onProgress } = options;
  if (objective !== 'supcon') throw refused('objective', 'mlp knows no edges', "Use 'supcon', or another model.");
  const { nodeType, labels } = labelsOf(graph, options);
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  return embedByRows(graph, { ...options, nodeType, labels }, run);
}

async function embedByWalks(graph: HeteroGraph, options: EmbedNodesOptions): Promise<NodeEmbeddings> {
  const { objective, nodeType, seed, signal, onProgress } = options;
  if (objective) throw refused('objective', 'metapath2vec has an objective of its own', 'Leave objective out.');
  const settings = { ...metapath2vec.defaults, ...options.settings } as MetaPath2VecSettings;
  checkOptions(metapath2vec.settings, settings, { what: 'settings' });
  const { metapaths } = settings;
  if (metapaths === undefined && nodeType === undefined) {
    throw refused('nodeType', 'Nothing says where walks begin', 'Give nodeType, or settings.metapaths.');
  }
  if (nodeType !== undefined) graph.nodeSchema(nodeType);
  const chosen = nodeType === undefined ? metapaths! : metapathsOf(graph, nodeType, settings);
  if (chosen.length === 0) throw noRelations(nodeType!);
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  return fitMetaPath2Vec(graph, { ...settings, metapaths: chosen }, seed, run);
}

async function embedByNetwork(graph: HeteroGraph, options: EmbedNodesOptions): Promise<NodeEmbeddings> {
  const { epochs, negatives, seed, signal, onProgress } = options;
  const asked = { ...(epochs === undefined ? {} : { epochs }), ...(negatives === undefined ? {} : { negatives }) };
  const isMadeForIt = networkNamed(options.model, {}).objective === (options.objective ?? 'links');
  // Views that lack edges and features take the place of dropout. A model that is made for the objective has settings of its own for it.
  const own = isMadeForIt ? asked : { decoder: 'distmult', negatives: 5, epochs: 100, dropout: 0, ...asked };
  const kind = networkNamed(options.model, own, options.settings);
  const { settings, noDecay, name } = kind;
  const { objective = kind.objective ?? 'infonce' } = options;
  const edgeTypes = linkedTypes(graph, settings.relations);
  const comparison = objective === 'links' ? undefined : comparisonOf(objective, graph, edgeTypes, options);
  await initTensors();
  const network = new LinkNetwork({ kind, graph, edgeTypes, seed });
  const { learningRate, weightDecay, hidden } = settings;
  const groups = noDecay ? [{ parameters: noDecay, weightDecay: 0 }] : [];
  const trainer = new Trainer({
    ...{ optimizer: adam({ learningRate, weightDecay, groups }), epochs: settings.epochs, seed },
  });
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  try {
    let stoppedBy: string;
    if (comparison) {
      const compared = new ComparingNetwork(network, comparison.isProjected ? hidden : undefined, seed);
      try {
        ({ stoppedBy } = await trainer.fit(compared, comparingTask(network, hidden, comparison, options), run));
      } finally {
        compared.dispose();
      }
    } else {
      const problem = { kind: 'links', split: allLinks(graph, edgeTypes), seed } as const;
      ({ stoppedBy } = await trainer.fit(network, networkLinkTask(network, problem, settings), run));
    }
    if (stoppedBy === 'abort') {
      throw new HeteroGraphError('ABORTED', 'The operation was aborted.', { cause: signal?.reason });
    }
    const { width, values } = await network.states();
    const saved = {
      settings,
      seed,
      state: { seen: network.seen, edgeTypes },
      ...(await readWeights(network.parameters)),
    };
    return new NodeEmbeddings(name, width, values, networkEncoder(name, saved));
  } finally {
    network.dispose();
  }
}

function comparisonOf(
  objective: Exclude<Objective, 'links'>,
  graph: HeteroGraph,
  edgeTypes: readonly EdgeType[],
  options: EmbedNodesOptions,
): Comparison {
  const counts = new Map(edgeTypes.flatMap(([from, , to]) => [from, to]).map((type) => [type, graph.numNodes(type)]));
  if (objective === 'infonce') return infoNce(counts, options);
  if (objective === 'proximity') {
    const paths = [...counts.keys()].map(
      (type) => [type, walkPaths(graph, chooseMetapaths(graph, type).metapaths)] as const,
    );
    return proximity(new Map(graph.nodeTypes.map((type) => [type, graph.numNodes(type)])), new Map(paths), options);
  }
  const { nodeType, labels } = labelsOf(graph, options);
  if (!counts.has(nodeType)) throw noRelations(nodeType);
  return supervisedContrastive(nodeType, labels, options);
}

/** @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE; SHAPE_MISMATCH */
function labelsOf(graph: HeteroGraph, { nodeType, labels }: EmbedNodesOptions) {
  if (nodeType === undefined || labels === undefined) {
    throw refused('labels', 'supcon compares nodes by their classes', 'Give nodeType and labels.');
  }
  if (labels.length !== graph.numNodes(nodeType)) {
    throw new HeteroGraphError(
      'SHAPE_MISMATCH',
      `There are ${labels.length} labels for ${graph.numNodes(nodeType)} nodes.`,
      { type: nodeType, hint: 'Give one for every node, -1 where it must not be looked at.' },
    );
  }
  const classes = new Set(labels.filter((label) => label >= 0));
  if (classes.size < 2) {
    throw new HeteroGraphError('INVALID_OPTION', 'Labels of fewer than two classes compare nothing.', {
      ...{ type: nodeType, column: 'labels' },
      hint: 'Give labels of two classes at least.',
    });
  }
  return { nodeType, labels };
}

function refused(column: string, message: string, hint: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', `${message}.`, { column, hint });
}
