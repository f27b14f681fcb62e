import type { ColumnSink, FinishedColumn } from './column-sink.js';
import type { IdTable } from './id-table.js';
import type { InferSink } from './infer-sink.js';
import { NumberSink, numericId, wholeNumber } from './number-sink.js';

/** What is known of the nodes an edge may end at. */
export interface NodeIds {
  /** External ids; undefined where the ends are row numbers. */
  readonly table: IdTable | undefined;
  /** Where the ids are declared as numbers, so that "007" is 7: what they are kept as. */
  readonly numeric?: 'double' | 'int64' | undefined;
  /** Rows of the type, for row numbers. */
  readonly size: number;
  /** Where set, ids not yet known are new nodes and are written here. */
  readonly implicit?: InferSink;
}

/** Zeros before an id that are tried at most. */
const MOST_ZEROS = 12;

/** The node rows of the ids in an end column. An append returns false for an id that no node has. */
export class EndpointSink implements ColumnSink {
  readonly #nodes: NodeIds;
  readonly #rows = new NumberSink('int32', false);

  constructor(nodes: NodeIds) {
    this.#nodes = nodes;
  }

  get length(): number {
    return this.#rows.length;
  }

  appendText(cell: string): boolean {
    const { table, numeric } = this.#nodes;
    if (numeric === 'int64' && table) return this.#appendId(String(wholeNumber(cell) ?? cell), true);
    return table && !numeric ? this.#appendId(cell, true) : this.appendNumber(numericId(cell));
  }

  appendNumber(value: number, text?: string): boolean {
    const { table, numeric } = this.#nodes;
    if (table) return this.#appendId(numeric === 'double' ? value : (text ?? value), text !== undefined);
    return Number.isInteger(value) && value >= 0 && value < this.#nodes.size && this.#rows.appendNumber(value);
  }

  appendValue(value: unknown): boolean {
    if (typeof value === 'number') return this.appendNumber(value);
    if (typeof value === 'bigint') {
      const isSafe = Number.isSafeInteger(Number(value));
      const mustBeSafe = this.#nodes.numeric === 'double' || !this.#nodes.table;
      return (isSafe || !mustBeSafe) && this.appendNumber(Number(value), String(value));
    }
    return typeof value === 'string' && this.#nodes.table !== undefined && this.#appendId(value, false);
  }

  appendNull(): boolean {
    return false;
  }

  truncate(length: number): void {
    this.#rows.truncate(length);
  }

  flush(): void {}

  finish(): FinishedColumn {
    return this.#rows.finish();
  }

  /** An id of a node that differs from the value in zeros before it, blanks around it or case alone; undefined where there is none. */
  near(value: unknown): string | undefined {
    const { table } = this.#nodes;
    if (!table || (typeof value !== 'string' && typeof value !== 'number')) return undefined;
    const text = String(value).trim();
    const bare = text.replace(/^0+(?=.)/, '');
    const padded = Array.from({ length: MOST_ZEROS }, (_, n) => '0'.repeat(n + 1) + bare);
    const forms = [text, bare, ...padded].flatMap((form) => [form, form.toLowerCase(), form.toUpperCase()]);
    return forms.find((form) => form !== value && table.find(form) >= 0);
  }

  /** @param isCell whether a string is the text of a cell, whose type is open, and not a value of type string. */
  #appendId(id: string | number, isCell: boolean): boolean {
    const { implicit } = this.#nodes;
    const table = this.#nodes.table!;
    let row = table.find(id);
    if (row < 0) {
      if (!implicit) return false;
      const taken = isCell && typeof id === 'string' ? implicit.appendText(id) : implicit.appendValue(id);
      if (!taken) return false;
      row = table.size;
      table.add(id);
    }
    return this.#rows.appendNumber(row);
  }
}
