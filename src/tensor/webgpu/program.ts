import type * as tf from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../engine/gpu-backend.js';

/** A value of a uniform: whole numbers as i32 (keys of 32 bits are read back with bitcast), others wrapped. */
export type Uniform = number | { readonly f32: number };

/** One kernel: `body` computes `value` for the flat index `index` of its result, in WGSL. */
export interface Shader {
  /** Part of the pipeline's key: one name, one code. */
  readonly name: string;
  /** Read in the code as arrays by these names, flat. */
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>;
  readonly shape: readonly number[];
  /** Of `value`; default float32. */
  readonly dtype?: 'float32' | 'int32';
  /** Read as `uniforms.name`. */
  readonly uniforms?: Readonly<Record<string, Uniform>>;
  /** Functions the body calls. */
  readonly declarations?: string;
  readonly body: string;
}

const workgroupSize = 64;

/**
 * Runs a kernel of one invocation per number of its result. Sums run in the order of the code, without atomics, so that two runs
 * give the same bits.
 */
export function runShader(backend: GpuBackend, shader: Shader): tf.TensorInfo {
  const { name, inputs, shape, dtype = 'float32', uniforms = {}, declarations = '', body } = shader;
  const size = shape.reduce((product, extent) => product * extent, 1);
  const placeholders: tf.TensorInfo[] = [];
  const flat = Object.values(inputs).map((input): tf.TensorInfo => {
    const length = input.shape.reduce((product, extent) => product * extent, 1);
    if (length > 0) return { dataId: input.dataId, shape: [length], dtype: input.dtype };
    // A binding must not be empty.
    const one = backend.makeTensorInfo(
      [1],
      input.dtype,
      input.dtype === 'int32' ? new Int32Array(1) : new Float32Array(1),
    );
    placeholders.push(one);
    return one;
  });
  const program = {
    variableNames: Object.keys(inputs),
    outputShape: [size],
    workgroupSize: [workgroupSize, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(size / workgroupSize), 1, 1],
    shaderKey: `heterograph ${name} ${Object.keys(uniforms)}`,
    size: true,
    uniforms: Object.entries(uniforms)
      .map(([key, value]) => `${key} : ${typeof value === 'number' ? 'i32' : 'f32'},`)
      .join(' '),
    getUserCode: () => `
      ${declarations}
      fn main(index : i32) {
        if (index < uniforms.size) {
          ${body}
          result[index] = value;
        }
      }`,
  };
  const data = Object.values(uniforms).map((value) =>
    typeof value === 'number' ? { type: 'int32', data: [value] } : { type: 'float32', data: [value.f32] },
  );
  const out = backend.runWebGPUProgram(program, flat, dtype, data);
  for (const one of placeholders) backend.disposeData(one.dataId);
  return { dataId: out.dataId, shape: [...shape], dtype };
}

/** Arrays on the device for one call. */
export class Uploads {
  readonly #backend: GpuBackend;
  readonly #infos: tf.TensorInfo[] = [];

  constructor(backend: GpuBackend) {
    this.#backend = backend;
  }

  of(values: Float32Array | Int32Array): tf.TensorInfo {
    const info = this.#backend.makeTensorInfo(
      [values.length],
      values instanceof Int32Array ? 'int32' : 'float32',
      values,
    );
    this.#infos.push(info);
    return info;
  }

  /** A tensor made on the way, to be disposed with the rest. */
  keep(info: tf.TensorInfo): tf.TensorInfo {
    this.#infos.push(info);
    return info;
  }

  dispose(): void {
    for (const { dataId } of this.#infos) this.#backend.disposeData(dataId);
    this.#infos.length = 0;
  }
}

/** Runs `use` with uploads that are freed afterwards, whatever happens. */
export function withUploads<T>(backend: GpuBackend, use: (uploads: Uploads) => T): T {
  const uploads = new Uploads(backend);
  try {
    return use(uploads);
  } finally {
    uploads.dispose();
  }
}

/** Sums of the columns of x [rows, width], row after row. */
export function columnSums(backend: GpuBackend, x: tf.TensorInfo, rows: number, width: number): tf.TensorInfo {
  return runShader(backend, {
    name: 'column sums',
    inputs: { x },
    shape: [width],
    uniforms: { rows, width },
    body: `var value = 0.0;
      for (var r = 0; r < uniforms.rows; r = r + 1) { value = value + x[r * uniforms.width + index]; }`,
  });
}
