import type { RunOptions } from '../../core/index.js';
import { printOut } from './output.js';
import { ProgressBars } from './progress-bars.js';

/** What ends a run after its checkpoint: Ctrl-C, a polite kill, a terminal that is closed. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

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
    for (const name of STOP_SIGNALS) process.once(name, this.#stop);
    this.run = { signal: abort.signal, onProgress: this.bars.onProgress };
  }

  /** Something to know, which stops nothing. */
  remark(text: string): void {
    if (!this.#isJson) this.bars.log(text);
  }

  /** What a long call of the library is given that may have something to remark. */
  get remarking(): Required<RunOptions> & { readonly onRemark: (text: string) => void } {
    return { ...this.run, onRemark: (text) => this.remark(text) };
  }

  /** Prints the result: an object for programs, text for people. */
  print(result: object, text: string): void {
    this.bars.stop();
    printOut(this.#isJson ? JSON.stringify(result) : text);
  }

  dispose(): void {
    this.bars.stop();
    for (const name of STOP_SIGNALS) process.removeListener(name, this.#stop);
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
