import * as z from 'zod/mini';
import { expectArgument, option, type RandomStream } from '../core/index.js';
import type { Parameter, Tensor2D } from '../tensor/index.js';

/** In training mode every random bit of a forward pass comes from `random`, a stream named by seed and step. */
export type ForwardMode = { readonly training: false } | { readonly training: true; readonly random: RandomStream };

/**
 * A part of a model: parameters and a forward pass. Any object with these members is a layer; models are made of layers
 * by calling them one after the other.
 *
 * Conventions: parameters are named `LAYER/NAME`, initial values come from the stream (seed, 'init', LAYER), dropout
 * from `mode.random.child(LAYER)`, so that adding a layer changes no random number of another. Shape letters: B rows,
 * D input width, H output width.
 */
export interface Layer<Inputs extends readonly unknown[] = readonly [x: Tensor2D]> {
  /** In a fixed order, with distinct names. */
  readonly parameters: readonly Parameter[];
  /** The caller tidies. */
  forward(...args: [...inputs: Inputs, mode: ForwardMode]): Tensor2D;
  dispose(): void;
}

/** A parameter that holds numbers of single nodes, and whose size therefore is that of a graph. */
export interface NodeTable {
  /** Its name. */
  readonly parameter: string;
  /** How often all of it is there, such as once for every basis; the slowest index. */
  readonly repeats: number;
  /** Node types whose nodes follow each other in it; a type may be there more than once. */
  readonly sources: readonly string[];
  /** Numbers of a node. */
  readonly width: number;
}

/** The arguments every layer with initial values takes. */
export interface LayerOptions {
  /** First part of the parameters' names; distinct within a model. */
  readonly name: string;
  /** Seed of the initial values. */
  readonly seed: number;
}

/** Their check, and that of every layer with dropout. */
export const layerSchema = { name: z.string('a text'), seed: option.seed };
export const dropoutSchema = { dropout: z.optional(option.rate), dropoutName: z.optional(z.string('a text')) };
export const activationSchema = z.optional(z.enum(['prelu', 'relu', 'none']));

/** Parameters of several layers, in order. */
export function parametersOf(layers: readonly { readonly parameters: readonly Parameter[] }[]): Parameter[] {
  expectArgument(layers, 'objects', 'layers');
  return layers.flatMap(({ parameters }) => parameters);
}
