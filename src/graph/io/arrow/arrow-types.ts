import { type DataType, DataType as Kind, Vector } from 'apache-arrow';
import { HeteroGraphError } from '../../../core/index.js';
import { anyTextReader } from '../../columns/text.js';
import type { ColumnSchema } from '../../schema/schema.js';

/** What a column of the library is that holds an Arrow type; undefined where there is none. */
export function columnOfArrow(type: DataType): Partial<Omit<ColumnSchema, 'name'>> | undefined {
  if (Kind.isInt(type)) {
    const fits = type.bitWidth < 32 || (type.bitWidth === 32 && type.isSigned);
    return { type: fits ? 'int32' : 'int64' };
  }
  if (Kind.isFloat(type)) return { type: type.precision === 2 ? 'float64' : 'float32' };
  if (Kind.isBool(type)) return { type: 'bool' };
  if (Kind.isUtf8(type) || Kind.isLargeUtf8(type) || Kind.isUtf8View(type)) return { type: 'utf8' };
  if (Kind.isDictionary(type)) return columnOfArrow(type.dictionary);
  if (Kind.isTimestamp(type) || Kind.isDate(type)) return { type: 'float64', role: 'time' };
  if (Kind.isFixedSizeList(type) && Kind.isFloat(type.children[0]!.type))
    return { type: 'dense', width: type.listSize };
  if (Kind.isList(type) && isEntry(type.children[0]!.type)) return { type: 'sparse' };
  if (Kind.isList(type) && isText(type.children[0]!.type)) return { type: 'utf8', role: 'tags' };
  if (Kind.isNull(type)) return {};
  return undefined;
}

function isText(type: DataType): boolean {
  return (
    Kind.isUtf8(type) ||
    Kind.isLargeUtf8(type) ||
    Kind.isUtf8View(type) ||
    (Kind.isDictionary(type) && isText(type.dictionary))
  );
}

function isEntry(type: DataType): boolean {
  return (
    Kind.isStruct(type) &&
    type.children.length === 2 &&
    type.children[0]!.name === 'index' &&
    type.children[1]!.name === 'value'
  );
}

/** The cells of an Arrow column as the values that sinks take; times become seconds, nulls within a cell stay null. */
export function arrowReader(vector: Vector): (row: number) => unknown {
  const { type } = vector;
  if (Kind.isDictionary(type)) {
    const [data] = vector.data;
    if (!data?.dictionary) return () => null;
    const words = data.dictionary.data.flatMap((part) => {
      const read = arrowReader(new Vector([part]));
      return Array.from({ length: part.length }, (_, i) => read(i));
    });
    return (row) => (data.getValid(row) ? words[Number(data.values[row])] : null);
  }
  if (Kind.isUtf8(type) || Kind.isLargeUtf8(type) || Kind.isUtf8View(type)) {
    const [data] = vector.data;
    if (!data) return () => null;
    const read = anyTextReader(data);
    return (row) => (data.getValid(row) ? read(row) : null);
  }
  const get = (row: number): unknown => vector.get(row);
  if (Kind.isTimestamp(type) || Kind.isDate(type)) {
    return (row) => {
      const milliseconds = get(row);
      return milliseconds === null ? null : Number(milliseconds) / 1000;
    };
  }
  if (Kind.isFixedSizeList(type)) {
    return (row) => {
      const list = get(row) as Iterable<number | null> | null;
      return list === null ? null : Array.from(list);
    };
  }
  if (Kind.isList(type) && isText(type.children[0]!.type)) {
    return (row) => {
      const list = get(row) as Iterable<string | null> | null;
      return list === null ? null : Array.from(list);
    };
  }
  if (Kind.isList(type)) {
    return (row) => {
      const list = get(row) as Iterable<{ index: number; value: number } | null> | null;
      return list === null ? null : Array.from(list, (entry) => (entry ? [entry.index, entry.value] : null));
    };
  }
  return get;
}

/** @throws {HeteroGraphError} WRONG_DTYPE */
export function unsupported(type: string, column: string, file: string, skip: string): HeteroGraphError {
  return new HeteroGraphError('WRONG_DTYPE', `The Arrow type ${type} has no column type.`, {
    file,
    row: 1,
    column,
    hint: `Convert it, or leave it out with ${skip}.`,
  });
}
