import { expectArgument } from '../../core/index.js';
/** What a selection remembers; plain, so that it goes into a checkpoint. */
export interface SelectionState {
  /** 1-based epoch of the best check, 0 before the first. */
  bestEpoch: number;
  /** NaN before the first. */
  bestValue: number;
  /** Epochs since the best check, counted at checks only. */
  failedEpochs: number;
}

/**
 * Picks the best epoch and says when to stop, as RpHGNN's authors do: a check happens after every `validateEvery` epochs;
 * a strictly better value is the new best and clears the counter, any other adds `validateEvery` to it; training stops
 * when the counter exceeds `patience`. Patience is thus counted in epochs, not in checks.
 */
export class EarlyStopping {
  readonly #direction: 'max' | 'min';
  readonly #patience: number;
  readonly #validateEvery: number;
  #state: SelectionState = { bestEpoch: 0, bestValue: Number.NaN, failedEpochs: 0 };

  constructor(options: { direction: 'max' | 'min'; patience: number; validateEvery: number }) {
    expectArgument(options, 'object', 'options');
    this.#direction = options.direction;
    this.#patience = options.patience;
    this.#validateEvery = options.validateEvery;
  }

  get state(): Readonly<SelectionState> {
    return this.#state;
  }

  /** Whether the counter exceeds the patience. */
  get shouldStop(): boolean {
    return this.#state.failedEpochs > this.#patience;
  }

  /** Whether a check is due after this 1-based epoch. */
  isDue(epoch: number): boolean {
    return epoch % this.#validateEvery === 0;
  }

  /** Takes the value of a check; true where it is the best so far. NaN is never better than anything. */
  observe(epoch: number, value: number): boolean {
    const { bestEpoch, bestValue, failedEpochs } = this.#state;
    const isBetter =
      !Number.isNaN(value) && (bestEpoch === 0 || (this.#direction === 'max' ? value > bestValue : value < bestValue));
    this.#state = isBetter
      ? { bestEpoch: epoch, bestValue: value, failedEpochs: 0 }
      : { bestEpoch, bestValue, failedEpochs: failedEpochs + this.#validateEvery };
    return isBetter;
  }

  restore(state: SelectionState): void {
    this.#state = { ...state };
  }
}
