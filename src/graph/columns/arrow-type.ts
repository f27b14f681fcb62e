import {
  Bool,
  type DataType,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int32,
  Int64,
  List,
  Struct,
  Utf8,
} from 'apache-arrow';
import type { ColumnSchema } from '../schema/schema.js';

/** The Arrow type that a column of a graph table has. */
export function arrowType({ type, width }: Pick<ColumnSchema, 'type' | 'width'>): DataType {
  switch (type) {
    case 'int32':
      return new Int32();
    case 'int64':
      return new Int64();
    case 'float32':
      return new Float32();
    case 'float64':
      return new Float64();
    case 'bool':
      return new Bool();
    case 'utf8':
      return new Utf8();
    case 'dense':
      return new FixedSizeList(width ?? 0, new Field('item', new Float32(), false));
    case 'sparse': {
      const fields = [new Field('index', new Int32(), false), new Field('value', new Float32(), false)];
      return new List(new Field('item', new Struct(fields), false));
    }
  }
}

/** Labels may be absent whatever the schema says: null means unlabelled. */
export function isNullable(column: ColumnSchema): boolean {
  return column.nullable === true || column.role === 'label';
}

export function arrowField(column: ColumnSchema): Field {
  return new Field(column.name, arrowType(column), isNullable(column));
}
