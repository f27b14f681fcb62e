import { type Data, Vector } from 'apache-arrow';
import type { Report } from '../schema/issues.js';
import type { ColumnRole, ColumnSchema, ColumnType } from '../schema/schema.js';
import { type ColumnData, columnLength, inferColumn } from './column-data.js';
import { concatColumns } from './concat.js';
import { encodeColumn } from './encode.js';
import { nullColumn } from './make.js';
import { withoutNullEntries } from './null-entries.js';
import { columnOfVector, vectorData } from './vector-data.js';

/** What may be given of a column whose rest is inferred. */
export type ColumnHint = Partial<Omit<ColumnSchema, 'name'>>;

/** Numeric types that a column grows through while its chunks arrive. */
const WIDER: Readonly<Record<string, ColumnType>> = {
  'int32 int64': 'int64',
  'int32 float64': 'float64',
  'int32 float32': 'float64',
  'float32 float64': 'float64',
};

/** One column that grows by chunks, of a declared type or of one inferred from what arrives. */
export class ColumnStore {
  readonly name: string;
  readonly isDeclared: boolean;
  #schema: ColumnSchema | undefined;
  readonly #hint: ColumnHint;
  #chunks: Data[] = [];
  /** Nulls in front whose type is not known yet. */
  #pending = 0;
  #length = 0;
  /** Class ids of a label column whose classes are gathered. */
  #classes: Map<string, number> | undefined;

  constructor(name: string, schema: ColumnSchema | undefined, hint: ColumnHint = {}) {
    this.name = name;
    this.isDeclared = schema !== undefined;
    this.#schema = schema;
    this.#hint = hint;
  }

  get length(): number {
    return this.#length;
  }

  /** Appends a chunk; where it does not fit as a whole, nulls. */
  append(given: ColumnData, report: Report, adopt: boolean): void {
    const numRows = columnLength(given);
    const whole = given instanceof Vector ? withoutNullEntries(given, report, this.#length) : given;
    const values = this.isDeclared ? whole : this.#learn(whole);
    if (!this.#schema) {
      this.#pending += numRows;
      this.#length += numRows;
      return;
    }
    const options = { adopt, report, firstRow: this.#length };
    this.#push(encodeColumn(this.#schema, values, options) ?? nullColumn(this.#schema, numRows));
  }

  /** Fills up with nulls. */
  pad(length: number): void {
    const missing = length - this.#length;
    if (missing <= 0) return;
    if (this.#schema) this.#push(nullColumn(this.#schema, missing));
    else {
      this.#pending += missing;
      this.#length += missing;
    }
  }

  /** The whole column; what was held is let go. A column of which nothing is known is nullable text, or labels. */
  finish(): { schema: ColumnSchema; data: Data } {
    const type = this.#hint.role === 'label' ? 'int32' : 'utf8';
    const inferred: ColumnSchema = { name: this.name, type, role: 'attribute', nullable: true };
    let schema = this.#schema ?? { ...inferred, ...this.#hint };
    const chunks = this.#pending > 0 ? [nullColumn(schema, this.#pending), ...this.#chunks] : this.#chunks;
    this.#chunks = [];
    const data = concatColumns(schema, chunks);
    if (this.#classes) schema = { ...schema, classes: [...this.#classes.keys()] };
    if (!this.isDeclared) schema = { ...schema, nullable: this.#hint.nullable ?? data.nullCount > 0 };
    return { schema, data };
  }

  #push(data: Data): void {
    this.#chunks.push(data);
    this.#length += data.length;
  }

  /** Infers the type from a chunk, or widens it; answers the chunk, converted where inference had to look inside. */
  #learn(given: ColumnData): ColumnData {
    let values = given;
    let found = given instanceof Vector ? columnOfVector(this.name, given) : undefined;
    const gathersClasses = this.#hint.role === 'label' && !this.#hint.classes;
    if (!found || (gathersClasses && found.type === 'utf8')) {
      const data = given instanceof Vector ? vectorData(given, this.name) : given;
      values = gathersClasses ? this.#toClassIds(data) : data;
      found = inferColumn(this.name, values as Exclude<ColumnData, Vector>);
    }
    if (!found) return values;
    const role: ColumnRole = this.#hint.role ?? (this.#classes ? 'label' : found.role);
    if (!this.#schema) {
      const labels: ColumnHint = role === 'label' && found.type === 'utf8' ? { type: 'int32' } : {};
      this.#schema = { ...found, ...labels, ...this.#hint, role };
      return values;
    }
    if (this.#hint.type !== undefined) return values;
    const { type, width } = this.#schema;
    const wider = WIDER[`${type} ${found.type}`];
    if (wider) {
      const schema: ColumnSchema = { ...this.#schema, type: wider };
      this.#chunks = this.#chunks.map((chunk) => recast(schema, chunk));
      this.#schema = schema;
    } else if (type === 'sparse' && found.type === 'sparse' && found.width! > width!) {
      this.#schema = { ...this.#schema, width: found.width };
    }
    return values;
  }

  /** Class names to ids in order of appearance. */
  #toClassIds(data: Exclude<ColumnData, Vector>): Exclude<ColumnData, Vector> {
    if (!Array.isArray(data) || !(this.#classes || data.some((value) => typeof value === 'string'))) return data;
    this.#classes ??= new Map();
    const classes = this.#classes;
    return data.map((value: unknown) => {
      if (value === null || value === undefined) return null;
      const name = String(value);
      let id = classes.get(name);
      if (id === undefined) {
        id = classes.size;
        classes.set(name, id);
      }
      return id;
    });
  }
}

function recast(schema: ColumnSchema, chunk: Data): Data {
  const report: Report = () => undefined;
  return encodeColumn(schema, vectorData(new Vector([chunk]), schema.name), { adopt: true, report, firstRow: 0 })!;
}
