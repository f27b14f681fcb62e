import * as z from 'zod/mini';
import type { RegressionRun, TrainedRun } from '../../experiments/index.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { about, id, ids } from '../http/schemas.js';
import { KeptRows } from './kept-rows.js';
import { rowsOfIds } from './rows-of-ids.js';
import type { Served } from './served.js';
import { vectorsOf, vectorsSchema } from './vectors.js';

const request = z.strictObject({ ids: about('External ids of nodes.', ids) });

/** Predictions and vectors of the nodes of a run of classes or numbers. */
export function servedNodes(run: TrainedRun | RegressionRun): Served {
  const { nodeType, task = 'classification', model, labelColumn } = run.config;
  const index = run.graph.ids(nodeType);
  const size = run.graph.numNodes(nodeType);
  const answers = isOfNumbers(run) ? numbers(run, size) : classes(run, size);
  const predict = endpoint({
    path: '/predict',
    summary: `What the model says of ${nodeType} nodes: ${labelColumn}.`,
    request,
    response: z.object({ nodeType: z.string(), column: z.string(), predictions: z.array(answers.entry) }),
    answer: async ({ ids: asked }) => {
      const rows = rowsOfIds(index, asked, nodeType);
      const entries = await answers.of(rows);
      const predictions = entries.map((entry, i) => ({ id: index.idOf(rows[i]!), ...entry }));
      return { nodeType, column: labelColumn, predictions };
    },
  });
  return { task, model, data: run.opened.name, endpoints: [predict, ...embedding(run, size)] };
}

function isOfNumbers(run: TrainedRun | RegressionRun): run is RegressionRun {
  return run.config.task === 'regression';
}

interface Answers {
  readonly entry: z.ZodMiniType;
  of(rows: Int32Array): Promise<object[]>;
}

function classes(run: TrainedRun, size: number): Answers {
  const task = run.model.task as { readonly classes: readonly string[]; readonly multiLabel: boolean };
  const kept = new KeptRows(size, task.classes.length, (rows) => run.predict(rows ?? 'all'));
  return {
    entry: z.object({
      id,
      predicted: about('The class; where nodes may have several, their names joined by |.', z.string()),
      probabilities: about('By class.', z.record(z.string(), z.number())),
    }),
    async of(rows) {
      const { result, at } = await kept.of(rows);
      const width = result.classes.length;
      return at.map((row) => ({
        predicted: result.predicted[row],
        probabilities: Object.fromEntries(
          result.classes.map((name, c) => [name, result.probabilities[row * width + c]]),
        ),
      }));
    },
  };
}

function numbers(run: RegressionRun, size: number): Answers {
  const kept = new KeptRows(size, 1, (rows) => run.predict(rows ?? 'all'));
  return {
    entry: z.object({
      id,
      predicted: z.number(),
      low: about('From here', z.optional(z.number())),
      high: about('to here lie as many rows as the interval of the run says.', z.optional(z.number())),
    }),
    async of(rows) {
      const { result, at } = await kept.of(rows);
      const { predicted, interval } = result;
      return at.map((row) => {
        const value = predicted[row]!;
        const bounds = interval ? { low: value - interval.halfWidth, high: value + interval.halfWidth } : {};
        return { predicted: value, ...bounds };
      });
    },
  };
}

function embedding(run: TrainedRun | RegressionRun, size: number): Endpoint[] {
  if (!run.model.hasEmbedding) return [];
  const { nodeType } = run.config;
  const index = run.graph.ids(nodeType);
  const kept = new KeptRows(size, 256, (rows) => run.embed(rows ?? 'all'));
  return [
    endpoint({
      path: '/embed',
      summary: `Vectors of ${nodeType} nodes.`,
      request,
      response: vectorsSchema,
      answer: async ({ ids: asked }) => {
        const rows = rowsOfIds(index, asked, nodeType);
        const { result, at } = await kept.of(rows);
        return vectorsOf(nodeType, result, at, (i) => index.idOf(rows[i]!));
      },
    }),
  ];
}
