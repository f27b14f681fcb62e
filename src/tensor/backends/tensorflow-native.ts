import * as tf from '@tensorflow/tfjs-core';

/** An attribute of one of TensorFlow's own operations. */
export interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** What we use of tfjs-node 4.22.0: any operation of the native library by name. */
interface NativeBackend extends tf.KernelBackend {
  readonly binding: { readonly TF_Version: string } & Readonly<
    Record<'TF_ATTR_TYPE' | 'TF_ATTR_SHAPE' | 'TF_ATTR_STRING' | 'TF_ATTR_BOOL' | 'TF_FLOAT', number>
  >;
  executeMultipleOutputs(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
}

function native(): NativeBackend {
  return tf.findBackend('tensorflow') as NativeBackend;
}

/** Version of the native library. */
export function nativeVersion(): string {
  return native().binding.TF_Version;
}

/** Attributes of the kinds we need: float32, a shape, text, a flag. */
export const attribute = {
  float32(name: string): NativeAttribute {
    const { TF_ATTR_TYPE, TF_FLOAT } = native().binding;
    return { name, type: TF_ATTR_TYPE, value: TF_FLOAT };
  },
  shape: (name: string, value: readonly number[]): NativeAttribute => ({
    name,
    type: native().binding.TF_ATTR_SHAPE,
    value,
  }),
  text: (name: string, value: string): NativeAttribute => ({ name, type: native().binding.TF_ATTR_STRING, value }),
  flag: (name: string, value: boolean): NativeAttribute => ({ name, type: native().binding.TF_ATTR_BOOL, value }),
};

/** Runs an operation of TensorFlow's; outside a tape: it has no gradient. */
export function runNative(
  name: string,
  attributes: readonly NativeAttribute[],
  inputs: readonly tf.TensorInfo[],
  outputs = 1,
): tf.Tensor[] {
  return native().executeMultipleOutputs(name, attributes, inputs, outputs);
}
