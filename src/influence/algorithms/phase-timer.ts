/**
 * Where the time of an algorithm goes, in seconds: the time since the last call of `end` belongs to the phase named in the call; work of
 * other threads meanwhile is not counted apart.
 */
export class PhaseTimer {
  #since = performance.now();
  readonly #seconds = { sampling: 0, selection: 0 };

  end(part: 'sampling' | 'selection'): void {
    const now = performance.now();
    this.#seconds[part] += (now - this.#since) / 1000;
    this.#since = now;
  }

  get seconds(): { readonly sampling: number; readonly selection: number } {
    return { ...this.#seconds };
  }
}
