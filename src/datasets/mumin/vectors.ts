import { growableFloat32, growableInt32 } from '../../graph/internal.js';
import { badCell, type CellPlace, isNothing, listOf } from './bad-cell.js';

/** Vectors of one width, row by row; a row may lack its own. */
export interface Vectors {
  /** 0: no row has one. */
  readonly width: number;
  /** Of the rows that have one, one after the other. */
  readonly values: Float32Array;
  /** The number of each row's vector among them, or -1. */
  readonly places: Int32Array;
}

/** Takes vectors as they are read. */
export class VectorReader {
  readonly #values = growableFloat32();
  readonly #places = growableInt32();
  #width = 0;
  #count = 0;

  /** @throws {HeteroGraphError} MALFORMED_ROW */
  take(cell: unknown, place: CellPlace): void {
    if (isNothing(cell)) {
      this.#places.push(-1);
      return;
    }
    const numbers = listOf(typeof cell === 'string' ? parsed(cell, place) : cell);
    if (!numbers) throw badCell(place, 'it is no list of numbers');
    if (this.#count === 0) this.#width = numbers.length;
    if (numbers.length !== this.#width || numbers.length === 0)
      throw badCell(place, `it has ${numbers.length} numbers and the first vector ${this.#width}`);
    for (let i = 0; i < numbers.length; i++) {
      const value = numbers[i];
      if (typeof value !== 'number' || !Number.isFinite(Math.fround(value)))
        throw badCell(place, `${String(value)} in it is no number of 32 bits`);
      this.#values.push(value);
    }
    this.#places.push(this.#count++);
  }

  done(): Vectors {
    return { width: this.#width, values: this.#values.done(), places: this.#places.done() };
  }
}

/** Tables of older versions have vectors as texts of JSON. */
function parsed(text: string, place: CellPlace): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badCell(place, 'its text is no list of numbers');
  }
}
