import { HeteroGraphError } from '../../../core/index.js';

/** What a block of `key=value` lines says, by key, with errors that name the line. */
export class Block {
  readonly #values = new Map<string, string>();
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  set(line: string): void {
    const at = line.indexOf('=');
    // A word of its own, such as `average_output`, is a flag.
    if (at < 0) this.#values.set(line, '');
    else this.#values.set(line.slice(0, at), line.slice(at + 1));
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** @throws {HeteroGraphError} CORRUPT_FILE where it is absent */
  text(key: string): string {
    const value = this.#values.get(key);
    if (value === undefined) throw this.broken(key, 'is absent');
    return value;
  }

  /** A whole number of a range. @throws {HeteroGraphError} CORRUPT_FILE */
  whole(key: string, low: number, high: number): number {
    const text = this.text(key);
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value) || value < low || value > high) {
      throw this.broken(key, `is ${text.slice(0, 40)}, which is no whole number from ${low} to ${high}`);
    }
    return value;
  }

  /** So many numbers. @throws {HeteroGraphError} CORRUPT_FILE */
  numbers(key: string, length: number, fits: (value: number) => boolean = Number.isFinite): Float64Array {
    const text = this.text(key).trim();
    const parts = text === '' ? [] : text.split(/ +/);
    if (parts.length !== length) throw this.broken(key, `has ${parts.length} values instead of ${length}`);
    const values = Float64Array.from(parts, numberOf);
    const at = values.findIndex((value) => !fits(value));
    if (at >= 0) throw this.broken(key, `has the value ${parts[at]!.slice(0, 40)} at position ${at}`);
    return values;
  }

  /** So many whole numbers of a range. @throws {HeteroGraphError} CORRUPT_FILE */
  integers(key: string, length: number, low: number, high: number): Float64Array {
    return this.numbers(key, length, (value) => Number.isInteger(value) && value >= low && value <= high);
  }

  broken(key: string, what: string): HeteroGraphError {
    return new HeteroGraphError('CORRUPT_FILE', `${this.#name}: ${key} ${what}.`, {
      column: key,
      hint: 'Save the model again, as text of LightGBM.',
    });
  }
}

function numberOf(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  if (/^[-+]?inf(inity)?$/i.test(text)) return sign * Number.POSITIVE_INFINITY;
  return text === '' ? Number.NaN : Number(text);
}
