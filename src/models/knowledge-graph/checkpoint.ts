import { FitCheckpoint, type FitState } from '../../files/index.js';
import { type HeteroGraph, hashGraph } from '../../graph/index.js';
import { type EarlyStopping, TrainingHistory } from '../../training/index.js';
import { checkpointOf } from '../core/network-state.js';
import type { ModelResources } from '../core/types.js';
import type { Embeddings } from './embeddings.js';
import type { EmbeddingSettings } from './settings.js';
import type { Table } from './tables.js';

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

/** Where the state after so many steps of an epoch is kept; undefined where it is not. */
export function embeddingCheckpoint(
  { model, settings, graph, edgeTypes, seed }: EmbeddingRun,
  { nodes, relations }: EmbeddingState,
  steps: number,
  resources: ModelResources,
): FitCheckpoint | undefined {
  const options = checkpointOf(() => ({ graph: hashGraph(graph), edgeTypes }), settings, resources);
  if (!options) return undefined;
  const { dir, everyEpochs, tag } = options;
  const parameters = [
    { name: 'nodes', shape: [nodes.rows, nodes.width] },
    { name: 'relations', shape: [relations.rows, relations.width] },
  ];
  const config = { model, seed, tag: tag! };
  const kept = { steps, parameters, isBetweenEpochs: true, slots: ['squares'] };
  return new FitCheckpoint({ dir, everyEpochs, config }, seed, kept);
}

/** Puts a state that was kept into place. */
export function restore(state: EmbeddingState, { progress, history, weights }: FitState): void {
  for (const [i, table] of [state.nodes, state.relations].entries()) {
    table.values.set(weights.current[i]!);
    table.squares.set(weights.optimizer.squares![i]!);
  }
  state.epoch = progress.epoch;
  state.history = TrainingHistory.fromJSON(history);
  const { bestEpoch, bestCriterion, failedEpochs } = progress;
  state.stopping.restore({ bestEpoch, bestValue: bestCriterion ?? Number.NaN, failedEpochs });
  if (weights.best) state.best = { nodes: weights.best[0]!, relations: weights.best[1]! };
}

/** What is kept between two epochs of so many steps. */
export function stateOf({ epoch, history, best, stopping, nodes, relations }: EmbeddingState, steps: number): FitState {
  const { bestEpoch, bestValue, failedEpochs } = stopping.state;
  const counters = { batch: 0, step: epoch * steps, epochLossSum: 0, epochExamples: 0 };
  return {
    progress: { epoch, ...counters, bestEpoch, bestCriterion: bestEpoch === 0 ? null : bestValue, failedEpochs },
    history: history.toJSON(),
    weights: {
      current: [nodes.values, relations.values],
      ...(best ? { best: [best.nodes, best.relations] } : {}),
      optimizer: { squares: [nodes.squares, relations.squares] },
    },
  };
}
