import type * as tf from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../engine/gpu-backend.js';
import { columnSums, runShader, withUploads } from './program.js';

type Infos = Readonly<Record<string, tf.TensorInfo>>;
type Kind = 'l2' | 'rms';

const length = `
  fn lengthOf(first : i32) -> f32 {
    var squares = 0.0;
    for (var c = first; c < first + uniforms.width; c = c + 1) { squares = squares + x[c] * x[c]; }
    return sqrt(squares);
  }`;

function factor(kind: Kind, width: number) {
  return { width, factor: { f32: kind === 'rms' ? Math.sqrt(width) : 1 } };
}

/** Rows over their length; as kernels/row-norm.ts. */
export function rowNorm(backend: GpuBackend, x: tf.TensorInfo, kind: Kind): tf.TensorInfo {
  return runShader(backend, {
    name: 'row norm',
    inputs: { x },
    shape: x.shape,
    uniforms: factor(kind, x.shape[1]!),
    declarations: length,
    body: `let first = (index / uniforms.width) * uniforms.width;
      let value = uniforms.factor * x[index] / max(lengthOf(first), 1e-12);`,
  });
}

export function rowNormGradient(backend: GpuBackend, { x, dy }: Infos, kind: Kind): tf.TensorInfo {
  return runShader(backend, {
    name: 'row norm gradient',
    inputs: { x: x!, dy: dy! },
    shape: x!.shape,
    uniforms: factor(kind, x!.shape[1]!),
    declarations: length,
    body: `let first = (index / uniforms.width) * uniforms.width;
      let long = lengthOf(first);
      var dot = 0.0;
      for (var c = first; c < first + uniforms.width; c = c + 1) { dot = dot + x[c] * dy[c]; }
      let unit = x[index] / max(long, 1e-12);
      let along = select(0.0, unit * dot / max(long, 1e-12), long > 1e-12);
      let value = uniforms.factor * (dy[index] - along) / max(long, 1e-12);`,
  });
}

/** The result, and mean and 1 / deviation of every row [rows, 2]. */
export function layerNorm(backend: GpuBackend, { x, scale, shift }: Infos, epsilon: number): tf.TensorInfo[] {
  const [rows, width] = x!.shape as [number, number];
  const statistics = runShader(backend, {
    name: 'layer norm statistics',
    inputs: { x: x! },
    shape: [rows, 2],
    uniforms: { width, epsilon: { f32: epsilon } },
    body: `let first = (index / 2) * uniforms.width;
      var mean = 0.0;
      for (var c = first; c < first + uniforms.width; c = c + 1) { mean = mean + x[c]; }
      mean = mean / f32(uniforms.width);
      var variance = 0.0;
      for (var c = first; c < first + uniforms.width; c = c + 1) { variance = variance + (x[c] - mean) * (x[c] - mean); }
      variance = variance / f32(uniforms.width);
      let value = select(1.0 / sqrt(variance + uniforms.epsilon), mean, index % 2 == 0);`,
  });
  const out = runShader(backend, {
    name: 'layer norm',
    inputs: { x: x!, scale: scale!, shift: shift!, statistics },
    shape: x!.shape,
    uniforms: { width },
    body: `let row = index / uniforms.width;
      let c = index % uniforms.width;
      let value = (x[index] - statistics[2 * row]) * statistics[2 * row + 1] * scale[c] + shift[c];`,
  });
  return [out, statistics];
}

/** dx, and the gradients by scale and shift [2, width]. */
export function layerNormGradient(backend: GpuBackend, { x, scale, statistics, dy }: Infos): tf.TensorInfo[] {
  const [rows, width] = x!.shape as [number, number];
  const unit = '(x[at] - statistics[2 * row]) * statistics[2 * row + 1]';
  const dx = runShader(backend, {
    name: 'layer norm gradient',
    inputs: { x: x!, scale: scale!, statistics: statistics!, dy: dy! },
    shape: x!.shape,
    uniforms: { width },
    body: `let row = index / uniforms.width;
      var sum = 0.0;
      var dot = 0.0;
      for (var c = 0; c < uniforms.width; c = c + 1) {
        let at = row * uniforms.width + c;
        let g = dy[at] * scale[c];
        sum = sum + g;
        dot = dot + g * ${unit};
      }
      let n = f32(uniforms.width);
      let at = index;
      let g = dy[index] * scale[index % uniforms.width];
      let value = statistics[2 * row + 1] * (g - sum / n - ${unit} * dot / n);`,
  });
  return withUploads(backend, (uploads) => {
    const products = uploads.keep(
      runShader(backend, {
        name: 'layer norm products',
        inputs: { x: x!, statistics: statistics!, dy: dy! },
        shape: [rows, 2 * width],
        uniforms: { width },
        body: `let row = index / (2 * uniforms.width);
          let c = index % (2 * uniforms.width);
          let at = row * uniforms.width + c % uniforms.width;
          let value = select(dy[at], dy[at] * ${unit}, c < uniforms.width);`,
      }),
    );
    return [dx, { ...columnSums(backend, products, rows, 2 * width), shape: [2, width] }];
  });
}
