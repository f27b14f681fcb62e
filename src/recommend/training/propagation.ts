/** A linear map of vectors of all nodes [nodes, width], in the memory of kernels, and its gradient. */
export interface Propagation {
  readonly width: number;
  readonly numNodes: number;
  /** One layer: out = A x. */
  multiply(x: Float32Array, out: Float32Array): void;
  /** The transpose of {@link multiply}. */
  multiplyTransposed(x: Float32Array, out: Float32Array): void;
  forward(x: Float32Array, out: Float32Array): void;
  /** The gradient by x for `dy` by the output. */
  gradient(dy: Float32Array, dx: Float32Array): void;
}
