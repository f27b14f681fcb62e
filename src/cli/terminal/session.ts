import type { RunOptions } from '../../core/index.js';
import { ProgressBars } from './progress-bars.js';

/** Progress for people, remarks on stderr, and an abort on Ctrl-C; a second Ctrl-C ends the process at once. */
export class Session {
  readonly bars: ProgressBars;
  readonly run: Required<RunOptions>;
  readonly #isJson: boolean;
  readonly #stop: () => void;

  constructor(isJson: boolean) {
    this.#isJson = isJson;
    this.bars = new ProgressBars(isJson);
    const abort = new AbortController();
    this.#stop = () => abort.abort(new Error('interrupted'));
    process.once('SIGINT', this.#stop);
    process.once('SIGTERM', this.#stop);
    this.run = { signal: abort.signal, onProgress: this.bars.onProgress };
  }

  /** Something to know, which stops nothing. */
  remark(text: string): void {
    if (!this.#isJson) this.bars.log(text);
  }

  /** Prints the result: an object for programs, text for people. */
  print(result: object, text: string): void {
    this.bars.stop();
    process.stdout.write(this.#isJson ? `${JSON.stringify(result)}\n` : `${text}\n`);
  }

  dispose(): void {
    this.bars.stop();
    process.removeListener('SIGINT', this.#stop);
    process.removeListener('SIGTERM', this.#stop);
  }
}

/** Runs a command in a session that is disposed whatever happens. */
export async function inSession(
  json: boolean | undefined,
  command: (session: Session) => Promise<void>,
): Promise<void> {
  const session = new Session(json === true);
  try {
    await command(session);
  } finally {
    session.dispose();
  }
}
