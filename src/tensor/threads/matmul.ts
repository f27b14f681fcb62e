import type * as tf from '@tensorflow/tfjs-core';
import { multiplyBatchInto } from '../../compute/internal.js';
import { inherit, isFloat, type OwnKernel, sizeOf } from './kernel.js';

type Inputs = { readonly a: tf.TensorInfo; readonly b: tf.TensorInfo };
type Attributes = { readonly transposeA: boolean; readonly transposeB: boolean };

/** All four forms; batches are equal, or one side has a single matrix. */
export const batchMatMul: OwnKernel<Inputs, Attributes> = (call, inherited) => {
  const { inputs, attrs, backend } = call;
  const { a, b } = inputs;
  const { transposeA = false, transposeB = false } = attrs;
  const batchA = a.shape.slice(0, -2);
  const batchB = b.shape.slice(0, -2);
  const countA = sizeOf(batchA);
  const countB = sizeOf(batchB);
  const alike = batchA.length === batchB.length && batchA.every((extent, i) => extent === batchB[i]);
  if (!isFloat(a, b) || !(alike || countA === 1 || countB === 1)) return inherit(call, inherited);
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const m = transposeA ? columnsA : rowsA;
  const k = transposeA ? rowsA : columnsA;
  const n = transposeB ? rowsB : columnsB;
  const batch = countA >= countB && batchA.length >= batchB.length ? batchA : batchB;
  const out = backend.allocate([...batch, m, n]);
  const product = { a: backend.address(a), b: backend.address(b), out: out.address, m, n, k, transposeA, transposeB };
  const steps = { a: countA === 1 ? 0 : m * k, b: countB === 1 ? 0 : k * n, out: m * n };
  multiplyBatchInto(backend.pool, product, sizeOf(batch), steps);
  return out;
};
