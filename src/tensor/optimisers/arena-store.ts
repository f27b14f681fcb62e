import type { Tensor } from '@tensorflow/tfjs-core';
import type { Parameter } from '../engine/parameter.js';
import type { ThreadsBackend } from '../threads/threads-backend.js';
import type { SlotStore, StepSettings, UpdateRule } from './update-rule.js';

/** For `threads`: everything lies in the arena and is changed in place. */
export class ArenaStore implements SlotStore {
  readonly #rule: UpdateRule;
  readonly #backend: ThreadsBackend;
  readonly #parameters: readonly Parameter[];
  /** By slot and parameter. */
  readonly #slots: Float32Array[][];

  constructor(rule: UpdateRule, backend: ThreadsBackend, parameters: readonly Parameter[]) {
    this.#rule = rule;
    this.#backend = backend;
    this.#parameters = parameters;
    const { arena } = backend.pool;
    this.#slots = rule.slots.map(() => parameters.map((parameter) => arena.allocFloat32(parameter.size)));
  }

  step(gradients: readonly Tensor[], at: readonly StepSettings[]): void {
    for (const [i, parameter] of this.#parameters.entries()) {
      const arrays = {
        parameter: this.#backend.values(parameter.value),
        gradient: this.#backend.values(gradients[i]!),
        slots: this.#slots.map((slot) => slot[i]!),
      };
      this.#rule.update(this.#backend.pool, arrays, at[i]!);
    }
  }

  async read(): Promise<Float32Array[][]> {
    return this.#slots.map((slot) => slot.map((values) => values.slice()));
  }

  write(values: readonly (readonly Float32Array[])[]): void {
    for (const [s, slot] of this.#slots.entries()) for (const [i, array] of slot.entries()) array.set(values[s]![i]!);
  }

  dispose(): void {
    const { arena } = this.#backend.pool;
    for (const values of this.#slots.splice(0).flat()) arena.free(values);
  }
}
