import { randomUniform } from '../../compute/index.js';
import { binaryInto, fillInto, rowNormInto } from '../../compute/internal.js';
import type { RandomStream } from '../../core/index.js';
import type { Arrays } from '../core/arrays.js';
import type { Propagation } from './propagation.js';

/** What remains of a forward pass: its gradient. */
export interface NoisyPass {
  /** dx = the gradient by the first vectors, for those by the mean of layers and by the view. */
  gradient(dMean: Float32Array, dView: Float32Array, dx: Float32Array): void;
}

/**
 * Layers with noise, as XSimGCL has them (Yu et al., TKDE 2023): x_l = A x_(l-1) + noise, whose rows have the signs of the row and a
 * length of `noise` times that of the row. The result is the mean of layers 0 to L, as in LightGCN (theirs leaves layer 0 out), the second view that of layer 1. Noise is constant in the gradient.
 */
export class NoisyLayers {
  readonly #arrays: Arrays;
  readonly #graph: Propagation;
  readonly #layers: number;
  readonly #noise: number;
  readonly #buffers: readonly [Float32Array, Float32Array];

  constructor(arrays: Arrays, graph: Propagation, layers: number, noise: number) {
    const length = graph.numNodes * graph.width;
    this.#arrays = arrays;
    this.#graph = graph;
    this.#layers = layers;
    this.#noise = noise;
    this.#buffers = [arrays.floats(length), arrays.floats(length)];
  }

  /** Without a stream there is no noise. */
  forward(x: Float32Array, stream: RandomStream | undefined, mean: Float32Array, view: Float32Array): NoisyPass {
    const [even, odd] = this.#buffers;
    mean.set(x);
    let from = x;
    for (let l = 1; l <= this.#layers; l++) {
      const to = from === even ? odd : even;
      this.#graph.multiply(from, to);
      if (stream) this.#addNoise(to, stream.child(l));
      if (l === 1) view.set(to);
      this.#add(mean, to, mean);
      from = to;
    }
    this.#scale(mean, 1 / (this.#layers + 1), mean);
    return { gradient: (dMean, dView, dx) => this.#gradient(dMean, dView, dx) };
  }

  #gradient(dMean: Float32Array, dView: Float32Array, dx: Float32Array): void {
    const [sum, share] = this.#buffers;
    this.#scale(dMean, 1 / (this.#layers + 1), share);
    sum.set(share);
    for (let l = this.#layers; l > 1; l--) {
      this.#graph.multiplyTransposed(sum, dx);
      this.#add(dx, share, sum);
    }
    this.#add(sum, dView, sum);
    this.#graph.multiplyTransposed(sum, dx);
    this.#add(dx, share, dx);
  }

  #addNoise(x: Float32Array, stream: RandomStream): void {
    const { pool } = this.#arrays;
    const { width, numNodes } = this.#graph;
    const drawn = randomUniform(stream, x.length);
    const at = pool.arena.copyIn(drawn);
    rowNormInto(pool, { x: at, rows: numNodes, width, kind: 'l2' }, at);
    const noise = pool.arena.float32(at, x.length);
    for (let r = 0; r < numNodes; r++) {
      let squares = 0;
      for (let k = r * width; k < (r + 1) * width; k++) squares += x[k]! * x[k]!;
      const length = this.#noise * Math.sqrt(squares);
      for (let k = r * width; k < (r + 1) * width; k++) x[k]! += Math.sign(x[k]!) * length * noise[k]!;
    }
    pool.arena.free(at);
  }

  #add(a: Float32Array, b: Float32Array, out: Float32Array): void {
    const whole = { aLies: 'full' as const, bLies: 'full' as const, rows: 1, width: a.length };
    binaryInto(this.#arrays.pool, { ...whole, op: 'add', a: a.byteOffset, b: b.byteOffset, out: out.byteOffset });
  }

  #scale(a: Float32Array, factor: number, out: Float32Array): void {
    const { pool } = this.#arrays;
    const at = pool.arena.alloc(4);
    fillInto(pool, at, 1, factor);
    const whole = { aLies: 'full' as const, bLies: 'scalar' as const, rows: 1, width: a.length };
    binaryInto(pool, { ...whole, op: 'mul', a: a.byteOffset, b: at, out: out.byteOffset });
    pool.arena.free(at);
  }
}
