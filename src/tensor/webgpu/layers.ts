import * as tf from '@tensorflow/tfjs-core';
import type { MaskArguments } from '../../compute/internal.js';
import type { GpuBackend } from '../engine/gpu-backend.js';
import { maskCode, maskUniforms } from './mask.js';
import { columnSums, runShader, withUploads } from './program.js';

type Infos = Readonly<Record<string, tf.TensorInfo>>;
const chunk = 256;

function sizeOf({ shape }: tf.TensorInfo): number {
  return tf.util.sizeFromShape(shape);
}

/** x weight + bias by the backend's own product. */
export function linear(backend: GpuBackend, { x, weight, bias }: Infos): tf.TensorInfo {
  const fused = tf.getKernel('_FusedMatMul', 'webgpu');
  const attrs = { transposeA: false, transposeB: false, activation: null, leakyreluAlpha: null };
  const call = { inputs: { a: x!, b: weight!, bias: bias! }, attrs, backend };
  return fused.kernelFunc(call as unknown as Parameters<tf.KernelFunc>[0]) as tf.TensorInfo;
}

const prelu = 'let input = x[index]; let line = select(slope[0], 1.0, input > 0.0);';
const kept = 'let isIn = isKept(index >> 4u, index & 15);';

/** m prelu(x). */
export function preluForward(backend: GpuBackend, { x, slope }: Infos, mask: MaskArguments): tf.TensorInfo {
  return runShader(backend, {
    name: 'prelu',
    inputs: { x: x!, slope: slope! },
    shape: x!.shape,
    uniforms: maskUniforms(mask),
    declarations: maskCode,
    body: `${prelu} ${kept} let value = select(0.0, uniforms.scale * line * input, isIn);`,
  });
}

/** Gradients by x and by the slope; the latter by chunks of 256, then in order. */
export function preluGradient(backend: GpuBackend, { x, slope, dy }: Infos, mask: MaskArguments): tf.TensorInfo[] {
  const dx = runShader(backend, {
    name: 'prelu gradient',
    inputs: { x: x!, slope: slope!, dy: dy! },
    shape: x!.shape,
    uniforms: maskUniforms(mask),
    declarations: maskCode,
    body: `${prelu} ${kept} let value = select(0.0, uniforms.scale * line * dy[index], isIn);`,
  });
  return withUploads(backend, (uploads) => {
    const n = sizeOf(x!);
    const parts = Math.ceil(n / chunk);
    const partial = uploads.keep(
      runShader(backend, {
        name: 'prelu slope',
        inputs: { x: x!, dy: dy! },
        shape: [parts],
        uniforms: { ...maskUniforms(mask), n },
        declarations: maskCode,
        body: `var value = 0.0;
          for (var i = index * ${chunk}; i < min((index + 1) * ${chunk}, uniforms.n); i = i + 1) {
            if (x[i] <= 0.0 && isKept(i >> 4u, i & 15)) { value = value + uniforms.scale * x[i] * dy[i]; }
          }`,
      }),
    );
    const dSlope = columnSums(backend, partial, parts, 1);
    return [dx, { ...dSlope, shape: slope!.shape }];
  });
}

export function dropout(backend: GpuBackend, x: tf.TensorInfo, mask: MaskArguments): tf.TensorInfo {
  return runShader(backend, {
    name: 'dropout',
    inputs: { x },
    shape: x.shape,
    uniforms: maskUniforms(mask),
    declarations: maskCode,
    body: `${kept} let value = select(0.0, uniforms.scale * x[index], isIn);`,
  });
}
