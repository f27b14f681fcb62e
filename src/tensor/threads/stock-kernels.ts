import type * as tf from '@tensorflow/tfjs-core';
import { addN, binaryKernel, prelu, unaryKernel } from './arithmetic.js';
import type { KernelCall, Outputs } from './kernel.js';
import { batchMatMul } from './matmul.js';
import {
  cast,
  concat,
  constantLike,
  fill,
  gatherV2,
  padV2,
  slice,
  splitV,
  transpose,
  unsortedSegmentSum,
} from './movement.js';
import { reduction, softmax } from './reductions.js';

type AnyKernel = (call: KernelCall<never, never>, inherited: tf.KernelFunc | undefined) => Outputs;

/** Kernels of TensorFlow.js that the backend has in its own form. */
export const ownKernels = {
  BatchMatMul: batchMatMul,
  Add: binaryKernel('add'),
  Sub: binaryKernel('sub'),
  Multiply: binaryKernel('mul'),
  RealDiv: binaryKernel('div'),
  Maximum: binaryKernel('max'),
  Minimum: binaryKernel('min'),
  AddN: addN,
  Relu: unaryKernel('relu'),
  Neg: unaryKernel('neg'),
  Square: unaryKernel('square'),
  Sqrt: unaryKernel('sqrt'),
  Rsqrt: unaryKernel('rsqrt'),
  Step: unaryKernel('step'),
  Abs: unaryKernel('abs'),
  Exp: unaryKernel('exp'),
  Log: unaryKernel('log'),
  Sigmoid: unaryKernel('sigmoid'),
  Tanh: unaryKernel('tanh'),
  LeakyRelu: unaryKernel('leakyRelu'),
  Prelu: prelu,
  Sum: reduction('sum'),
  Mean: reduction('mean'),
  Max: reduction('max'),
  Softmax: softmax,
  Transpose: transpose,
  Concat: concat,
  SplitV: splitV,
  Slice: slice,
  PadV2: padV2,
  GatherV2: gatherV2,
  UnsortedSegmentSum: unsortedSegmentSum,
  Cast: cast,
  Fill: fill,
  ZerosLike: constantLike(0),
  OnesLike: constantLike(1),
} as unknown as Readonly<Record<string, AnyKernel>>;
