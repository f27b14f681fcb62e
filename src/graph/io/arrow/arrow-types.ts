import { type Data, type DataType, DataType as Kind } from 'apache-arrow';
import { HeteroGraphError } from '../../../core/index.js';
import type { ColumnSchema } from '../../schema/schema.js';

/** What a column of the library is that holds an Arrow type; undefined where there is none. */
export function columnOfArrow(type: DataType): Partial<Omit<ColumnSchema, 'name'>> | undefined {
  if (Kind.isInt(type)) {
    const fits = type.bitWidth < 32 || (type.bitWidth === 32 && type.isSigned);
    return { type: fits ? 'int32' : 'int64' };
  }
  if (Kind.isFloat(type)) return { type: type.precision === 2 ? 'float64' : 'float32' };
  if (Kind.isBool(type)) return { type: 'bool' };
  if (Kind.isUtf8(type) || Kind.isLargeUtf8(type)) return { type: 'utf8' };
  if (Kind.isDictionary(type)) return columnOfArrow(type.dictionary);
  if (Kind.isTimestamp(type) || Kind.isDate(type)) return { type: 'float64', role: 'time' };
  if (Kind.isFixedSizeList(type) && Kind.isFloat(type.children[0]!.type))
    return { type: 'dense', width: type.listSize };
  if (Kind.isList(type) && isEntry(type.children[0]!.type)) return { type: 'sparse' };
  if (Kind.isNull(type)) return {};
  return undefined;
}

function isEntry(type: DataType): boolean {
  return (
    Kind.isStruct(type) &&
    type.children.length === 2 &&
    type.children[0]!.name === 'index' &&
    type.children[1]!.name === 'value'
  );
}

/** The cells of an Arrow column as the values that sinks take; times become seconds. */
export function arrowReader(type: DataType, get: (row: number) => unknown): (row: number) => unknown {
  if (Kind.isTimestamp(type) || Kind.isDate(type)) {
    return (row) => {
      const milliseconds = get(row);
      return milliseconds === null ? null : Number(milliseconds) / 1000;
    };
  }
  if (Kind.isFixedSizeList(type)) {
    return (row) => {
      const list = get(row) as { toArray(): ArrayLike<number> } | null;
      return list === null ? null : Array.from(list.toArray());
    };
  }
  if (Kind.isList(type)) {
    return (row) => {
      const list = get(row) as Iterable<{ index: number; value: number }> | null;
      return list === null ? null : Array.from(list, ({ index, value }) => [index, value]);
    };
  }
  return get;
}

/**
 * Checks that the buffers of a batch are as long as its lengths say: damaged files must not be read beyond their ends or
 * for ever. @throws {RangeError} which the caller turns into a coded error.
 */
export function checkData(data: Data, length: number): void {
  const { type, valueOffsets, values, children, nullBitmap } = data;
  require(length >= 0 && data.length >= length);
  const end = data.offset + length;
  if (data.nullCount > 0) require(nullBitmap !== undefined && nullBitmap.length * 8 >= length);
  if (Kind.isList(type) || Kind.isUtf8(type) || Kind.isLargeUtf8(type) || Kind.isBinary(type)) {
    if (length === 0) return;
    require(valueOffsets !== undefined && valueOffsets.length >= length + 1);
    let last = 0;
    for (let i = 0; i <= length; i++) {
      const offset = Number(valueOffsets[i]);
      require(offset >= last);
      last = offset;
    }
    if (Kind.isList(type)) checkData(children[0]!, last);
    else require(values !== undefined && values.length >= last);
  } else if (Kind.isFixedSizeList(type)) checkData(children[0]!, end * type.listSize);
  else if (Kind.isStruct(type)) for (const child of children) checkData(child, end);
  else if (Kind.isBool(type)) require(values.length * 8 >= length);
  else if (!Kind.isNull(type)) require(values !== undefined && values.length * valuesPerByteWidth(type) >= length);
}

/** Values of the typed array that one row takes: two int32 words for some 64 bit types. */
function valuesPerByteWidth(type: DataType): number {
  return Kind.isInterval(type) || Kind.isDecimal(type) ? 0.5 : 1;
}

function require(condition: boolean): asserts condition {
  if (!condition) throw new RangeError('A buffer is shorter than the batch says.');
}

/** @throws {HeteroGraphError} WRONG_DTYPE */
export function unsupported(type: DataType, column: string, file: string): HeteroGraphError {
  return new HeteroGraphError('WRONG_DTYPE', `The Arrow type ${type} has no column type.`, {
    file,
    row: 1,
    column,
    hint: "Convert it, or leave it out with columns: {name: 'skip'}.",
  });
}
