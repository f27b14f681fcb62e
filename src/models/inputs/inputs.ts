/** Inputs of all nodes [N, width], row-major, with a constant last column. */
export interface Inputs {
  readonly x: Float32Array;
  readonly width: number;
}
