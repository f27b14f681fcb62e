import { HeteroGraphError } from '../../core/index.js';
import { RequestError } from './problem.js';

/** Lets so many requests in at once, each for so long. */
export class Limits {
  readonly #maxConcurrent: number;
  readonly #timeoutMs: number;
  #inProgress = 0;

  constructor({ maxConcurrent, timeoutMs }: { readonly maxConcurrent: number; readonly timeoutMs: number }) {
    this.#maxConcurrent = maxConcurrent;
    this.#timeoutMs = timeoutMs;
  }

  get inProgress(): number {
    return this.#inProgress;
  }

  /** @throws {RequestError} 503 where there are too many, or where the answer takes too long */
  async within<T>(answer: (signal: AbortSignal) => T | Promise<T>): Promise<T> {
    if (this.#inProgress >= this.#maxConcurrent) {
      const message = `The server answers ${this.#maxConcurrent} requests already.`;
      throw new RequestError(503, new HeteroGraphError('SERVER_BUSY', message, { hint: 'Ask again later.' }), {
        'retry-after': '1',
      });
    }
    this.#inProgress++;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const error = timedOut(this.#timeoutMs);
        abort.abort(error);
        reject(error);
      }, this.#timeoutMs);
    });
    const answered = (async () => answer(abort.signal))();
    // A request that was given up counts until its work has ended.
    const ended = () => {
      this.#inProgress--;
    };
    answered.then(ended, ended);
    try {
      return await Promise.race([answered, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function timedOut(timeoutMs: number): RequestError {
  const error = new HeteroGraphError('TIMED_OUT', `The answer takes longer than ${timeoutMs} ms.`, {
    hint: 'Ask for less at once, or later.',
  });
  return new RequestError(503, error, { 'retry-after': '1' });
}
