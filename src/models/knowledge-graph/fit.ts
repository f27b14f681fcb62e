import { getPool } from '../../compute/index.js';
import { HeteroGraphError, RandomStream, type RunOptions, throwIfAborted, YieldTimer } from '../../core/index.js';
import { joinLinks, type TypedLinks } from '../../graph/index.js';
import { EarlyStopping, type FitResult, meanReciprocalRank, TrainingHistory } from '../../training/index.js';
import type { LinkProblem } from '../core/link-types.js';
import type { ModelResources } from '../core/types.js';
import { indexesOf, rankLinks } from '../links/rank-links.js';
import { type EmbeddingState, embeddingCheckpoint, restore, stateOf } from './checkpoint.js';
import { type Embeddings, scoresOfAll } from './embeddings.js';
import type { Family } from './family.js';
import { NodeSpace, trainingLinks } from './node-space.js';
import { batchesOf, numBatches, questionsOf } from './questions.js';
import type { EmbeddingSettings } from './settings.js';
import { fillTables, Table } from './tables.js';
import { EmbeddingTrainer } from './trainer.js';

export interface FittedEmbeddings {
  readonly embeddings: Embeddings;
  readonly result: FitResult;
}

/**
 * Trains embeddings of the nodes of all edge types that count. The epoch with the best filtered mean reciprocal rank of the
 * validation links (filtered by training and validation) is kept. With a folder for checkpoints it goes on from the one that is there.
 *
 * @param name of the model
 * @throws {HeteroGraphError} DIVERGED; ABORTED; CHECKPOINT_MISMATCH, CORRUPT_FILE
 */
export async function fitEmbeddings(
  name: string,
  family: Family,
  settings: EmbeddingSettings,
  problem: LinkProblem,
  { signal, onProgress }: RunOptions,
  resources: ModelResources = {},
): Promise<FittedEmbeddings> {
  const started = performance.now();
  const pool = getPool();
  const { callbacks = [] } = resources;
  const { split, seed } = problem;
  const training = trainingLinks(problem, settings.relations);
  const { edgeTypes } = training;
  const space = new NodeSpace(edgeTypes, (type) => split.train.graph.numNodes(type));
  const questions = questionsOf(training, space);
  const nodes = new Table(pool, space.numNodes, family.nodeWidth(settings.rank));
  const relations = new Table(pool, 2 * edgeTypes.length, family.relationWidth(settings.rank));
  const trainer = new EmbeddingTrainer({ pool, family, settings, space, questions, nodes, relations });
  try {
    fillTables(nodes, relations, family, seed);
    const now: Embeddings = {
      ...{ family, rank: settings.rank, space, edgeTypes },
      ...{ nodes: nodes.values, relations: relations.values },
    };
    const validate = validation(now, problem, settings);
    const { epochs, patience, validateEvery } = settings;
    const stopping = new EarlyStopping({ direction: 'max', patience, validateEvery });
    const state: EmbeddingState = {
      ...{ epoch: 0, history: new TrainingHistory(), best: undefined },
      ...{ stopping, nodes, relations },
    };
    const run = { model: name, settings, graph: split.train.graph, edgeTypes: split.edgeTypes, seed };
    const steps = numBatches(questions, settings.batchSize);
    const checkpoint = embeddingCheckpoint(run, state, steps, resources);
    const found = await checkpoint?.open();
    if (found) restore(state, found);
    const timer = new YieldTimer(signal);
    while (state.epoch < epochs && !(validate && stopping.shouldStop)) {
      const from = performance.now();
      const epoch = state.epoch + 1;
      const learningRate = settings.learningRate * settings.decay ** (epoch - 1);
      const stream = new RandomStream(seed, 'epoch', epoch);
      const batches = batchesOf(questions, settings.batchSize, stream);
      const sums = { loss: 0, links: 0 };
      for (const [i, batch] of batches.entries()) {
        const { loss, links } = trainer.step(batch, stream.child('candidates', i), learningRate);
        if (!Number.isFinite(loss)) throw diverged(epoch);
        sums.loss += loss;
        sums.links += links;
        if (timer.isDue()) {
          onProgress?.({ stage: 'training', done: epoch - 1 + i / batches.length, total: epochs, unit: 'epochs' });
          await timer.yieldNow();
        }
      }
      const loss = sums.loss / sums.links;
      const mrr = validate && stopping.isDue(epoch) ? await validate({ ...(signal ? { signal } : {}) }) : Number.NaN;
      const isBest = validate ? stopping.isDue(epoch) && stopping.observe(epoch, mrr) : false;
      if (isBest) state.best = copyOf(now);
      const valid: Record<string, number> = Number.isNaN(mrr) ? {} : { validMrr: mrr };
      state.history.append({ epoch, loss, ...valid });
      state.epoch = epoch;
      await checkpoint?.saveIfDue(() => stateOf(state, steps), { epoch });
      const seconds = (performance.now() - from) / 1000;
      onProgress?.({ stage: 'training', done: epoch, total: epochs, unit: 'epochs', values: { loss, ...valid } });
      const report = { epoch, epochs, loss, learningRate, seconds, valid, isBest };
      for (const callback of callbacks) await callback.onEpochEnd?.(report);
      // Epochs of small graphs are over before the timer is due.
      if (state.epoch < epochs && signal?.aborted) await checkpoint?.stop(stateOf(state, steps), signal.reason);
      if (state.epoch < epochs) throwIfAborted(signal);
    }
    await checkpoint?.save(stateOf(state, steps));
    const { bestEpoch, bestValue } = stopping.state;
    const problemOfKeeping = checkpoint?.problem;
    return {
      // Where nothing was checked, the last epoch counts.
      embeddings: { ...now, ...(state.best ?? copyOf(now)) },
      result: {
        history: state.history,
        bestEpoch: bestEpoch === 0 ? state.epoch : bestEpoch,
        bestCriterion: bestValue,
        epochs: state.epoch,
        stoppedBy: validate && stopping.shouldStop ? 'patience' : 'epochs',
        seconds: (performance.now() - started) / 1000,
        checkpoint: problemOfKeeping ? undefined : checkpoint?.dir,
        ...(problemOfKeeping ? { checkpointProblem: problemOfKeeping } : {}),
      },
    };
  } finally {
    trainer.dispose();
    nodes.dispose();
    relations.dispose();
  }
}

function copyOf({ nodes, relations }: Embeddings): Pick<Embeddings, 'nodes' | 'relations'> {
  return { nodes: nodes.slice(), relations: relations.slice() };
}

/** The mean reciprocal rank of validation links, both ways; undefined where there are none. */
function validation(now: Embeddings, { split, seed }: LinkProblem, { validationLinks }: EmbeddingSettings) {
  const { positive } = split.valid;
  if (positive.source.length === 0) return undefined;
  const order = new RandomStream(seed, 'validation').permutation(positive.source.length);
  const rows = (validationLinks === 0 ? order : order.slice(0, validationLinks)).sort();
  const links: TypedLinks = {
    source: rows.map((i) => positive.source[i]!),
    target: rows.map((i) => positive.target[i]!),
    relation: rows.map((i) => positive.relation[i]!),
  };
  const known = indexesOf(joinLinks([split.train.positive, positive]));
  const model = {
    task: { kind: 'links' as const, edgeTypes: split.edgeTypes },
    scoreAll: async (queries: Parameters<typeof scoresOfAll>[1]) => {
      const type = split.edgeTypes[queries.relation[0]!]![queries.side === 'target' ? 2 : 0];
      return scoresOfAll(now, queries, type);
    },
  };
  return async (run: RunOptions): Promise<number> => {
    const ranks = await rankLinks(model, links, { known, ...run });
    return (meanReciprocalRank(ranks.target!) + meanReciprocalRank(ranks.source!)) / 2;
  };
}

function diverged(epoch: number): HeteroGraphError {
  return new HeteroGraphError('DIVERGED', `The loss of epoch ${epoch} is not a number.`, {
    hint: 'Use a smaller learning rate.',
  });
}
