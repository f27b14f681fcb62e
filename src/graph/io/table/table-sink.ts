import type { Vector } from 'apache-arrow';
import { type ErrorCode, HeteroGraphError, ownProperty } from '../../../core/index.js';
import type { ColumnRole, ColumnSchema } from '../../schema/schema.js';
import type { ScanBatch, ScanKind } from '../bytes/scan-numbers.js';
import type { BadRows } from './bad-rows.js';
import { type AnyConverters, type ConvertedCell, convertedCell, NO_VALUE, plainDate } from './cell-converter.js';
import {
  type ColumnDeclaration,
  declaredParts,
  describeValue,
  finishedSchema,
  refusal,
  sinkFor,
} from './column-plan.js';
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
  /** By column, what makes values of its cells. */
  readonly convert?: AnyConverters;
  readonly required: readonly RequiredColumn[];
  /** Ids met so far; a second row with the same id is bad. */
  readonly ids?: IdTable;
}

interface Column {
  readonly name: string;
  sink: ColumnSink;
  readonly required: RequiredColumn | undefined;
  readonly convert: ((cell: never) => ConvertedCell) | undefined;
  /** Whether a value was a `Date`. */
  hasDates: boolean;
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
  /** Strings without value among values, which have nulls of their own; none unless they are named. */
  readonly #nullValues: ReadonlySet<unknown>;
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
  /** Columns that rows have had. */
  readonly #named = new Set<string>();
  /** Cells of the row at hand that were taken as missing. */
  readonly #badCells: { readonly column: string; readonly value: unknown }[] = [];
  /** What is wrong with the cell at hand, where its converter says so. */
  #problem: { readonly code: ErrorCode; readonly message: string } | undefined;
  #length = 0;

  constructor(options: TableSinkOptions) {
    this.#options = options;
    this.#declared = new Map(options.columns);
    const texts = [options.nullText ?? ''].flat();
    this.#nullText = texts.length === 1 ? texts[0] : undefined;
    this.#nullTexts = new Set(texts);
    this.#nullValues = options.nullText === undefined ? new Set() : this.#nullTexts;
    for (const name of Object.keys(options.convert ?? {})) if (!this.#declared.has(name)) this.#declared.set(name, {});
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
      this.#named.add(name);
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
      if (column.convert && !isNull) {
        if (!this.#appendConverted(column, cell, true, bad)) return this.#refuse(column, cell, bad, file, row);
        continue;
      }
      const taken = isNull
        ? !column.required && column.sink.appendNull()
        : !(at === this.#idAt && !this.#isNewId(this.#idOf(column, cell), column)) && column.sink.appendText(cell);
      if (!taken && (isNull || !this.#isTakenAsMissing(column, cell, bad)))
        return this.#refuse(column, isNull ? null : cell, bad, file, row);
    }
    return this.#finishRow(bad, file, row);
  }

  /** Takes a row of values in the order of the columns set; null and undefined are nulls. */
  appendValues(values: readonly unknown[], bad: BadRows, file: string, row: number): boolean {
    for (const at of this.#order) {
      const column = this.#plan[at]!;
      if (!this.#appendValue(column, values[at], bad)) return this.#refuse(column, values[at], bad, file, row);
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
      if (!taken && (isNull || !this.#isTakenAsMissing(column, text ?? value, bad)))
        return this.#refuse(column, isNull ? null : (text ?? value), bad, file, row);
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
      this.#named.add(name);
      if (this.#column(name, file)) isNew = true;
    }
    if (isNew) {
      this.declareAll();
      this.#objectOrder = [...this.#columns.values()].sort((a, b) => Number(!!a.required) - Number(!!b.required));
    }
    for (const column of this.#objectOrder) {
      const value = Object.hasOwn(values, column.name) ? values[column.name] : undefined;
      if (!this.#appendValue(column, value, bad)) return this.#refuse(column, value, bad, file, row);
    }
    return this.#finishRow(bad, file, row);
  }

  /** How the byte scanner may read the present columns; undefined where it cannot. */
  scanKinds(): ScanKind[] | undefined {
    const kinds = this.#plan.map((column): ScanKind | undefined => {
      if (!column) return 'skip';
      const { sink, convert } = column;
      if (convert) return undefined;
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

  /** Gives what the source knows of a column; declared options take precedence, and what a converter makes is not known. */
  suggest(name: string, declaration: Partial<Omit<ColumnSchema, 'name'>>): void {
    if (ownProperty(this.#options.convert, name)) return;
    const known = this.#declared.get(name);
    const isOpen = known === undefined ? this.#options.rest !== 'skip' : known !== 'skip';
    if (isOpen && !this.#columns.has(name)) this.#declared.set(name, { ...declaration, ...declaredParts(known) });
  }

  /** Gives the required and the declared columns a place after those met so far. */
  declareAll(): void {
    for (const { name } of this.#options.required) this.#column(name);
    for (const name of this.#declared.keys()) this.#column(name);
  }

  /** @throws {HeteroGraphError} UNKNOWN_COLUMN where no file had a column that has a converter. */
  checkConverters(): void {
    for (const name of Object.keys(this.#options.convert ?? {})) {
      if (this.#length === 0 || this.#named.has(name)) continue;
      throw new HeteroGraphError('UNKNOWN_COLUMN', 'There is a converter for a column that no file has.', {
        column: name,
        hint: `There are: ${[...this.#columns.keys()].filter((each) => each !== name).join(', ')}.`,
      });
    }
  }

  /** Packs cells that wait as strings. */
  flush(): void {
    for (const { sink } of this.#columns.values()) sink.flush();
  }

  /** The columns so far; the sink is empty afterwards and may go on. */
  finish(): FinishedTable {
    const columns: { schema: ColumnSchema; vector: Vector }[] = [];
    const ends: Record<string, Vector> = {};
    for (const { name, sink, required, hasDates } of this.#columns.values()) {
      const finished = sink.finish();
      if (required?.sink) ends[required.role] = finished.vector;
      else {
        const role: ColumnRole | undefined = required ? 'id' : hasDates ? 'time' : undefined;
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
      convert: ownProperty(this.#options.convert, name),
      hasDates: false,
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

  /** Takes a value; null and undefined are nulls. */
  #appendValue(column: Column, value: unknown, bad: BadRows): boolean {
    if (value === null || value === undefined || this.#nullValues.has(value)) {
      return !column.required && column.sink.appendNull();
    }
    if (column.convert) return this.#appendConverted(column, value, false, bad);
    return this.#appendPlain(column, plainDate(value), value) || this.#isTakenAsMissing(column, value, bad);
  }

  /** Takes what the column's converter makes of a cell. @param isCell whether a text is that of a cell, whose type is open. */
  #appendConverted(column: Column, cell: unknown, isCell: boolean, bad: BadRows): boolean {
    const wrong = (code: ErrorCode, what: string) => {
      this.#problem = { code, message: `The converter makes ${what} of ${describeValue(cell)}.` };
    };
    const value = convertedCell(column.convert!, cell, (message) => wrong('WRONG_DTYPE', `an error (${message})`));
    if (value === null) {
      if (!column.required && column.sink.appendNull()) return true;
      wrong('NULL_VALUE', 'null');
      return false;
    }
    const taken =
      isCell && typeof value === 'string'
        ? this.#appendCell(column, value)
        : value !== NO_VALUE && this.#appendPlain(column, plainDate(value), value);
    return taken || this.#isTakenAsMissing(column, cell, bad);
  }

  #appendCell(column: Column, cell: string): boolean {
    const isId = column.required?.role === 'id';
    return !(isId && !this.#isNewId(this.#idOf(column, cell), column)) && column.sink.appendText(cell);
  }

  /** @param plain the value, or the seconds that it stands for */
  #appendPlain(column: Column, plain: unknown, value: unknown): boolean {
    const isId = column.required?.role === 'id';
    if (isId && !this.#isNewId(plain, column)) return false;
    if (plain === value) return column.sink.appendValue(plain);
    if (Number.isNaN(plain)) return false;
    if (column.sink instanceof InferSink && column.sink.type === undefined) {
      const { length } = column.sink;
      column.sink = new NumberSink('float64');
      for (let i = 0; i < length; i++) column.sink.appendNull();
    }
    if (!column.sink.appendValue(plain)) return false;
    column.hasDates = true;
    return true;
  }

  /** Whether a cell that is no value of its column's type could be made a null. */
  #isTakenAsMissing({ name, required, sink }: Column, value: unknown, bad: BadRows): boolean {
    if (required || bad.cells.policy === 'fail' || !sink.appendNull()) return false;
    this.#badCells.push({ column: name, value });
    this.#problem = undefined;
    return true;
  }

  #finishRow(bad: BadRows, file: string, row: number): boolean {
    for (const column of this.#absent) {
      if (column.sink.appendNull()) continue;
      return this.#refuse(column, null, bad, file, row);
    }
    if (this.#options.ids?.add(this.#id)) this.#places.add(this.#options.ids.size - 1, file, row);
    for (const { column, value } of this.#badCells.splice(0)) bad.cells.add(file, row, column, value);
    this.#length++;
    return true;
  }

  #refuse(column: Column, value: unknown, bad: BadRows, file: string, row: number): false {
    for (const { sink } of this.#columns.values()) if (sink.length > this.#length) sink.truncate(this.#length);
    this.#badCells.length = 0;
    bad.report({ file, row, column: column.name, ...this.#reason(column, value) });
    return false;
  }

  #reason({ name, required }: Column, value: unknown): { code: ErrorCode; message: string } {
    const problem = this.#problem;
    this.#problem = undefined;
    if (problem) return problem;
    if (value === null || value === undefined) {
      const message = required ? 'The id is missing.' : 'A value is missing in a column that is not nullable.';
      return { code: 'NULL_VALUE', message };
    }
    const { code, message } = refusal(this.#declared.get(name), value);
    if (required?.sink instanceof EndpointSink) {
      const near = required.sink.near(value);
      const more =
        near === undefined ? '' : ` ${describeValue(near)} is one: a converter of the column can make it that.`;
      return { code: 'UNKNOWN_ID', message: `${message.replace(/ (is|does) .*/, ' is the id of no node.')}${more}` };
    }
    const isId = typeof value === 'string' || typeof value === 'number';
    if (required && isId && this.#options.ids && this.#options.ids.find(value) >= 0)
      return {
        code: 'DUPLICATE_ID',
        message: duplicateMessage(value, this.#places.find(this.#options.ids.find(value))),
      };
    return { code, message };
  }
}
