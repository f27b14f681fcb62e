import { type ProgressEvent, printable } from '../../core/index.js';

/** What a line of progress says. */
export interface ProgressText {
  readonly stage: string;
  /** From 0 to 1. */
  readonly part: number;
  readonly amount: string;
  readonly rate: string;
  readonly left: string;
  readonly figures: readonly string[];
}

const STAGE_CHARS = 24;
const BAR_CHARS = { min: 8, max: 24 } as const;

/** An event as texts for people; the rate is in units a second. */
export function progressText({ stage, done, total = 0, unit, values = {} }: ProgressEvent, rate: number): ProgressText {
  const seconds = rate > 0 ? (total - done) / rate : Number.NaN;
  return {
    stage: printable(stage),
    part: total > 0 ? Math.min(1, done / total) : 1,
    amount: unit === 'bytes' ? byteAmount(done, total) : `${count(done)}/${count(total)} ${unit}`,
    rate: unit === 'bytes' ? `${(rate / 1e6).toFixed(1)} MB/s` : `${perSecond(rate)} ${unit}/s`,
    left: Number.isFinite(seconds) ? `${duration(seconds)} left` : '',
    figures: Object.entries(values)
      .filter(([name]) => !name.endsWith('criterion'))
      .map(([name, value]) => `${figureName(name)} ${value.toFixed(4)}`),
  };
}

/** One line of at most so many columns: what does not fit is left out from the right, and the bar is shortened before. */
export function progressLine({ stage, part, amount, rate, left, figures }: ProgressText, columns: number): string {
  const name = clipped(stage, STAGE_CHARS).padEnd(STAGE_CHARS);
  const rest = [rate, left, ...figures].filter((text) => text !== '');
  for (let kept = rest.length; kept >= 0; kept--) {
    const texts = [amount, ...rest.slice(0, kept)].join('  ');
    const room = columns - 2 - name.length - texts.length - 5;
    if (room >= BAR_CHARS.min) return `  ${name} ${bar(part, Math.min(room, BAR_CHARS.max))}  ${texts}`;
  }
  return clipped(`  ${stage}  ${amount}`, columns);
}

function bar(part: number, chars: number): string {
  const full = Math.floor(part * chars);
  return `[${'='.repeat(full)}${' '.repeat(chars - full)}]`;
}

function clipped(text: string, chars: number): string {
  const points = [...text];
  return points.length <= chars ? text : `${points.slice(0, Math.max(chars - 1, 0)).join('')}…`;
}

function figureName(name: string): string {
  return printable(name.replace('valid/loss', 'valid loss').replace('valid/', ''));
}

function byteAmount(done: number, total: number): string {
  const [unit, size] =
    total >= 1e9 ? (['GB', 1e9] as const) : total >= 1e6 ? (['MB', 1e6] as const) : (['kB', 1e3] as const);
  return `${(done / size).toFixed(1)}/${(total / size).toFixed(1)} ${unit}`;
}

/** As it is up to 99,999, above with two digits or more and a letter: 2.1M. */
function count(value: number): string {
  return value < 1e5 ? String(value) : compact.format(value);
}

function perSecond(value: number): string {
  return value < 10 ? value.toFixed(1) : value < 1e4 ? String(Math.round(value)) : compact.format(value);
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** Seconds as `9.5 s`, `45 s`, `3 min`, `2 h 5 min`. */
function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
