import type { Tensor } from '@tensorflow/tfjs-core';
import { type AdamStep, adamInto } from '../../../compute/internal.js';
import type { Parameter } from '../../engine/parameter.js';
import type { ThreadsBackend } from '../../threads/threads-backend.js';
import type { MomentArrays, Moments } from './moments.js';

/** For `threads`: everything lies in the arena and is changed in place, in one pass. */
export class ArenaMoments implements Moments {
  readonly #backend: ThreadsBackend;
  readonly #parameters: readonly Parameter[];
  readonly #m: Float32Array[];
  readonly #v: Float32Array[];

  constructor(backend: ThreadsBackend, parameters: readonly Parameter[]) {
    this.#backend = backend;
    this.#parameters = parameters;
    const { arena } = backend.pool;
    this.#m = parameters.map((parameter) => arena.allocFloat32(parameter.size));
    this.#v = parameters.map((parameter) => arena.allocFloat32(parameter.size));
  }

  step(gradients: readonly Tensor[], at: AdamStep): void {
    for (const [i, parameter] of this.#parameters.entries()) {
      const arrays = {
        parameter: this.#backend.address(parameter.value),
        gradient: this.#backend.address(gradients[i]!),
        m: this.#m[i]!.byteOffset,
        v: this.#v[i]!.byteOffset,
        n: parameter.size,
      };
      adamInto(this.#backend.pool, arrays, at);
    }
  }

  async read(): Promise<MomentArrays> {
    return { m: this.#m.map((values) => values.slice()), v: this.#v.map((values) => values.slice()) };
  }

  write({ m, v }: MomentArrays): void {
    for (const i of this.#parameters.keys()) {
      this.#m[i]!.set(m[i]!);
      this.#v[i]!.set(v[i]!);
    }
  }

  dispose(): void {
    const { arena } = this.#backend.pool;
    for (const values of [...this.#m, ...this.#v]) arena.release(values);
    this.#m.length = 0;
    this.#v.length = 0;
  }
}
