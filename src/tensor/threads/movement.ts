import * as tf from '@tensorflow/tfjs-core';
import { copyColumns, fillInto, gatherInto, scatterRowsInto, transposeInto } from '../../compute/internal.js';
import { inherit, isFloat, type OwnKernel, sizeOf, type Unary } from './kernel.js';

/** Two axes swapped, whatever axes of extent 1 lie between. */
export const transpose: OwnKernel<Unary, { readonly perm: readonly number[] }> = (call, inherited) => {
  const { x } = call.inputs;
  const { perm } = call.attrs;
  if (!isFloat(x) || x.shape.length !== 2 || perm[0] !== 1) return inherit(call, inherited);
  const [m, n] = x.shape as [number, number];
  const out = call.backend.allocate([n, m]);
  transposeInto(call.backend.pool, call.backend.address(x), m, n, out.address);
  return out;
};

/** Along any axis: blocks of (extent x what follows) words per leading index. */
export const concat: OwnKernel<readonly tf.TensorInfo[], { readonly axis: number }> = (call, inherited) => {
  const { inputs, attrs, backend } = call;
  if (!isFloat(...inputs)) return inherit(call, inherited);
  const first = inputs[0]!.shape;
  const axis = attrs.axis < 0 ? attrs.axis + first.length : attrs.axis;
  const outer = sizeOf(first.slice(0, axis));
  const inner = sizeOf(first.slice(axis + 1));
  const extents = inputs.map((input) => input.shape[axis]!);
  const total = extents.reduce((sum, extent) => sum + extent, 0);
  const out = backend.allocate(first.map((extent, i) => (i === axis ? total : extent)));
  let offset = 0;
  for (const [i, input] of inputs.entries()) {
    const width = extents[i]! * inner;
    copyColumns(backend.pool, backend.address(input), width, out.address + offset * 4, total * inner, width, outer);
    offset += width;
  }
  return out;
};

export const splitV: OwnKernel<
  Unary,
  { readonly numOrSizeSplits: number | readonly number[]; readonly axis: number }
> = (call, inherited) => {
  const { inputs, attrs, backend } = call;
  const { x } = inputs;
  if (!isFloat(x)) return inherit(call, inherited);
  const axis = attrs.axis < 0 ? attrs.axis + x.shape.length : attrs.axis;
  const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, attrs.numOrSizeSplits as number[], axis);
  const outer = sizeOf(x.shape.slice(0, axis));
  const inner = sizeOf(x.shape.slice(axis + 1));
  const stride = x.shape[axis]! * inner;
  let from = backend.address(x);
  return sizes.map((size) => {
    const out = backend.allocate(x.shape.map((extent, i) => (i === axis ? size : extent)));
    copyColumns(backend.pool, from, stride, out.address, size * inner, size * inner, outer);
    from += size * inner * 4;
    return out;
  });
};

/** Of matrices and vectors; other ranks as inherited. */
export const slice: OwnKernel<
  Unary,
  { readonly begin: number | readonly number[]; readonly size: number | readonly number[] }
> = (call, inherited) => {
  const { inputs, attrs, backend } = call;
  const { x } = inputs;
  const rank = x.shape.length;
  if (!isFloat(x) || rank < 1 || rank > 2) return inherit(call, inherited);
  const [begin, size] = tf.slice_util.parseSliceParams(x, attrs.begin as number[], attrs.size as number[]);
  tf.slice_util.assertParamsValid(x, begin!, size!);
  const [rows, width] = rank === 1 ? [1, x.shape[0]!] : (x.shape as [number, number]);
  const [r0, c0] = rank === 1 ? [0, begin![0]!] : (begin as [number, number]);
  const [count, columns] = rank === 1 ? [rows, size![0]!] : (size as [number, number]);
  const out = backend.allocate(size!);
  const from = backend.address(x) + (r0 * width + c0) * 4;
  copyColumns(backend.pool, from, width, out.address, columns, columns, count);
  return out;
};

/** Of matrices and vectors; other ranks as inherited. */
export const padV2: OwnKernel<
  Unary,
  { readonly paddings: readonly (readonly [number, number])[]; readonly constantValue: number }
> = (call, inherited) => {
  const { inputs, attrs, backend } = call;
  const { x } = inputs;
  const rank = x.shape.length;
  if (!isFloat(x) || rank < 1 || rank > 2) return inherit(call, inherited);
  const { paddings } = attrs;
  const shape = x.shape.map((extent, i) => paddings[i]![0] + extent + paddings[i]![1]);
  const out = backend.allocate(shape);
  fillInto(backend.pool, out.address, sizeOf(shape), attrs.constantValue);
  const width = x.shape[rank - 1]!;
  const stride = shape[rank - 1]!;
  const top = rank === 1 ? 0 : paddings[0]![0];
  const to = out.address + (top * stride + paddings[rank - 1]![0]) * 4;
  copyColumns(backend.pool, backend.address(x), width, to, stride, width, rank === 1 ? 1 : x.shape[0]!);
  return out;
};

/** Whole rows: axis 0 of float32 data. Row numbers are checked, as the plain backend does. */
export const gatherV2: OwnKernel<
  { readonly x: tf.TensorInfo; readonly indices: tf.TensorInfo },
  { readonly axis: number; readonly batchDims?: number }
> = (call, inherited) => {
  const { inputs, attrs, backend } = call;
  const { x, indices } = inputs;
  if (!isFloat(x) || indices.dtype !== 'int32' || attrs.axis !== 0 || (attrs.batchDims ?? 0) !== 0) {
    return inherit(call, inherited);
  }
  const rows = backend.values(indices);
  const limit = x.shape[0]!;
  tf.util.assert(
    rows.every((row) => row >= 0 && row < limit),
    () => `GatherV2: an index is outside [0, ${limit - 1}].`,
  );
  const width = sizeOf(x.shape.slice(1));
  const out = backend.allocate([...indices.shape, ...x.shape.slice(1)]);
  gatherInto(backend.pool, backend.address(x), backend.address(indices), rows.length, width, out.address);
  return out;
};

/** Rows with ids outside [0, numSegments) are dropped, as in the plain backend; O(rows + segments), not their product. */
export const unsortedSegmentSum: OwnKernel<
  { readonly x: tf.TensorInfo; readonly segmentIds: tf.TensorInfo },
  { readonly numSegments: number }
> = (call, inherited) => {
  const { inputs, attrs, backend } = call;
  const { x, segmentIds } = inputs;
  if (!isFloat(x) || segmentIds.shape.length !== 1 || segmentIds.dtype !== 'int32') return inherit(call, inherited);
  const out = backend.allocate([attrs.numSegments, ...x.shape.slice(1)]);
  const width = sizeOf(x.shape.slice(1));
  const ids = backend.values(segmentIds) as unknown as Int32Array;
  scatterRowsInto(backend.pool, ids, backend.address(x), width, attrs.numSegments, out.address);
  return out;
};

/** Of float32 to float32: the same data under another name. */
export const cast: OwnKernel<Unary, { readonly dtype: tf.DataType }> = (call, inherited) => {
  const { x } = call.inputs;
  if (!isFloat(x) || call.attrs.dtype !== 'float32') return inherit(call, inherited);
  call.backend.incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
};

type Filled = { readonly shape: readonly number[]; readonly value: number | string; readonly dtype?: tf.DataType };

export const fill: OwnKernel<unknown, Filled> = (call, inherited) => {
  const { shape, value, dtype } = call.attrs;
  if (typeof value !== 'number' || (dtype ?? 'float32') !== 'float32') return inherit(call, inherited);
  const out = call.backend.allocate(shape);
  fillInto(call.backend.pool, out.address, sizeOf(shape), value);
  return out;
};

export function constantLike(value: number): OwnKernel<Unary, unknown> {
  return (call, inherited) => {
    const { x } = call.inputs;
    if (!isFloat(x)) return inherit(call, inherited);
    const out = call.backend.allocate(x.shape);
    fillInto(call.backend.pool, out.address, sizeOf(x.shape), value);
    return out;
  };
}
