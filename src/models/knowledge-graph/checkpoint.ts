import { isHeteroGraphError } from '../../core/index.js';
import { type HeteroGraph, hashGraph } from '../../graph/index.js';
import {
  checkSameRun,
  type EarlyStopping,
  hasCheckpoint,
  readCheckpoint,
  type Snapshot,
  TrainingHistory,
  writeCheckpoint,
} from '../../training/index.js';
import { checkpointOf } from '../core/network-state.js';
import type { ModelResources } from '../core/types.js';
import type { Embeddings } from './embeddings.js';
import type { EmbeddingSettings } from './settings.js';
import type { Table } from './tables.js';

/** Seconds between two checkpoints where nobody says how many epochs. */
const EVERY_SECONDS = 60;

/** All that changes in training between two epochs. */
export interface EmbeddingState {
  epoch: number;
  history: TrainingHistory;
  /** Embeddings of the best epoch; undefined before the first check. */
  best: Pick<Embeddings, 'nodes' | 'relations'> | undefined;
  readonly stopping: EarlyStopping;
  readonly nodes: Table;
  readonly relations: Table;
}

/** What a run is told by: a checkpoint of another is refused. */
export interface EmbeddingRun {
  readonly model: string;
  readonly settings: EmbeddingSettings;
  readonly graph: HeteroGraph;
  readonly edgeTypes: readonly (readonly string[])[];
  readonly seed: number;
}

/** Keeps the state of a training in a folder after epochs, to go on from it to the same bits. */
export class EmbeddingCheckpoint {
  readonly #run: EmbeddingRun;
  readonly #dir: string;
  readonly #everyEpochs: number | undefined;
  readonly #tag: string;
  #lastSave = performance.now();
  #savedEpoch = 0;
  /** Why the last one could not be written, such as a full disk; training went on without. */
  problem: Awaited<ReturnType<typeof failureOf>>;

  private constructor(run: EmbeddingRun, dir: string, tag: string, everyEpochs: number | undefined) {
    this.#run = run;
    this.#dir = dir;
    this.#tag = tag;
    this.#everyEpochs = everyEpochs;
  }

  /** Undefined where none is kept. */
  static of(run: EmbeddingRun, resources: ModelResources): EmbeddingCheckpoint | undefined {
    const { settings, graph, edgeTypes } = run;
    const options = checkpointOf(() => ({ graph: hashGraph(graph), edgeTypes }), settings, resources);
    return options && new EmbeddingCheckpoint(run, options.dir, options.tag!, options.everyEpochs);
  }

  get dir(): string {
    return this.#dir;
  }

  /** Puts the state of the folder's checkpoint into place, where there is one. @throws {HeteroGraphError} CHECKPOINT_MISMATCH, CORRUPT_FILE */
  async open(state: EmbeddingState): Promise<void> {
    if (!hasCheckpoint(this.#dir)) return;
    const snapshot = await readCheckpoint(this.#dir);
    checkSameRun(this.#dir, snapshot, this.#shape(state));
    const { progress, history, weights } = snapshot;
    const tables = [state.nodes, state.relations];
    for (const [i, table] of tables.entries()) {
      table.values.set(weights.current[i]!);
      table.squares.set(weights.optimizer.squares![i]!);
    }
    state.epoch = progress.epoch;
    state.history = TrainingHistory.fromJSON(history);
    const { bestEpoch, bestCriterion, failedEpochs } = progress;
    state.stopping.restore({ bestEpoch, bestValue: bestCriterion ?? Number.NaN, failedEpochs });
    if (weights.best) state.best = { nodes: weights.best[0]!, relations: weights.best[1]! };
    this.#savedEpoch = state.epoch;
  }

  /** Writes the state where it is time, or in any case at the end. */
  async save(state: EmbeddingState, isEnd: boolean): Promise<void> {
    const every = this.#everyEpochs;
    const isDue =
      every === undefined ? performance.now() - this.#lastSave >= EVERY_SECONDS * 1000 : state.epoch % every === 0;
    if (state.epoch === this.#savedEpoch || !(isEnd || isDue)) return;
    this.#lastSave = performance.now();
    this.problem = await failureOf(() => writeCheckpoint(this.#dir, this.#snapshot(state)));
    if (!this.problem) this.#savedEpoch = state.epoch;
  }

  #shape({ nodes, relations }: EmbeddingState): Pick<Snapshot, 'config' | 'parameters'> {
    const { model, seed } = this.#run;
    return {
      config: { model, seed, tag: this.#tag },
      parameters: [
        { name: 'nodes', shape: [nodes.rows, nodes.width] },
        { name: 'relations', shape: [relations.rows, relations.width] },
      ],
    };
  }

  #snapshot(state: EmbeddingState): Snapshot {
    const { epoch, history, best, stopping, nodes, relations } = state;
    const { bestEpoch, bestValue, failedEpochs } = stopping.state;
    const counters = { batch: 0, step: 0, epochLossSum: 0, epochExamples: 0 };
    return {
      ...this.#shape(state),
      seed: this.#run.seed,
      progress: { epoch, ...counters, bestEpoch, bestCriterion: bestEpoch === 0 ? null : bestValue, failedEpochs },
      history: history.toJSON(),
      weights: {
        current: [nodes.values, relations.values],
        ...(best ? { best: [best.nodes, best.relations] } : {}),
        optimizer: { squares: [nodes.squares, relations.squares] },
      },
    };
  }
}

/** A full disk is no reason to lose what was trained: the result says so. */
async function failureOf(write: () => Promise<unknown>) {
  try {
    await write();
    return undefined;
  } catch (error) {
    if (isHeteroGraphError(error) && error.code === 'WRITE_FAILED') return error;
    throw error;
  }
}
