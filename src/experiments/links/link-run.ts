import { join } from 'node:path';
import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import { type DataOptions, openData } from '../../data/index.js';
import {
  type EdgeType,
  edgeTypeKey,
  type HeteroGraph,
  hashGraph,
  type LinkSide,
  type TypedLinkSplit,
} from '../../graph/index.js';
import { type LinkEstimator, loadLinkModel } from '../../models/index.js';
import { prepareFeatures } from '../data/prepare-features.js';
import { runFiles } from '../run/run-folder.js';
import { isRunOf, readRunOf } from '../run/run-kinds.js';
import { type LinkRunConfig, linkConfigFormat } from './link-config.js';
import { knownLinks, type LinkScore, scoreLinks } from './link-score.js';
import { edgeTypeNamed, linkTask } from './link-task.js';

/** The likeliest answers of questions, best first: [questions, k], row-major; -1 where there are fewer. */
export interface LinkAnswers {
  /** Type of the answers. */
  readonly nodeType: string;
  readonly k: number;
  readonly rows: Int32Array;
  readonly scores: Float32Array;
}

/** Whether a folder holds a run of links. */
export function isLinkRun(folder: string): Promise<boolean> {
  return isRunOf(folder, linkConfigFormat);
}

/**
 * Opens a run that `trainLinks` kept, on the data of the training. The split is dealt out again by the seed of the run.
 *
 * @param options where the files lie; a run on a graph in memory needs the same `graph` again
 * @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE, UNKNOWN_MODEL; MODEL_MISMATCH where the data are others; and as `openData`
 */
export async function openLinkRun(
  folder: string,
  options: Omit<DataOptions, 'target' | 'dataset' | 'data'> = {},
  run: RunOptions = {},
): Promise<LinkRun> {
  const config = await readRunOf(folder, linkConfigFormat);
  const { source } = config;
  if ('graph' in source && options.graph === undefined) {
    throw new HeteroGraphError('INVALID_OPTION', 'The run was trained on a graph in memory.', {
      hint: 'Give the graph again: openLinkRun(folder, { graph }).',
    });
  }
  const opened = await openData({ ...options, ...('graph' in source ? {} : source) }, run);
  if (hashGraph(opened.graph) !== config.graph) {
    throw new HeteroGraphError('MODEL_MISMATCH', 'The data differ from those that the run was trained on.', {
      hint: 'Train again.',
    });
  }
  const { preparation: given } = config;
  const { graph } = given ? prepareFeatures(opened.graph, { given }) : opened;
  const { split } = linkTask({ ...opened, graph }, config.target, config.seed, config.negativesBy);
  const model = await loadLinkModel(join(folder, runFiles.model));
  return new LinkRun({ folder, config, model, graph, split });
}

/** A trained model of links with the links of the run. */
export class LinkRun {
  readonly folder: string;
  readonly config: LinkRunConfig;
  readonly model: LinkEstimator;
  /** All data of the run. */
  readonly graph: HeteroGraph;
  readonly split: TypedLinkSplit;

  constructor({
    folder,
    config,
    model,
    graph,
    split,
  }: Pick<LinkRun, 'folder' | 'config' | 'model' | 'graph' | 'split'>) {
    this.folder = folder;
    this.config = config;
    this.model = model;
    this.graph = graph;
    this.split = split;
  }

  /** Scores the model on the test links of the run. */
  async evaluate(run: RunOptions = {}): Promise<LinkScore> {
    return scoreLinks(this.model, this.split.test, knownLinks(this.split), { seconds: {}, parameters: undefined }, run);
  }

  /**
   * The likeliest answers for known nodes; links of training and validation are no answers, since they are known.
   *
   * @param known rows of sources (or of targets, where sources are asked for)
   * `edgeType` is named as `user.buys.item`; default: the only one of the run. `k` is 10 by default.
   *
   * @throws {HeteroGraphError} AMBIGUOUS, UNKNOWN_TYPE, INDEX_OUT_OF_RANGE
   */
  async answers(
    known: Int32Array,
    {
      edgeType,
      side = 'target',
      k = 10,
      ...run
    }: {
      edgeType?: string | undefined;
      side?: LinkSide;
      k?: number;
    } & RunOptions = {},
  ): Promise<LinkAnswers> {
    const relation = this.#relation(edgeType);
    const type = this.split.edgeTypes[relation]!;
    const { train, valid, test } = this.split;
    const filter = knownLinks({ ...this.split, train, valid, test: valid }).find((index) => index.side === side)!;
    const rows = new Int32Array(known.length * k).fill(-1);
    const scores = new Float32Array(known.length * k).fill(Number.NaN);
    for (const [i, node] of known.entries()) {
      const query = { side, known: Int32Array.of(node), relation: Int32Array.of(relation) };
      const all = await this.model.scoreAll(query, { graph: test.graph, ...run });
      for (const answer of filter.answersOf(relation, node)) all[answer] = -Infinity;
      const best = Array.from(all.keys())
        .filter((row) => all[row]! > -Infinity)
        .sort((a, b) => all[b]! - all[a]! || a - b)
        .slice(0, k);
      rows.set(best, i * k);
      scores.set(
        best.map((row) => all[row]!),
        i * k,
      );
    }
    return { nodeType: side === 'target' ? type[2] : type[0], k, rows, scores };
  }

  /** The edge type of the run that is meant. @throws {HeteroGraphError} AMBIGUOUS, UNKNOWN_TYPE */
  relationNamed(edgeType: string | undefined): EdgeType {
    return this.split.edgeTypes[this.#relation(edgeType)]!;
  }

  dispose(): void {
    this.model.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #relation(edgeType: string | undefined): number {
    const { edgeTypes } = this.split;
    if (edgeType === undefined && edgeTypes.length === 1) return 0;
    if (edgeType === undefined) {
      throw new HeteroGraphError('AMBIGUOUS', `The run predicts links of ${edgeTypes.length} edge types.`, {
        hint: `Name one, such as ${edgeTypes[0]!.join('.')}.`,
      });
    }
    const key = edgeTypeKey(edgeTypeNamed(this.graph, edgeType));
    const at = edgeTypes.findIndex((each) => edgeTypeKey(each) === key);
    if (at >= 0) return at;
    throw new HeteroGraphError('UNKNOWN_TYPE', `The run does not predict links of ${edgeType}.`, { type: edgeType });
  }
}
