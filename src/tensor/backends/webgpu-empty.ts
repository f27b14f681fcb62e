import * as tf from '@tensorflow/tfjs-core';

type Call = Parameters<tf.KernelFunc>[0];

const isEmpty = ({ shape }: tf.TensorInfo) => shape.includes(0);

/** Zeros made on the device by a kernel that has no input. */
function zeros(call: Call, shape: readonly number[]): tf.TensorInfo {
  const fill = tf.getKernel('Fill', 'webgpu').kernelFunc;
  const attrs = { shape: [...shape], value: 0, dtype: 'float32' };
  return fill({ inputs: {}, backend: call.backend, attrs }) as tf.TensorInfo;
}

/** What the kernels that reduce empty tensors to others should give; undefined: what they give is right. */
const results: Readonly<Record<string, (call: Call) => tf.TensorInfo | undefined>> = {
  Sum(call) {
    const { axis, keepDims } = call.attrs as unknown as { axis?: number | number[]; keepDims?: boolean };
    const { x } = call.inputs as { x: tf.TensorInfo };
    if (!isEmpty(x)) return undefined;
    const axes = tf.util.parseAxisParam(axis ?? x.shape.map((_, i) => i), x.shape);
    if (keepDims) {
      return zeros(
        call,
        x.shape.map((extent, i) => (axes.includes(i) ? 1 : extent)),
      );
    }
    return zeros(
      call,
      x.shape.filter((_, i) => !axes.includes(i)),
    );
  },
  BatchMatMul(call) {
    const { a, b } = call.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    if (!isEmpty(a) && !isEmpty(b)) return undefined;
    const { transposeA, transposeB } = call.attrs as { transposeA?: boolean; transposeB?: boolean };
    const [rows, columns] = [a.shape.at(transposeA ? -1 : -2)!, b.shape.at(transposeB ? -2 : -1)!];
    return zeros(call, [...a.shape.slice(0, -2), rows, columns]);
  },
  Concat(call) {
    const parts = Object.values(call.inputs) as tf.TensorInfo[];
    const full = parts.filter((part) => !isEmpty(part));
    if (full.length === parts.length || full.length === 0) return undefined;
    const { kernelFunc } = stock.get('Concat')!;
    return kernelFunc({ ...call, inputs: full as unknown as tf.NamedTensorInfoMap }) as tf.TensorInfo;
  },
};

const stock = new Map<string, tf.KernelConfig>();

/**
 * Registers kernels of WebGPU's backend anew where those of TensorFlow.js bind empty buffers, which the device refuses, so that all that
 * waits with them is lost: sums, products and joins of tensors without values, such as those of a node type without nodes.
 */
export function registerEmptyResults(): void {
  for (const [kernelName, result] of Object.entries(results)) {
    const inherited = tf.getKernel(kernelName, 'webgpu');
    if (!inherited || stock.has(kernelName)) continue;
    stock.set(kernelName, inherited);
    tf.unregisterKernel(kernelName, 'webgpu');
    tf.registerKernel({ ...inherited, kernelFunc: (call) => result(call) ?? inherited.kernelFunc(call) });
  }
}
