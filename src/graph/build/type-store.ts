import type { Data } from 'apache-arrow';
import { ownProperty } from '../../core/index.js';
import { isNullable } from '../columns/arrow-type.js';
import { type ColumnData, columnLength } from '../columns/column-data.js';
import { type ColumnHint, ColumnStore } from '../columns/column-store.js';
import type { IssueList } from '../schema/issues.js';
import type { ColumnSchema } from '../schema/schema.js';

/** The columns of one node or edge type while it is being built. */
export class TypeStore {
  readonly type: string;
  readonly #columns = new Map<string, ColumnStore>();
  readonly #declared: readonly ColumnSchema[] | undefined;
  readonly #issues: IssueList;
  #numRows = 0;

  constructor(type: string, declared: readonly ColumnSchema[] | undefined, issues: IssueList) {
    this.type = type;
    this.#declared = declared;
    this.#issues = issues;
    for (const column of declared ?? []) this.#columns.set(column.name, new ColumnStore(column.name, column));
  }

  get numRows(): number {
    return this.#numRows;
  }

  /**
   * Appends a chunk of `numRows` rows. Columns the chunk lacks are null there.
   *
   * @returns false where lengths differ, and nothing was appended
   */
  append(
    columns: Readonly<Record<string, ColumnData>>,
    numRows: number,
    hints: Readonly<Record<string, ColumnHint>>,
    adopt: boolean,
  ): boolean {
    for (const [name, data] of Object.entries(columns)) {
      const length = columnLength(data);
      if (length === numRows) continue;
      this.#issues.reporter(this.type, name)('SHAPE_MISMATCH', `${length} values were given for ${numRows} rows.`);
      return false;
    }
    for (const [name, data] of Object.entries(columns)) {
      const report = this.#issues.reporter(this.type, name);
      let store = this.#columns.get(name);
      if (!store) {
        if (this.#declared) {
          report('UNKNOWN_COLUMN', 'The schema does not declare this column.');
          continue;
        }
        store = new ColumnStore(name, undefined, ownProperty(hints, name));
        store.pad(this.#numRows);
        this.#columns.set(name, store);
      }
      store.append(data, report, adopt);
    }
    for (const { name, ...column } of this.#declared ?? []) {
      if (numRows === 0 || Object.hasOwn(columns, name) || isNullable({ name, ...column })) continue;
      this.#issues.reporter(this.type, name)('UNKNOWN_COLUMN', 'The column is declared, not nullable, and not given.');
    }
    this.#numRows += numRows;
    for (const store of this.#columns.values()) store.pad(this.#numRows);
    return true;
  }

  finish(): { columns: ColumnSchema[]; data: Data[] } {
    const finished = [...this.#columns.values()].map((store) => store.finish());
    this.#columns.clear();
    return { columns: finished.map(({ schema }) => schema), data: finished.map(({ data }) => data) };
  }
}
