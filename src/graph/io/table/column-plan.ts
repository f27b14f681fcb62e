import { type ErrorCode, HeteroGraphError, ownProperty } from '../../../core/index.js';
import type { ColumnRole, ColumnSchema, ColumnType } from '../../schema/schema.js';
import { BoolSink } from './bool-sink.js';
import type { ColumnSink, FinishedColumn } from './column-sink.js';
import { InferSink } from './infer-sink.js';
import { LabelSink } from './label-sink.js';
import { DenseSink, SparseSink } from './matrix-sink.js';
import { Int64Sink, NumberSink } from './number-sink.js';
import { TextSink } from './text-sink.js';

/**
 * What is known of a column beforehand: its type, or any part of its schema (the type is then found out where it is
 * missing), or `skip` to leave it out. A declared `nullable: false` makes missing values bad rows (empty text and
 * empty sparse rows are values, labels may be missing); left open, the column becomes nullable where a value is missing.
 */
export type ColumnDeclaration = ColumnType | 'skip' | Partial<Omit<ColumnSchema, 'name'>>;

export type ColumnDeclarations = Readonly<Record<string, ColumnDeclaration>>;

const ROLES: Readonly<Record<string, ColumnRole>> = { weight: 'weight', time: 'time', timestamp: 'time' };

/** Role of a column of numbers that declares none, by its name. */
export function usualNumberRole(name: string): ColumnRole {
  return ownProperty(ROLES, name) ?? 'attribute';
}

export function declaredParts(declaration: ColumnDeclaration | undefined): Partial<Omit<ColumnSchema, 'name'>> {
  return typeof declaration === 'string' ? { type: declaration as ColumnType } : (declaration ?? {});
}

/**
 * Whether the cells of a column are names of classes. A label column of int32 without classes, or with classes of equal
 * names, holds their numbers instead.
 */
export function isNamedLabel(declaration: ColumnDeclaration | undefined): boolean {
  const { type, role, classes } = declaredParts(declaration);
  if (role !== 'label' || type === 'dense' || type === 'bool') return false;
  return classes ? new Set(classes).size === classes.length : type === undefined || type === 'utf8';
}

/** An empty sink for a column. */
export function sinkFor(declaration: ColumnDeclaration | undefined): ColumnSink {
  const { type, role, width, classes, nullable } = declaredParts(declaration);
  if (isNamedLabel(declaration)) return new LabelSink(classes);
  // Unlabelled rows are no defect.
  const mayBeNull = role === 'label' ? true : nullable;
  switch (type) {
    case undefined:
      return new InferSink();
    case 'int32':
    case 'float32':
    case 'float64':
      return new NumberSink(type, mayBeNull);
    case 'int64':
      return new Int64Sink(mayBeNull);
    case 'bool':
      return new BoolSink(mayBeNull);
    case 'utf8':
      return new TextSink(mayBeNull);
    case 'dense':
      return new DenseSink(width, mayBeNull);
    case 'sparse':
      return new SparseSink(width, mayBeNull);
    default:
      throw new HeteroGraphError('INVALID_SCHEMA', `There is no column type '${String(type)}'.`, {
        hint: 'Types are int32, int64, float32, float64, bool, utf8, dense, sparse.',
      });
  }
}

/** Schema of a finished column: what was declared, completed by what was found. */
export function finishedSchema(
  name: string,
  declaration: ColumnDeclaration | undefined,
  column: FinishedColumn,
  role?: ColumnRole,
): ColumnSchema {
  const given = declaredParts(declaration);
  const type = column.type;
  const isNumber = type === 'float32' || type === 'float64' || type === 'int32' || type === 'int64';
  const usual = type === 'dense' || type === 'sparse' ? 'feature' : isNumber ? usualNumberRole(name) : 'attribute';
  const nullable = given.nullable ?? (column.nullCount > 0 ? true : undefined);
  return {
    name,
    type,
    role: given.role ?? role ?? usual,
    ...(column.width === undefined ? {} : { width: column.width }),
    ...((column.classes ?? given.classes) ? { classes: column.classes ?? given.classes } : {}),
    ...(nullable === undefined ? {} : { nullable }),
    ...(given.description === undefined ? {} : { description: given.description }),
  };
}

/** Why a sink has refused a value. */
export function refusal(
  declaration: ColumnDeclaration | undefined,
  value: unknown,
): { code: ErrorCode; message: string } {
  const { type } = declaredParts(declaration);
  const shown = describeValue(value);
  if (isNamedLabel(declaration)) {
    return { code: 'LABEL_OUT_OF_RANGE', message: `${shown} is none of the declared classes.` };
  }
  if (type === 'int32' || type === 'int64' || type === 'float32' || type === 'float64') {
    return { code: 'WRONG_DTYPE', message: `${shown} is no ${type}.` };
  }
  if (typeof value === 'bigint' && type === undefined) {
    const message = `${shown} is a whole number that float64 cannot hold; declare the column as int64 or utf8.`;
    return { code: 'WRONG_DTYPE', message };
  }
  return { code: 'WRONG_DTYPE', message: `${shown} does not fit ${type ?? 'the type of the rows before'}.` };
}

export function describeValue(value: unknown): string {
  let text: string;
  try {
    text = typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value));
  } catch {
    // It nests too deep, or holds itself.
    text = Array.isArray(value) ? 'An array' : 'An object';
  }
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
