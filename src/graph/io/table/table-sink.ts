import type { Vector } from 'apache-arrow';
import { type ErrorCode, HeteroGraphError } from '../../../core/index.js';
import type { ColumnRole, ColumnSchema } from '../../schema/schema.js';
import type { ScanBatch, ScanKind } from '../bytes/scan-numbers.js';
import type { BadRows } from './bad-rows.js';
import { type ColumnDeclaration, declaredParts, finishedSchema, refusal, sinkFor } from './column-plan.js';
import type { ColumnSink } from './column-sink.js';
import { EndpointSink } from './endpoint-sink.js';
import type { IdTable } from './id-table.js';
import { InferSink } from './infer-sink.js';
import { Int64Sink, NumberSink, numericId, wholeNumber } from './number-sink.js';
import { duplicateMessage, RowPlaces } from './row-places.js';
import type { RowSink } from './row-sink.js';

/** Arrow's schemas take time that grows with the square of the columns. */
const MAX_COLUMNS = 10_000;

/** A column that every row must fill. */
export interface RequiredColumn {
  readonly name: string;
  readonly role: 'id' | 'source' | 'target';
  /** Resolves the ends of edges; ids are kept as they are. */
  readonly sink?: ColumnSink;
}

export interface TableSinkOptions {
  readonly columns?: ReadonlyMap<string, ColumnDeclaration>;
  /** What to do with columns that are not declared, default `infer`. */
  readonly rest?: 'infer' | 'skip';
  /** Text of a cell without value, default ''. */
  readonly nullText?: string | readonly string[];
  readonly required: readonly RequiredColumn[];
  /** Ids met so far; a second row with the same id is bad. */
  readonly ids?: IdTable;
}

interface Column {
  readonly name: string;
  sink: ColumnSink;
  readonly required: RequiredColumn | undefined;
}

export interface FinishedTable {
  readonly length: number;
  /** Columns in order of first appearance, ends of edges left out. */
  readonly columns: readonly { readonly schema: ColumnSchema; readonly vector: Vector }[];
  readonly ends: Readonly<Record<string, Vector>>;
}

/**
 * The rows of one node or edge type on their way into columns. A row is taken as a whole or not at all; rows of several
 * files with different columns may follow one another, what a file lacks is null.
 */
export class TableSink implements RowSink {
  readonly #options: TableSinkOptions;
  readonly #declared: Map<string, ColumnDeclaration>;
  readonly #columns = new Map<string, Column>();
  /** The only text without value; undefined where there are several. */
  readonly #nullText: string | undefined;
  readonly #nullTexts: ReadonlySet<string>;
  #plan: (Column | undefined)[] = [];
  /** Positions of the file's columns, required ones last: nothing can fail after them. */
  #order: number[] = [];
  #absent: Column[] = [];
  #idAt = -1;
  #id: string | number = '';
  #objectOrder: Column[] = [];
  /** Where the ids were met first. */
  readonly #places = new RowPlaces();
  #isFrozen = false;
  #length = 0;

  constructor(options: TableSinkOptions) {
    this.#options = options;
    this.#declared = new Map(options.columns);
    const texts = [options.nullText ?? ''].flat();
    this.#nullText = texts.length === 1 ? texts[0] : undefined;
    this.#nullTexts = new Set(texts);
  }

  get length(): number {
    return this.#length;
  }

  /** Says which columns the following rows have. @throws {HeteroGraphError} DUPLICATE_NAME, UNKNOWN_COLUMN. */
  setColumns(names: readonly string[], file: string): void {
    const seen = new Set<string>();
    for (const name of names) {
      if (seen.has(name)) {
        throw new HeteroGraphError('DUPLICATE_NAME', 'Two columns have the same name.', {
          file,
          row: 1,
          column: name,
          hint: 'Rename one of them in the file.',
        });
      }
      seen.add(name);
      const problem = this.#columns.has(name) ? undefined : this.#nameProblem(name);
      if (problem) throw new HeteroGraphError(problem.code, problem.message, { file, row: 1, column: name });
    }
    for (const { name } of this.#options.required) {
      if (seen.has(name)) continue;
      throw new HeteroGraphError('UNKNOWN_COLUMN', 'The file lacks a column that is needed.', {
        file,
        row: 1,
        column: name,
        hint: `It has: ${names.slice(0, 20).join(', ')}.`,
      });
    }
    this.#plan = names.map((name) => this.#column(name, file));
    this.declareAll();
    const places = this.#plan.map((_, i) => i).filter((i) => this.#plan[i] !== undefined);
    const isLast = (i: number) => (this.#plan[i]!.required ? 1 : 0);
    this.#order = places.sort((a, b) => isLast(a) - isLast(b) || a - b);
    this.#absent = [...this.#columns.values()].filter(({ name }) => !seen.has(name));
    this.#idAt = this.#plan.findIndex((column) => column?.required?.role === 'id');
  }

  /** Takes a row of text cells. @returns false where it was bad, and reported. */
  appendCells(cells: readonly string[], bad: BadRows, file: string, row: number): boolean {
    const order = this.#order;
    const plan = this.#plan;
    for (let k = 0; k < order.length; k++) {
      const at = order[k]!;
      const column = plan[at]!;
      const cell = cells[at]!;
      const isNull = this.#nullText === undefined ? this.#nullTexts.has(cell) : cell === this.#nullText;
      const taken = isNull
        ? !column.required && column.sink.appendNull()
        : !(at === this.#idAt && !this.#isNewId(this.#idOf(column, cell), column)) && column.sink.appendText(cell);
      if (!taken) return this.#refuse(column, isNull ? null : cell, bad, file, row);
    }
    return this.#finishRow(bad, file, row);
  }

  /** Takes a row of values in the order of the columns set; null and undefined are nulls. */
  appendValues(values: readonly unknown[], bad: BadRows, file: string, row: number): boolean {
    for (const at of this.#order) {
      const column = this.#plan[at]!;
      const value = values[at];
      const isNull = value === null || value === undefined;
      const taken = isNull
        ? !column.required && column.sink.appendNull()
        : !(at === this.#idAt && !this.#isNewId(value, column)) && column.sink.appendValue(value);
      if (!taken) return this.#refuse(column, value ?? null, bad, file, row);
    }
    return this.#finishRow(bad, file, row);
  }

  /** Takes row `at` of a batch of the byte scanner; `texts` holds what its numbers would not print. */
  appendNumbers(
    batch: ScanBatch,
    at: number,
    texts: ReadonlyMap<number, string>,
    bad: BadRows,
    file: string,
    row: number,
  ): boolean {
    const order = this.#order;
    for (let k = 0; k < order.length; k++) {
      const place = order[k]!;
      const column = this.#plan[place]!;
      const value = batch.numbers[place]![at]!;
      const isNull = Number.isNaN(value);
      const text = texts.size === 0 ? undefined : texts.get(place);
      const taken = isNull
        ? !column.required && column.sink.appendNull()
        : !(place === this.#idAt && !this.#isNewId(text === undefined ? value : this.#idOf(column, text), column)) &&
          (column.sink as NumberSink | InferSink | EndpointSink).appendNumber(value, text);
      if (!taken) return this.#refuse(column, isNull ? null : (text ?? value), bad, file, row);
    }
    return this.#finishRow(bad, file, row);
  }

  /** Takes a row as an object; keys not met before become new columns. */
  appendObject(values: Readonly<Record<string, unknown>>, bad: BadRows, file: string, row: number): boolean {
    let isNew = this.#objectOrder.length === 0;
    for (const name of Object.keys(values)) {
      if (this.#columns.has(name) || values[name] === null || values[name] === undefined) continue;
      const problem = this.#nameProblem(name);
      if (problem) {
        bad.report({ file, row, column: name, ...problem });
        return false;
      }
      if (this.#column(name, file)) isNew = true;
    }
    if (isNew) {
      this.declareAll();
      this.#objectOrder = [...this.#columns.values()].sort((a, b) => Number(!!a.required) - Number(!!b.required));
    }
    for (const column of this.#objectOrder) {
      const value = Object.hasOwn(values, column.name) ? values[column.name] : undefined;
      const isNull = value === null || value === undefined;
      const isId = column.required?.role === 'id';
      const taken = isNull
        ? !column.required && column.sink.appendNull()
        : !(isId && !this.#isNewId(value, column)) && column.sink.appendValue(value);
      if (!taken) return this.#refuse(column, value ?? null, bad, file, row);
    }
    return this.#finishRow(bad, file, row);
  }

  /** How the byte scanner may read the present columns; undefined where it cannot. */
  scanKinds(): ScanKind[] | undefined {
    const kinds = this.#plan.map((column): ScanKind | undefined => {
      if (!column) return 'skip';
      const { sink } = column;
      if (sink instanceof EndpointSink) return 'exact';
      if (sink instanceof NumberSink) return column.required ? 'exact' : 'number';
      if (sink instanceof InferSink && sink.type !== 'utf8' && sink.type !== 'bool') return 'exact';
      return undefined;
    });
    return kinds.includes(undefined) || this.#nullText !== '' ? undefined : (kinds as ScanKind[]);
  }

  /** Whether the column is kept. */
  has(name: string): boolean {
    return this.#columns.has(name);
  }

  /** Gives what the source knows of a column; declared options take precedence. */
  suggest(name: string, declaration: Partial<Omit<ColumnSchema, 'name'>>): void {
    const known = this.#declared.get(name);
    const isOpen = known === undefined ? this.#options.rest !== 'skip' : known !== 'skip';
    if (isOpen && !this.#columns.has(name)) this.#declared.set(name, { ...declaration, ...declaredParts(known) });
  }

  /** Gives the required and the declared columns a place after those met so far. */
  declareAll(): void {
    for (const { name } of this.#options.required) this.#column(name);
    for (const name of this.#declared.keys()) this.#column(name);
  }

  /** Packs cells that wait as strings. */
  flush(): void {
    for (const { sink } of this.#columns.values()) sink.flush();
  }

  /** The columns so far; the sink is empty afterwards and may go on. */
  finish(): FinishedTable {
    const columns: { schema: ColumnSchema; vector: Vector }[] = [];
    const ends: Record<string, Vector> = {};
    for (const { name, sink, required } of this.#columns.values()) {
      const finished = sink.finish();
      if (required?.sink) ends[required.role] = finished.vector;
      else {
        const role: ColumnRole | undefined = required ? 'id' : undefined;
        columns.push({
          schema: finishedSchema(name, this.#declared.get(name), finished, role),
          vector: finished.vector,
        });
      }
    }
    const length = this.#length;
    this.#length = 0;
    return { length, columns, ends };
  }

  /**
   * Keeps the types found so far for the rows to come; the table must be empty. Rows that do not fit them are bad, and
   * columns not met before an error.
   */
  freeze({ columns }: FinishedTable): void {
    for (const { schema } of columns) {
      const { name, nullable: _, ...rest } = schema;
      const declaration = { ...rest, nullable: declaredParts(this.#declared.get(name)).nullable };
      this.#declared.set(name, declaration);
      this.#columns.get(name)!.sink = sinkFor(declaration);
    }
    this.#isFrozen = true;
  }

  /** Why no column of this name can be added now. */
  #nameProblem(name: string): { code: ErrorCode; message: string } | undefined {
    if (name === '') return { code: 'UNKNOWN_COLUMN', message: 'A column has no name.' };
    if (!this.#isFrozen || this.#declared.has(name) || this.#options.rest === 'skip') return undefined;
    return { code: 'UNKNOWN_COLUMN', message: 'The first batch did not have this column; declare it.' };
  }

  #column(name: string, file?: string): Column | undefined {
    const known = this.#columns.get(name);
    if (known) return known;
    const declaration = this.#declared.get(name);
    const required = this.#options.required.find((each) => each.name === name);
    const isLeftOut = declaration === 'skip' || (declaration === undefined && this.#options.rest === 'skip');
    if (isLeftOut && !required) return undefined;
    if (this.#columns.size >= MAX_COLUMNS) {
      throw new HeteroGraphError('TOO_LARGE', `A table has at most ${MAX_COLUMNS} columns.`, {
        ...(file === undefined ? {} : { file }),
        column: name,
        hint: "Leave columns out (rest: 'skip'), or keep many numbers a row in one dense or sparse column.",
      });
    }
    const column: Column = {
      name,
      sink: required?.sink ?? sinkFor(declaration === 'skip' ? undefined : declaration),
      required,
    };
    for (let i = 0; i < this.#length; i++) column.sink.appendNull();
    this.#columns.set(name, column);
    return column;
  }

  /** Where ids are declared as numbers, "007" is 7; undefined where a double would change the id. */
  #idOf({ sink }: Column, cell: string): string | number | undefined {
    if (sink instanceof Int64Sink) return String(wholeNumber(cell) ?? cell);
    if (!(sink instanceof NumberSink)) return cell;
    const value = numericId(cell);
    return Number.isNaN(value) ? undefined : value;
  }

  /** Whether the value can be an id and no row before has it; it is noted once the row is complete. */
  #isNewId(id: unknown, { sink }: Column): boolean {
    if (typeof id === 'bigint' && sink instanceof NumberSink && !Number.isSafeInteger(Number(id))) return false;
    if (typeof id !== 'string' && typeof id !== 'number' && typeof id !== 'bigint') return false;
    if (!this.#options.ids) return true;
    this.#id = typeof id === 'bigint' ? String(id) : id;
    return this.#options.ids.find(this.#id) < 0;
  }

  #finishRow(bad: BadRows, file: string, row: number): boolean {
    for (const column of this.#absent) {
      if (column.sink.appendNull()) continue;
      return this.#refuse(column, null, bad, file, row);
    }
    if (this.#options.ids?.add(this.#id)) this.#places.add(this.#options.ids.size - 1, file, row);
    this.#length++;
    return true;
  }

  #refuse(column: Column, value: unknown, bad: BadRows, file: string, row: number): false {
    for (const { sink } of this.#columns.values()) if (sink.length > this.#length) sink.truncate(this.#length);
    bad.report({ file, row, column: column.name, ...this.#reason(column, value) });
    return false;
  }

  #reason({ name, required }: Column, value: unknown): { code: ErrorCode; message: string } {
    if (value === null) {
      const message = required ? 'The id is missing.' : 'A value is missing in a column that is not nullable.';
      return { code: 'NULL_VALUE', message };
    }
    const { code, message } = refusal(this.#declared.get(name), value);
    if (required?.sink)
      return { code: 'UNKNOWN_ID', message: message.replace(/ (is|does) .*/, ' is the id of no node.') };
    const isId = typeof value === 'string' || typeof value === 'number';
    if (required && isId && this.#options.ids && this.#options.ids.find(value) >= 0)
      return {
        code: 'DUPLICATE_ID',
        message: duplicateMessage(value, this.#places.find(this.#options.ids.find(value))),
      };
    return { code, message };
  }
}
