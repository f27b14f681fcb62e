import type * as tf from '@tensorflow/tfjs-core';
import type { MaskArguments } from '../../compute/internal.js';
import type { GpuBackend } from '../engine/gpu-backend.js';
import type { HopSource } from '../engine/staging.js';
import { maskCode, maskUniforms } from './mask.js';
import { columnSums, runShader, withUploads } from './program.js';

export interface HopMixAttributes {
  readonly source: HopSource;
  readonly rows: Int32Array;
  readonly mask: MaskArguments;
}

/** The batch's rows [B, K, D]: the source may be larger than a device's buffers, so they are uploaded for each call. */
function batchOf({ source, rows }: HopMixAttributes): Float32Array {
  const size = source.hops * source.width;
  const out = new Float32Array(rows.length * size);
  const { values } = source;
  if (!(values instanceof Float32Array)) values.readRows(rows, size, out);
  else for (const [i, row] of rows.entries()) out.set(values.subarray(row * size, (row + 1) * size), i * size);
  return out;
}

const element = `
  fn element(b : i32, k : i32, d : i32) -> f32 {
    let row = b * uniforms.hops + k;
    let isIn = isKept(row * ((uniforms.width + 15) / 16) + (d >> 4u), d & 15);
    return select(0.0, x[row * uniforms.width + d], isIn);
  }`;

/** z[b, f D + d] = bias[f] + SUM_k weight[f, k] m[b, k, d] x[b, k, d]. */
export function hopMix(
  backend: GpuBackend,
  { weight, bias }: Readonly<Record<string, tf.TensorInfo>>,
  attributes: HopMixAttributes,
): tf.TensorInfo {
  const { hops, width } = attributes.source;
  const filters = weight!.shape[0]!;
  return withUploads(backend, (uploads) =>
    runShader(backend, {
      name: 'hop mix',
      inputs: { x: uploads.of(batchOf(attributes)), weight: weight!, bias: bias! },
      shape: [attributes.rows.length, filters * width],
      uniforms: { hops, width, filters, ...maskUniforms(attributes.mask) },
      declarations: maskCode + element,
      body: `let d = index % uniforms.width;
        let f = (index / uniforms.width) % uniforms.filters;
        let b = index / (uniforms.width * uniforms.filters);
        var value = 0.0;
        for (var k = 0; k < uniforms.hops; k = k + 1) { value = value + weight[f * uniforms.hops + k] * element(b, k, d); }
        value = bias[f] + uniforms.scale * value;`,
    }),
  );
}

/** Gradients by weight [F, K] and bias [F]: sums of a row first, then over the rows. */
export function hopMixGradient(backend: GpuBackend, dz: tf.TensorInfo, attributes: HopMixAttributes): tf.TensorInfo[] {
  const { hops, width } = attributes.source;
  const count = attributes.rows.length;
  const filters = dz.shape[1]! / Math.max(1, width);
  return withUploads(backend, (uploads) => {
    const x = uploads.of(batchOf(attributes));
    const uniforms = { hops, width, filters, ...maskUniforms(attributes.mask) };
    const weights = uploads.keep(
      runShader(backend, {
        name: 'hop mix weight gradient',
        inputs: { x, dz },
        shape: [count, filters * hops],
        uniforms,
        declarations: maskCode + element,
        body: `let k = index % uniforms.hops;
          let f = (index / uniforms.hops) % uniforms.filters;
          let b = index / (uniforms.hops * uniforms.filters);
          var value = 0.0;
          for (var d = 0; d < uniforms.width; d = d + 1) {
            value = value + dz[(b * uniforms.filters + f) * uniforms.width + d] * element(b, k, d);
          }
          value = uniforms.scale * value;`,
      }),
    );
    const biases = uploads.keep(
      runShader(backend, {
        name: 'hop mix bias gradient',
        inputs: { dz },
        shape: [count, filters],
        uniforms: { width },
        body: `var value = 0.0;
          for (var d = 0; d < uniforms.width; d = d + 1) { value = value + dz[index * uniforms.width + d]; }`,
      }),
    );
    const weight = columnSums(backend, weights, count, filters * hops);
    return [{ ...weight, shape: [filters, hops] }, columnSums(backend, biases, count, filters)];
  });
}
