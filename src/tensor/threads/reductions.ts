import type * as tf from '@tensorflow/tfjs-core';
import { binaryInto, reduceAllInto, reduceColumnsInto, softmaxInto, sumRowsInto } from '../../compute/internal.js';
import { axesOf, inherit, isFloat, type KernelCall, type OwnKernel, sizeOf, type Unary } from './kernel.js';
import type { ThreadsBackend } from './threads-backend.js';

type Axes = {
  readonly axis?: number | readonly number[];
  readonly reductionIndices?: number | readonly number[];
  readonly keepDims?: boolean;
};
type Kind = 'sum' | 'mean' | 'max';

/** Sum, mean and maximum over all, trailing or (sum, mean) leading axes. */
export function reduction(kind: Kind): OwnKernel<Unary, Axes> {
  return (call, inherited) => reduced(call, kind) ?? inherit(call, inherited);
}

function reduced({ inputs, attrs, backend }: KernelCall<Unary, Axes>, kind: Kind): tf.TensorInfo | undefined {
  const { x } = inputs;
  const rank = x.shape.length;
  const axes = axesOf(attrs.axis ?? attrs.reductionIndices, rank);
  const leading = axes.every((axis, i) => axis === i);
  const trailing = axes.every((axis, i) => axis === rank - axes.length + i);
  const size = sizeOf(x.shape);
  if (!isFloat(x) || !(leading || trailing) || axes.length === 0 || size === 0) return undefined;
  const all = axes.length === rank;
  if (!all && !trailing && kind === 'max') return undefined;
  const kept = x.shape.filter((_, i) => !axes.includes(i));
  const count = size / sizeOf(kept);
  const shape = attrs.keepDims ? x.shape.map((extent, i) => (axes.includes(i) ? 1 : extent)) : kept;
  const out = backend.allocate(shape);
  const from = backend.address(x);
  const op = kind === 'max' ? 'max' : 'sum';
  const scale = kind === 'mean' ? 1 / count : 1;
  const { pool } = backend;
  if (all) reduceAllInto(pool, op, from, size, out.address, scale);
  else if (trailing) reduceColumnsInto(pool, op, from, size / count, count, out.address, scale);
  else {
    const width = size / count;
    sumRowsInto(pool, from, count, width, out.address);
    if (kind === 'mean') scaleInPlace(backend, out, scale);
  }
  return out;
}

function scaleInPlace(backend: ThreadsBackend, out: tf.TensorInfo & { address: number }, factor: number): void {
  const scalar = backend.allocate([1]);
  backend.values(scalar)[0] = factor;
  const lies = { aLies: 'full', bLies: 'scalar', rows: 1, width: sizeOf(out.shape) } as const;
  binaryInto(backend.pool, { op: 'mul', a: out.address, b: scalar.address, out: out.address, ...lies });
  backend.disposeIntermediateTensorInfo(scalar);
}

/** Along the last axis. */
export const softmax: OwnKernel<{ readonly logits: tf.TensorInfo }, { readonly dim: number }> = (call, inherited) => {
  const { logits } = call.inputs;
  const rank = logits.shape.length;
  const width = logits.shape[rank - 1]!;
  const last = call.attrs.dim === rank - 1 || call.attrs.dim === -1;
  if (!isFloat(logits) || !last || width === 0) return inherit(call, inherited);
  const { backend } = call;
  const out = backend.allocate(logits.shape);
  softmaxInto(backend.pool, backend.address(logits), sizeOf(logits.shape) / width, width, out.address, false);
  return out;
};
