import * as z from 'zod/mini';
import { option, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import type { ExecutionReport } from '../../schedule/index.js';
import type { Model } from '../../training/index.js';
import type { KnownNodes } from '../core/known-nodes.js';
import type { LearnedTask, ModelResources, Problem } from '../core/types.js';
import { relationsOption } from '../inputs/check.js';

/** Settings of every model that is trained on pre-computed inputs. */
export interface PrecomputedSettings {
  /** Edge types to use; default all. */
  readonly relations?: readonly string[];
  readonly batchSize: number;
  readonly epochs: number;
  /** In epochs. */
  readonly patience: number;
  readonly learningRate: number;
  /** L2 term of the gradient, as Adam of PyTorch adds it. */
  readonly weightDecay: number;
  /** What selects the best epoch on the validation rows: the loss, or the mean of micro- and macro-F1 (of numbers: MAE). */
  readonly criterion: 'loss' | 'f1';
}

export const precomputedSchema = {
  relations: relationsOption,
  batchSize: option.count,
  epochs: option.countFrom(0),
  patience: option.nonNegative,
  learningRate: option.positive,
  weightDecay: option.nonNegative,
  criterion: z.enum(['loss', 'f1']),
};

/** Name and width of an input of the network: kept with a model, and compared where it is used on another graph. */
export interface InputShape {
  readonly name: string;
  readonly width: number;
}

/** What is computed before training, for some rows of the target. */
export interface Inputs {
  /** Target node of every row. */
  readonly rows: Int32Array;
  readonly shapes: readonly InputShape[];
  readonly execution?: ExecutionReport;
  dispose(): void;
}

/** What was decided by the shape of the graph: kept with a model, so that another graph is treated alike. */
export type Choice = Readonly<Record<string, number>>;

/** What a network predicts. */
export interface NetworkTarget {
  readonly nodeType: string;
  /** Numbers per node. */
  readonly numClasses: number;
}

export interface NetworkContext extends NetworkTarget {
  /** Nodes of the target type. */
  readonly numNodes: number;
  readonly seed: number;
}

/** A network on pre-computed rows. */
export interface PrecomputedNetwork extends Model {
  /** The last hidden representation, [B, H], without dropout. */
  embed(rows: Int32Array): ReturnType<Model['forward']>;
  readonly embeddingWidth: number;
}

export interface PrecomputeRequest {
  readonly task: LearnedTask;
  readonly rows: Int32Array;
  /** Rows whose labels are an input; empty where none are. */
  readonly trainRows: Int32Array;
  readonly seed: number;
  readonly choice: Choice;
  /** The nodes of the fit that are inputs one by one, where `knowsNodes` says so. */
  readonly known: KnownNodes;
}

/** How a model on pre-computed inputs differs from another. */
export interface PrecomputedKind<S extends PrecomputedSettings, I extends Inputs> {
  readonly name: string;
  readonly settings: S;
  readonly usesTrainingLabels: boolean;
  /** Whether nodes without features are inputs one by one; default false. */
  readonly knowsNodes?: boolean;
  /** Decides what the settings leave open, by the shape of the graph alone. @throws {HeteroGraphError} before any work */
  choose(problem: Problem): Choice;
  precompute(graph: HeteroGraph, request: PrecomputeRequest, run: RunOptions, resources: ModelResources): Promise<I>;
  network(inputs: I, context: NetworkContext): PrecomputedNetwork;
  /** Numbers of parameters, and of weights in all, of a network on inputs of such shapes. */
  size(shapes: readonly InputShape[], target: NetworkTarget): { readonly parameters: number; readonly weights: number };
}
