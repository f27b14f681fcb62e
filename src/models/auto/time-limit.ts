import { throwIfAborted } from '../../core/index.js';

/** A signal that is aborted when the caller's is, or when the time is over. */
export class TimeLimit {
  readonly #own = new AbortController();
  readonly #given: AbortSignal | undefined;
  readonly #abort = () => this.#own.abort(this.#given?.reason);
  readonly #end: number;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param seconds Infinity for no limit */
  constructor(seconds: number, given: AbortSignal | undefined) {
    this.#given = given;
    this.#end = performance.now() + 1000 * seconds;
    // Timers count at most 2^31 - 1 ms, which is 24 days.
    if (1000 * seconds < 2 ** 31) this.#timer = setTimeout(() => this.#own.abort(), 1000 * seconds);
    given?.addEventListener('abort', this.#abort);
    if (given?.aborted) this.#abort();
  }

  get signal(): AbortSignal {
    return this.#own.signal;
  }

  /** Whether the time is over. */
  get isOver(): boolean {
    return performance.now() >= this.#end;
  }

  /** @throws {HeteroGraphError} ABORTED where the caller's signal is aborted */
  throwIfAborted(): void {
    throwIfAborted(this.#given);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#given?.removeEventListener('abort', this.#abort);
  }
}
