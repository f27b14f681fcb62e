import type * as tf from '@tensorflow/tfjs-core';
import { type BinaryOp, type Broadcast, binaryInto, type UnaryOp, unaryInto } from '../../compute/internal.js';
import { inherit, isFloat, type OwnKernel, sizeOf, type Unary } from './kernel.js';
import type { ThreadsBackend } from './threads-backend.js';

type Pair = { readonly a: tf.TensorInfo; readonly b: tf.TensorInfo };

/** How `side` lies over `shape`, where our kernel can do it. */
function broadcastOf(side: readonly number[], shape: readonly number[]): Broadcast | undefined {
  const size = sizeOf(side);
  if (size === sizeOf(shape)) return 'full';
  if (size === 1) return 'scalar';
  const aligned = [...new Array<number>(shape.length - side.length).fill(1), ...side];
  const leading = aligned.findIndex((extent) => extent !== 1);
  if (aligned.every((extent, i) => i < leading || extent === shape[i])) return 'row';
  const last = shape.length - 1;
  if (aligned[last] === 1 && aligned.every((extent, i) => i === last || extent === shape[i])) return 'column';
  return undefined;
}

/** Shape of the result, if every broadcast is one of ours, at most one side is broadcast and both have values. */
function layoutOf(a: readonly number[], b: readonly number[]) {
  if (sizeOf(a) === 0 || sizeOf(b) === 0) return undefined;
  const big = sizeOf(a) > sizeOf(b) || (sizeOf(a) === sizeOf(b) && a.length >= b.length) ? a : b;
  const aLies = broadcastOf(a, big);
  const bLies = broadcastOf(b, big);
  if (!aLies || !bLies || Math.max(a.length, b.length) !== big.length) return undefined;
  const small = big === a ? b : a;
  const lies = big === a ? bLies : aLies;
  const width = lies === 'row' ? sizeOf(small) : (big.at(-1) ?? 1);
  return { shape: big, aLies, bLies, width, rows: width === 0 ? 0 : sizeOf(big) / width };
}

export function binaryKernel(op: BinaryOp): OwnKernel<Pair, unknown> {
  return (call, inherited) => {
    const { a, b } = call.inputs;
    const layout = isFloat(a, b) ? layoutOf(a.shape, b.shape) : undefined;
    if (!layout) return inherit(call, inherited);
    const { backend } = call;
    const out = backend.allocate(layout.shape);
    binaryInto(backend.pool, { op, a: backend.address(a), b: backend.address(b), out: out.address, ...layout });
    return out;
  };
}

/** Sum of equally shaped tensors, in their order. */
export const addN: OwnKernel<readonly tf.TensorInfo[], unknown> = (call, inherited) => {
  const { inputs, backend } = call;
  if (!isFloat(...inputs)) return inherit(call, inherited);
  const { shape } = inputs[0]!;
  const rows = 1;
  const width = sizeOf(shape);
  const out = backend.allocate(shape);
  const first = backend.address(inputs[0]!);
  if (inputs.length === 1) backend.values(out).set(backend.values(inputs[0]!));
  for (let i = 1; i < inputs.length; i++) {
    const a = i === 1 ? first : out.address;
    const b = backend.address(inputs[i]!);
    binaryInto(backend.pool, { op: 'add', a, b, aLies: 'full', bLies: 'full', out: out.address, rows, width });
  }
  return out;
};

export function unaryKernel(op: UnaryOp): OwnKernel<Unary, { readonly alpha?: number }> {
  return (call, inherited) => {
    const { x } = call.inputs;
    if (!isFloat(x)) return inherit(call, inherited);
    return mapped(call.backend, op, x, call.attrs?.alpha);
  };
}

function mapped(backend: ThreadsBackend, op: UnaryOp, x: tf.TensorInfo, alpha?: number) {
  const out = backend.allocate(x.shape);
  unaryInto(backend.pool, op, backend.address(x), out.address, sizeOf(x.shape), alpha);
  return out;
}

/** max(x, 0) + alpha min(x, 0), alpha a scalar or one value per column. */
export const prelu: OwnKernel<{ readonly x: tf.TensorInfo; readonly alpha: tf.TensorInfo }, unknown> = (
  call,
  inherited,
) => {
  const { backend } = call;
  const { x, alpha } = call.inputs;
  const layout = isFloat(x, alpha) ? layoutOf(x.shape, alpha.shape) : undefined;
  if (layout?.aLies !== 'full') return inherit(call, inherited);
  const out = mapped(backend, 'neg', x);
  const width = sizeOf(x.shape);
  const { pool } = backend;
  const flat = { aLies: 'full', bLies: 'full', out: out.address, rows: 1, width } as const;
  unaryInto(pool, 'relu', out.address, out.address, width);
  binaryInto(pool, { op: 'mul', a: out.address, b: backend.address(alpha), out: out.address, ...layout });
  const positive = mapped(backend, 'relu', x);
  binaryInto(pool, { op: 'sub', a: positive.address, b: out.address, ...flat });
  backend.disposeIntermediateTensorInfo(positive);
  return out;
};
