/**
 * The types of TensorFlow.js that this library's declarations name. In `dist` declarations import them from here (see
 * `scripts/declarations.mjs`): TensorFlow.js's own need the DOM and packages that are not installed. A tensor of TensorFlow.js is one of these.
 */
export type DataType = 'float32' | 'int32' | 'bool' | 'complex64' | 'string';

/** What kernels know of a tensor. */
export interface TensorInfo {
  dataId: object;
  shape: number[];
  dtype: DataType;
}

/** Numbers of a shape, made and kept by the backend in use. */
export interface Tensor {
  readonly id: number;
  readonly shape: number[];
  readonly size: number;
  readonly dtype: DataType;
  readonly rank: number;
  readonly isDisposed: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: as TensorFlow.js has it, nested arrays by rank
  array(): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  arraySync(): any;
  data(): Promise<Float32Array | Int32Array | Uint8Array>;
  dataSync(): Float32Array | Int32Array | Uint8Array;
  dispose(): void;
  toString(verbose?: boolean): string;
}

export interface Tensor2D extends Tensor {
  readonly shape: [number, number];
}

/** A tensor of one number. */
export type Scalar = Tensor;

/** Tensors, and what holds them. */
export type TensorContainer =
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is allowed
  | void
  | Tensor
  | string
  | number
  | boolean
  | TensorContainer[]
  | { [name: string]: TensorContainer }
  | Float32Array
  | Int32Array
  | Uint8Array;

/** A compute backend of TensorFlow.js. */
export interface KernelBackend {
  dispose(): void;
}
