import { HeteroGraphError } from '../../core/index.js';
import { type ColumnData, isMatrix, isNullableArray, isVector } from '../columns/column-data.js';
import { vectorData } from '../columns/vector-data.js';
import type { IdIndex } from '../ids/id-index.js';
import { IdMap, idKey } from '../ids/id-map.js';

/** Ends of edges: row numbers, or external ids, whose nodes may still come. */
export type EdgeEnds = ColumnData;

/** External ids met at the ends of edges, numbered in order of appearance: one entry per distinct id. */
export class EndIds {
  readonly #map = new IdMap();
  readonly #keys: (string | number)[] = [];

  codeOf(id: string | number | bigint): number {
    const known = this.#map.add(id, this.#keys.length);
    if (known >= 0) return known;
    return this.#keys.push(idKey(id)) - 1;
  }

  /** Codes of many numbers. */
  codesOf(numbers: Int32Array | Float64Array, codes: Int32Array): void {
    const keys = this.#keys;
    for (let i = 0; i < codes.length; i++) {
      // Adding 0 makes -0 the 0 that it equals.
      const key = numbers[i]! + 0;
      const known = this.#map.addNumber(key, keys.length);
      if (known < 0) codes[i] = keys.push(key) - 1;
      else codes[i] = known;
    }
  }

  keyOf(code: number): string | number {
    return this.#keys[code]!;
  }

  /** Row of every code, -1 where no node has the id. */
  rows(index: IdIndex): Int32Array {
    return Int32Array.from(this.#keys, (key) => index.indexOf(key));
  }
}

/** A null end: no node has it. */
const NO_ID = -1;

/** One end of the edges of one type: chunks of row numbers or of codes of {@link EndIds}. */
export class EndStore {
  #chunks: { values: Int32Array; isCode: boolean }[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @throws {HeteroGraphError} WRONG_DTYPE where row numbers are no int32 */
  appendRows(data: EdgeEnds, adopt: boolean): void {
    const values = plainValues(data);
    let rows: Int32Array;
    if (values instanceof Int32Array) rows = adopt ? values : values.slice();
    else {
      rows = new Int32Array(values.length);
      for (let i = 0; i < rows.length; i++) {
        const row = Number(values[i] ?? Number.NaN);
        // What is no row number points at no node, which is reported with its edge.
        rows[i] = (row | 0) === row ? row : NO_ID;
      }
    }
    this.#push(rows, false);
  }

  appendIds(data: EdgeEnds, ids: EndIds): void {
    const values = plainValues(data);
    const codes = new Int32Array(values.length);
    const isPlain = values instanceof Int32Array || (values instanceof Float64Array && !values.some(Number.isNaN));
    if (isPlain) ids.codesOf(values, codes);
    else {
      for (let i = 0; i < codes.length; i++) {
        const id = values[i];
        codes[i] = id === null || id === undefined || typeof id === 'boolean' ? NO_ID : ids.codeOf(id);
      }
    }
    this.#push(codes, true);
  }

  /** Row numbers of all ends, and what was given for an end that is none; lets go what was held. */
  finish(ids: EndIds, index: () => IdIndex): { rows: Int32Array; givenAt: (edge: number) => string } {
    const chunks = this.#chunks;
    this.#chunks = [];
    const hasCodes = chunks.some(({ isCode }) => isCode);
    const rowOfCode = hasCodes ? ids.rows(index()) : new Int32Array(0);
    if (!hasCodes && chunks.length === 1) {
      const rows = chunks[0]!.values;
      return { rows, givenAt: (edge) => `row ${rows[edge]}` };
    }
    const rows = new Int32Array(this.#length);
    let at = 0;
    for (const chunk of chunks) {
      if (chunk.isCode) {
        for (let i = 0; i < chunk.values.length; i++) {
          const code = chunk.values[i]!;
          rows[at + i] = code < 0 ? NO_ID : rowOfCode[code]!;
        }
      } else rows.set(chunk.values, at);
      at += chunk.values.length;
    }
    return { rows, givenAt: (edge) => describeEnd(chunks, edge, ids) };
  }

  #push(values: Int32Array, isCode: boolean): void {
    this.#chunks.push({ values, isCode });
    this.#length += values.length;
  }
}

function describeEnd(chunks: readonly { values: Int32Array; isCode: boolean }[], edge: number, ids: EndIds): string {
  let at = edge;
  for (const { values, isCode } of chunks) {
    if (at < values.length) {
      if (!isCode) return `row ${values[at]}`;
      return values[at]! < 0 ? 'a missing id' : `id ${JSON.stringify(ids.keyOf(values[at]!))}`;
    }
    at -= values.length;
  }
  return 'no end';
}

type PlainEnds = ArrayLike<number | bigint | string | boolean | null | undefined>;

function plainValues(given: EdgeEnds): PlainEnds {
  const data = isVector(given) ? vectorData(given, 'source') : given;
  if (isMatrix(data))
    throw new HeteroGraphError('WRONG_DTYPE', 'The ends of edges are a matrix.', {
      hint: 'Give two arrays of ids or row numbers: source and target.',
    });
  if (!isNullableArray(data)) return data as PlainEnds;
  return Array.from(data.values as ArrayLike<number>, (value, i) => (data.valid[i] ? value : null));
}
