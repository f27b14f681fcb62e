import { blockBytes } from '../compute/internal.js';
import { HeteroGraphError } from '../core/index.js';

/** A tensor that a {@link SpillStore} holds. */
export interface TensorSpec {
  readonly name: string;
  /** 4-byte numbers. */
  readonly length: number;
  /** Filled with zeros when it is made; default: its first content is undefined. */
  readonly zeroed?: boolean;
  /** Fills the tensor when it is needed; such a tensor, unless it is written to, is dropped instead of spilled. */
  readonly load?: (into: Float32Array) => void;
}

/** Bytes that a tensor takes in memory. */
export function tensorBytes({ length }: Pick<TensorSpec, 'length'>): number {
  return blockBytes(length * 4);
}

/** The tensors that one operator works on, each named once, and its working memory. */
export interface PinnedTensors {
  readonly reads?: readonly string[];
  /** Changed or made. */
  readonly writes?: readonly string[];
  readonly scratchBytes?: number;
}

/** @param at the node type it is about, where there is one */
export function notEnough(
  needed: number,
  limit: number,
  what = 'One operator',
  at: { readonly type?: string } = {},
): HeteroGraphError {
  return new HeteroGraphError('OUT_OF_MEMORY', `${what} needs ${needed} bytes at once; ${limit} are allowed.`, {
    ...at,
    hint: `Allow at least ${needed} bytes, or use narrower features.`,
  });
}
