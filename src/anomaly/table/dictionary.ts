import { type Cell, cellText } from './read-columns.js';

/** Code of every value that a dictionary does not know. */
export const UNSEEN = 0;

/**
 * The values of a column by code, from 1: missing ones first, then texts in the order of their characters, so that codes do not depend on
 * the order of the rows. Code 0 is a value that was never seen.
 */
export class Dictionary {
  /** By code less 1; null is the missing value. */
  readonly labels: readonly (string | null)[];
  readonly #codes: ReadonlyMap<string | null, number>;

  constructor(labels: readonly (string | null)[]) {
    this.labels = labels;
    this.#codes = new Map(labels.map((label, at) => [label, at + 1]));
  }

  /** Of the values of a column. */
  static of(values: ArrayLike<Cell>): Dictionary {
    return new Dictionary(newLabels(values, new Dictionary([])));
  }

  /** The same codes, and new ones for the values that are new. */
  extended(values: ArrayLike<Cell>): Dictionary {
    const added = newLabels(values, this);
    return added.length === 0 ? this : new Dictionary([...this.labels, ...added]);
  }

  /** Values with a code. */
  get size(): number {
    return this.labels.length;
  }

  codeOf(cell: Cell): number {
    return this.#codes.get(cellText(cell)) ?? UNSEEN;
  }

  has(label: string | null): boolean {
    return this.#codes.has(label);
  }

  /** Writes the codes of a column to every `stride`-th place from `start`. */
  encodeInto(values: ArrayLike<Cell>, out: Int32Array, start: number, stride: number): void {
    this.encoder(values)(0, values.length, out, start, stride);
  }

  /** The same in parts: of the rows from one to another, the first of which goes to `start`. */
  encoder(values: ArrayLike<Cell>): (from: number, to: number, out: Int32Array, start: number, stride: number) => void {
    // By the value as it is, so that a number becomes a text once.
    const known = new Map<Cell, number>();
    return (from, to, out, start, stride) => {
      for (let row = from, at = start; row < to; row++, at += stride) {
        const cell = values[row];
        let code = known.get(cell);
        if (code === undefined) {
          code = this.codeOf(cell);
          if (known.size < MOST_KNOWN) known.set(cell, code);
        }
        out[at] = code;
      }
    };
  }
}

const MOST_KNOWN = 1 << 16;

function newLabels(values: ArrayLike<Cell>, known: Dictionary): (string | null)[] {
  const cells = new Set<Cell>();
  for (let row = 0; row < values.length; row++) cells.add(values[row]);
  const labels = new Set<string | null>();
  for (const cell of cells) labels.add(cellText(cell));
  return [...labels]
    .filter((label) => !known.has(label))
    .sort((a, b) => (a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1));
}
