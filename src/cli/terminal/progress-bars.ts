import { createLogUpdate } from 'log-update';
import { type OnProgress, type ProgressEvent, printable } from '../../core/index.js';
import { printError } from './output.js';
import { progressLine, progressText } from './progress-line.js';

/** Seconds between two lines of a stage where there is no terminal. */
const LINE_EVERY = 10;
/** Seconds between two pictures on a terminal. */
const DRAW_EVERY = 0.1;

interface Stage {
  /** When the stage before ended. */
  readonly began: number;
  /** The first event and its time: what a resumed stage had behind it gives no rate. */
  readonly first: ProgressEvent;
  readonly firstTime: number;
  lastLine: number;
  event: ProgressEvent;
}

/**
 * Progress on stderr: on a terminal a bar for every stage under way, with rate and time left, which becomes a line when the stage
 * is done; elsewhere a line now and then and one at the end of a stage; nothing with --json.
 */
export class ProgressBars {
  readonly #isSilent: boolean;
  /** Draws lines in place of those it drew before. */
  readonly #drawing: ReturnType<typeof createLogUpdate> | undefined;
  readonly #stages = new Map<string, Stage>();
  #lastDrawn = 0;
  #lastEvent = seconds();
  /** The stage that the last event ended; empty where it ended none. */
  #lastDone = '';

  constructor(isSilent: boolean) {
    this.#isSilent = isSilent;
    // The cursor stays: a process that is killed would leave the terminal without one.
    const onTerminal = !isSilent && process.stderr.isTTY;
    this.#drawing = onTerminal ? createLogUpdate(process.stderr, { showCursor: true }) : undefined;
  }

  readonly onProgress: OnProgress = (event) => {
    const { stage: name, done, total } = event;
    if (this.#isSilent || total === undefined) return;
    const now = seconds();
    const isDone = done >= total;
    const stage = this.#stages.get(name) ?? {
      began: this.#lastEvent,
      first: event,
      firstTime: now,
      lastLine: now,
      event,
    };
    // A stage that says twice that it is done has one line.
    if (!this.#stages.has(name) && isDone && this.#lastDone === name) return;
    this.#stages.set(name, stage);
    stage.event = event;
    this.#lastEvent = now;
    this.#lastDone = isDone ? name : '';
    if (isDone) {
      this.#keep(stage, now);
      this.#stages.delete(name);
    } else if (!this.#drawing && now - stage.lastLine >= LINE_EVERY) {
      this.#keep(stage, now);
      stage.lastLine = now;
    }
    if (isDone || now - this.#lastDrawn >= DRAW_EVERY) this.#draw(now);
  };

  /** Forgets the stages, so that the next model's bars start anew; what they showed last stays as lines. */
  next(): void {
    const now = seconds();
    if (this.#drawing) for (const stage of this.#stages.values()) this.#keep(stage, now);
    this.#stages.clear();
  }

  /** A line of text above the bars. */
  log(text: string): void {
    if (this.#drawing) {
      this.#drawing.persist(printable(text));
      this.#draw(seconds());
    } else if (!this.#isSilent) printError(text);
  }

  stop(): void {
    this.next();
  }

  #draw(now: number): void {
    this.#lastDrawn = now;
    if (this.#stages.size === 0) return;
    this.#drawing?.([...this.#stages.values()].map((stage) => this.#barOf(stage, now)).join('\n'));
  }

  /** A line that stays: how far the stage is and how long it took. */
  #keep({ event, began }: Stage, now: number): void {
    const text = { ...progressText(event, 0), rate: `${(now - began).toFixed(1)} s`, left: '' };
    if (this.#drawing) this.#drawing.persist(progressLine(text, this.#columns));
    else printError(`  ${[text.stage.padEnd(24), text.amount, text.rate, ...text.figures].join('  ')}`);
  }

  #barOf({ event, first, firstTime }: Stage, now: number): string {
    const rate = now > firstTime ? (event.done - first.done) / (now - firstTime) : 0;
    return progressLine(progressText(event, rate), this.#columns);
  }

  /** The last column stays free: some terminals begin a new line when it is filled. */
  get #columns(): number {
    return (process.stderr.columns ?? 80) - 1;
  }
}

function seconds(): number {
  return performance.now() / 1000;
}
