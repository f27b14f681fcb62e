import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { Parameter, Tensor2D } from '../../tensor/index.js';
import { type ForwardMode, type LayerOptions, layerSchema } from '../layer.js';
import type { Linear } from '../linear.js';
import type { EdgeMatrices } from '../messages/relation.js';

/**
 * A layer over one relation: states of the nodes that send and of those that receive in, new states of the latter out, [targets, H]. On
 * a graph of one node type both are the same tensor. `HeteroConv` makes one of these per relation of a typed graph.
 */
export interface Convolution {
  readonly parameters: readonly Parameter[];
  /**
   * @param source [sources, D]
   * @param target [targets, D]
   */
  forward(source: Tensor2D, target: Tensor2D, relation: EdgeMatrices, mode: ForwardMode): Tensor2D;
  /** Of layers with attention: the weights of the entries, [E, H], and what they weigh, [sources, H], outside training. */
  attention?(
    source: Tensor2D,
    target: Tensor2D,
    relation: EdgeMatrices,
  ): { readonly weights: Tensor2D; readonly values: Tensor2D };
  /**
   * Of a layer that is a map of the own state plus a map of the neighbours' mean: these maps, so that those of many relations can be multiplied
   * at once.
   */
  readonly ofMeans?: { readonly self: Linear; readonly neighbours: Parameter } | undefined;
  dispose(): void;
}

export interface ConvolutionOptions extends LayerOptions {
  /** D, of both sides. */
  readonly inputWidth: number;
  /** H, of all heads together. */
  readonly outputWidth: number;
}

export const convolutionSchema = { ...layerSchema, inputWidth: option.count, outputWidth: option.count };

/** Options of layers with attention. */
export interface AttentionHeads {
  /** Default 1. They divide the output width. */
  readonly heads?: number;
  /** Of the attention weights in training, as a fraction; default 0. */
  readonly attentionDropout?: number;
  /** Slope of the leaky ReLU of the scores below 0; default 0.2. */
  readonly negativeSlope?: number;
}

export const headsSchema = {
  heads: z.optional(option.count),
  attentionDropout: z.optional(option.rate),
  negativeSlope: z.optional(option.nonNegative),
};
