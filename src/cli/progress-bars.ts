import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { OnProgress } from '../core/index.js';

/** One bar a stage on stderr, with rate and time left; silent with --json. */
export class ProgressBars {
  readonly #bars: MultiBar | undefined;
  readonly #stages = new Map<string, SingleBar>();

  constructor(isSilent: boolean) {
    const format = '  {stage} |{bar}| {value}/{total} {unit}  {eta_formatted} left  {figures}';
    this.#bars = isSilent
      ? undefined
      : new MultiBar(
          { format, hideCursor: true, noTTYOutput: true, notTTYSchedule: 5000, stream: process.stderr },
          Presets.rect,
        );
  }

  readonly onProgress: OnProgress = ({ stage, done, total, unit, values = {} }) => {
    if (!this.#bars || total === undefined) return;
    const figures = Object.entries(values)
      .filter(([name]) => !name.endsWith('criterion'))
      .map(([name, value]) => `${name.replace('valid/', '')} ${value.toFixed(4)}`)
      .join('  ');
    const payload = { stage: stage.padEnd(18), unit, figures };
    let bar = this.#stages.get(stage);
    if (!bar) {
      bar = this.#bars.create(total, 0, payload);
      this.#stages.set(stage, bar);
    }
    bar.update(done, payload);
  };

  /** Forgets the stages, so that the next model's bars start anew. */
  next(): void {
    for (const bar of this.#stages.values()) bar.stop();
    this.#stages.clear();
  }

  /** A line of text above the bars. */
  log(text: string): void {
    if (this.#bars && this.#stages.size > 0 && process.stderr.isTTY) this.#bars.log(`${text}\n`);
    else process.stderr.write(`${text}\n`);
  }

  stop(): void {
    this.next();
    this.#bars?.stop();
  }
}
