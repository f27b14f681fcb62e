import { Vector } from 'apache-arrow';
import { type FeatureMatrix, HeteroGraphError } from '../../core/index.js';
import type { ColumnSchema } from '../schema.js';
import * as toArrow from './to-arrow.js';

/** What a column may be given as. In plain arrays null and undefined mean "no value". */
export type ColumnData =
  | Int32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | Uint8Array
  | readonly (string | number | bigint | boolean | null | undefined)[]
  | FeatureMatrix
  | Vector;

export function columnLength(data: ColumnData): number {
  if (data instanceof Vector) return data.length;
  return 'kind' in data ? data.numRows : data.length;
}

/** The schema a column has where none was declared. */
export function inferColumn(name: string, data: ColumnData): ColumnSchema {
  if (data instanceof Vector) throw wrongType(name, 'an Arrow vector', 'a declared column');
  if ('kind' in data) return { name, type: data.kind, role: 'feature', width: data.width };
  if (data instanceof Int32Array) return { name, type: 'int32', role: 'attribute' };
  if (data instanceof Float32Array) return { name, type: 'float32', role: 'attribute' };
  if (data instanceof Float64Array) return { name, type: 'float64', role: 'attribute' };
  if (data instanceof BigInt64Array) return { name, type: 'int64', role: 'attribute' };
  if (data instanceof Uint8Array) return { name, type: 'bool', role: 'mask' };
  const given = data.filter((value) => value !== null && value !== undefined);
  const nullable = given.length < data.length;
  const all = (test: (value: unknown) => boolean) => given.length > 0 && given.every(test);
  if (all((value) => typeof value === 'boolean')) return { name, type: 'bool', role: 'attribute', nullable };
  if (all((value) => typeof value === 'bigint')) return { name, type: 'int64', role: 'attribute', nullable };
  if (all(isInt32)) return { name, type: 'int32', role: 'attribute', nullable };
  if (all((value) => typeof value === 'number')) return { name, type: 'float64', role: 'attribute', nullable };
  return { name, type: 'utf8', role: 'attribute', nullable };
}

function isInt32(value: unknown): boolean {
  return typeof value === 'number' && (value | 0) === value;
}

/** @throws {HeteroGraphError} WRONG_DTYPE naming column and row, WRONG_LENGTH for a matrix of another width */
export function encodeColumn(column: ColumnSchema, data: ColumnData): Vector {
  if (data instanceof Vector) return data;
  if ('kind' in data) {
    if (data.kind !== column.type) throw wrongType(column.name, `a ${data.kind} matrix`, column.type);
    if (data.width !== column.width) {
      throw new HeteroGraphError('WRONG_LENGTH', `A matrix of width ${column.width} is wanted, ${data.width} given.`, {
        column: column.name,
      });
    }
    return data.kind === 'dense' ? toArrow.denseVector(data) : toArrow.sparseVector(data);
  }
  if (column.type === 'utf8') {
    return toArrow.stringVector(
      Array.from(data as readonly unknown[], (value) => (value === null || value === undefined ? null : String(value))),
    );
  }
  const { length } = data;
  const valid = new Uint8Array(length).fill(1);
  const convert = <T>(out: { [index: number]: T }, read: (value: unknown, row: number) => T, none: T) => {
    for (let row = 0; row < length; row++) {
      const value: unknown = data[row];
      if (value === null || value === undefined) {
        valid[row] = 0;
        out[row] = none;
      } else out[row] = read(value, row);
    }
  };
  const number = (value: unknown, row: number): number => {
    if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
    throw wrongType(column.name, `${typeof value} ${JSON.stringify(value)}`, column.type, row);
  };
  switch (column.type) {
    case 'int32': {
      if (data instanceof Int32Array) return toArrow.int32Vector(data);
      const out = new Int32Array(length);
      convert(
        out,
        (value, row) => {
          const n = number(value, row);
          if ((n | 0) !== n) throw wrongType(column.name, `the number ${n}`, 'int32', row);
          return n;
        },
        0,
      );
      return toArrow.int32Vector(out, valid);
    }
    case 'int64': {
      if (data instanceof BigInt64Array) return toArrow.int64Vector(data);
      const out = new BigInt64Array(length);
      convert(
        out,
        (value, row) => {
          if (typeof value === 'bigint') return value;
          const n = number(value, row);
          if (!Number.isSafeInteger(n)) throw wrongType(column.name, `the number ${n}`, 'int64', row);
          return BigInt(n);
        },
        0n,
      );
      return toArrow.int64Vector(out, valid);
    }
    case 'float32': {
      if (data instanceof Float32Array) return toArrow.float32Vector(data);
      const out = new Float32Array(length);
      convert(out, number, 0);
      return toArrow.float32Vector(out, valid);
    }
    case 'float64': {
      if (data instanceof Float64Array) return toArrow.float64Vector(data);
      const out = new Float64Array(length);
      convert(out, number, 0);
      return toArrow.float64Vector(out, valid);
    }
    case 'bool': {
      const out = new Uint8Array(length);
      convert(
        out,
        (value, row) => {
          if (value === true || value === 1) return 1;
          if (value === false || value === 0) return 0;
          throw wrongType(column.name, JSON.stringify(value) ?? String(value), 'bool', row);
        },
        0,
      );
      return toArrow.boolVector(out, valid);
    }
    default:
      throw wrongType(column.name, 'a plain array', `a ${column.type} matrix`);
  }
}

function wrongType(column: string, given: string, wanted: string, row?: number): HeteroGraphError {
  return new HeteroGraphError('WRONG_DTYPE', `${given} was given where ${wanted} is wanted.`, {
    column,
    row,
    hint: 'Declare another type for the column or convert the value.',
  });
}
