import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { OnProgress, ProgressEvent } from '../../core/index.js';

/** Seconds between two lines of a stage where there is no terminal. */
const LINE_EVERY = 10;

interface Stage {
  readonly bar: SingleBar | undefined;
  readonly started: number;
  /** Done when it started: what a resumed stage had behind it gives no rate. */
  readonly from: number;
  lastLine: number;
}

/**
 * Progress on stderr: on a terminal one bar a stage, with rate and time left; elsewhere a line now and then and one at the end of a
 * stage; nothing with --json.
 */
export class ProgressBars {
  readonly #isSilent: boolean;
  readonly #bars: MultiBar | undefined;
  readonly #stages = new Map<string, Stage>();

  constructor(isSilent: boolean) {
    this.#isSilent = isSilent;
    const format = '  {stage} |{bar}| {amount}  {rate}  {left}  {figures}';
    this.#bars =
      isSilent || !process.stderr.isTTY
        ? undefined
        : new MultiBar({ format, hideCursor: true, barsize: 24, stream: process.stderr }, Presets.rect);
  }

  readonly onProgress: OnProgress = (event) => {
    const { stage: name, done, total } = event;
    if (this.#isSilent || total === undefined) return;
    const now = performance.now() / 1000;
    let stage = this.#stages.get(name);
    if (!stage) {
      const bar = this.#bars?.create(total, 0, payloadOf(event, 0));
      stage = { bar, started: now, from: 0, lastLine: now };
      this.#stages.set(name, stage);
    }
    const payload = payloadOf(event, (done - stage.from) / Math.max(now - stage.started, 1e-3));
    if (stage.bar) {
      stage.bar.setTotal(total);
      stage.bar.update(done, payload);
    } else if (done >= total || now - stage.lastLine >= LINE_EVERY) {
      stage.lastLine = now;
      process.stderr.write(
        `  ${payload.stage} ${payload.amount}  ${(now - stage.started).toFixed(1)} s  ${payload.figures}`
          .trimEnd()
          .concat('\n'),
      );
    }
  };

  /** Forgets the stages, so that the next model's bars start anew. */
  next(): void {
    for (const { bar } of this.#stages.values()) bar?.stop();
    this.#stages.clear();
  }

  /** A line of text above the bars. */
  log(text: string): void {
    if (this.#bars && this.#stages.size > 0) this.#bars.log(`${text}\n`);
    else if (!this.#isSilent) process.stderr.write(`${text}\n`);
  }

  stop(): void {
    this.next();
    this.#bars?.stop();
  }
}

function payloadOf({ stage, done, total, unit, values = {} }: ProgressEvent, perSecond: number) {
  const isBytes = unit === 'bytes';
  const amount = isBytes ? `${megabytes(done)}/${megabytes(total!)} MB` : `${done}/${total} ${unit}`;
  const rate = isBytes
    ? `${megabytes(perSecond)} MB/s`
    : `${perSecond >= 10 ? Math.round(perSecond) : perSecond.toFixed(1)} ${unit}/s`;
  const figures = Object.entries(values)
    .filter(([name]) => !name.endsWith('criterion'))
    .map(([name, value]) => `${name.replace('valid/loss', 'valid loss').replace('valid/', '')} ${value.toFixed(4)}`)
    .join('  ');
  const seconds = perSecond > 0 ? (total! - done) / perSecond : Number.NaN;
  const left = Number.isFinite(seconds) ? `${seconds.toFixed(seconds < 10 ? 1 : 0)} s left` : '';
  return { stage: stage.padEnd(24), amount, rate, left, figures };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
