import { checkExplain, type ExplainOptions, type Reason, strongest } from '../reasons.js';
import { valueRarities } from '../simple/frequency.js';
import { PairRarities } from '../simple/pair-frequency.js';
import { CodedColumns } from '../table/coded-columns.js';
import { type EventTable, readRow } from '../table/read-columns.js';
import type { AnomalyDetector, FitDetectorOptions } from './detector.js';

/** A part of a score: of a column, or of two. */
interface Part {
  readonly columns: readonly number[];
  score(codes: Int32Array, at: number): number;
  mean: number;
}

/** The sum of -log shares of the values of a row, or of its pairs of values. Numbers are cut into 10 bins. */
export class FrequencyDetector implements AnomalyDetector {
  readonly #coded: CodedColumns;
  readonly #parts: readonly Part[];

  constructor(table: EventTable, options: FitDetectorOptions, of: 'values' | 'pairs') {
    this.#coded = CodedColumns.of(table, options);
    const { codes, numRows } = this.#coded.encode(table);
    const sizes = this.#coded.columns.map(({ dictionary }) => dictionary.size);
    this.#parts = of === 'values' || sizes.length === 1 ? valueParts(codes, sizes) : pairParts(codes, sizes);
    for (const part of this.#parts) {
      for (let row = 0; row < numRows; row++) part.mean += part.score(codes, row * sizes.length) / numRows;
    }
  }

  get columns(): readonly string[] {
    return this.#coded.names;
  }

  score(table: EventTable): Float64Array {
    const { codes, numRows } = this.#coded.encode(table);
    const width = this.columns.length;
    const scores = new Float64Array(numRows);
    for (const part of this.#parts) {
      for (let row = 0; row < numRows; row++) scores[row]! += part.score(codes, row * width);
    }
    return scores;
  }

  explain(table: EventTable, row: number, options: ExplainOptions = {}): Reason[] {
    checkExplain(options);
    const cells = readRow(table, row, this.columns);
    const { codes } = this.#coded.encode(cells);
    const shown = this.#coded.shown(codes, cells);
    const reasons = this.#parts.map((part) => ({
      columns: part.columns.map((at) => this.columns[at]!),
      values: part.columns.map((at) => shown[at]!.text),
      surprise: part.score(codes, 0) - part.mean,
      isUnseen: part.columns.some((at) => shown[at]!.isUnseen),
      isFarOut: false,
    }));
    return strongest(reasons, options.top);
  }
}

function valueParts(codes: Int32Array, sizes: readonly number[]): Part[] {
  const rarities = valueRarities(codes, sizes);
  return rarities.map((rarity, column) => ({
    columns: [column],
    score: (rows, at) => rarity[rows[at + column]!]!,
    mean: 0,
  }));
}

function pairParts(codes: Int32Array, sizes: readonly number[]): Part[] {
  const rarities = new PairRarities(codes, sizes);
  const parts: Part[] = [];
  for (let i = 0; i < sizes.length; i++) {
    for (let j = i + 1; j < sizes.length; j++) {
      const pair = parts.length;
      const score: Part['score'] = (rows, at) => rarities.rarity(pair, i, j, rows[at + i]!, rows[at + j]!);
      parts.push({ columns: [i, j], score, mean: 0 });
    }
  }
  return parts;
}
