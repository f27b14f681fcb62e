import {
  type Data,
  DataType,
  Dictionary,
  Field,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  type Utf8View,
} from 'apache-arrow';

/** A batch without a single buffer could claim any number of rows. */
const MAX_BARE_ROWS = 1 << 24;

/**
 * Checks that the buffers of a batch are as long as its lengths say and that offsets and keys stay within them: damaged files
 * must not be read beyond their ends or for ever. Dictionary keys of 64 bits, which the Arrow library cannot look up, become
 * int32.
 *
 * @param checked dictionaries that were checked with an earlier batch
 * @throws {RangeError} which the caller turns into a coded error
 */
export function soundBatch(batch: RecordBatch, checked: WeakSet<object>): RecordBatch {
  const { numRows, schema, data } = batch;
  for (const child of data.children) checkData(child, numRows, checked);
  const isBare = schema.fields.every(({ type }) => DataType.isNull(type));
  if (isBare && !(numRows <= MAX_BARE_ROWS)) throw new RangeError('A batch of no data has too many rows.');
  if (!data.children.some(isWideDictionary)) return batch;
  const children = data.children.map((child) => (isWideDictionary(child) ? narrowed(child) : child));
  const fields = schema.fields.map(
    ({ name, nullable, metadata }, i) => new Field(name, children[i]!.type, nullable, metadata),
  );
  const type = new Struct(fields);
  return new RecordBatch(
    new Schema(fields, schema.metadata),
    makeData({ type, length: numRows, nullCount: 0, children }),
  );
}

function isWideDictionary({ type }: Data): boolean {
  return DataType.isDictionary(type) && (type.indices.bitWidth as number) === 64;
}

function narrowed(data: Data): Data {
  const { id, dictionary, isOrdered } = data.type as Dictionary;
  const keys = data.values as BigInt64Array;
  return makeData({
    type: new Dictionary(dictionary, new Int32(), id, isOrdered),
    length: data.length,
    nullCount: data.nullCount,
    nullBitmap: data.nullBitmap,
    // Keys of null rows may be anything.
    data: Int32Array.from({ length: data.length }, (_, i) => Number(BigInt.asIntN(32, keys[i]!))),
    dictionary: data.dictionary!,
  });
}

/** Checks the first `length` rows of a column. */
export function checkData(data: Data, length: number, checked: WeakSet<object>): void {
  const { type, values, children, nullBitmap } = data;
  require(length >= 0 && data.length >= length);
  if (length === 0 || DataType.isNull(type)) return;
  // The Arrow library says of a union that its types are a mask of nulls.
  if (data.nullCount > 0 && !DataType.isUnion(type))
    require(nullBitmap !== undefined && nullBitmap.length * 8 >= length);
  const end = data.offset + length;
  if (DataType.isDictionary(type)) checkKeys(data, length, checked);
  else if (DataType.isUtf8View(type) || DataType.isBinaryView(type)) checkViews(data as Data<Utf8View>, length);
  else if (DataType.isUnion(type)) checkUnion(data, length, checked);
  else if (DataType.isStruct(type)) for (const child of children) checkData(child, end, checked);
  else if (DataType.isFixedSizeList(type)) {
    require(type.listSize >= 0);
    checkData(children[0]!, end * type.listSize, checked);
  } else if (hasOffsets(type)) {
    const last = checkOffsets(data, length);
    if (children.length > 0) checkData(children[0]!, last, checked);
    else require(values !== undefined && values.length >= last);
  } else require(values !== undefined && values.byteLength * 8 >= length * bitsOf(type));
}

function hasOffsets(type: DataType): boolean {
  return (
    DataType.isList(type) ||
    DataType.isLargeList(type) ||
    DataType.isMap(type) ||
    DataType.isUtf8(type) ||
    DataType.isLargeUtf8(type) ||
    DataType.isBinary(type) ||
    DataType.isLargeBinary(type)
  );
}

/** Checks that offsets grow; answers the last one. */
function checkOffsets({ valueOffsets }: Data, length: number): number {
  require(valueOffsets !== undefined && valueOffsets.length >= length + 1);
  let last = 0;
  for (let i = 0; i <= length; i++) {
    const offset = Number(valueOffsets[i]);
    require(offset >= last);
    last = offset;
  }
  return last;
}

function checkKeys(data: Data, length: number, checked: WeakSet<object>): void {
  const { values, dictionary } = data;
  require(values !== undefined && values.length >= length);
  if (dictionary && !checked.has(dictionary)) {
    for (const part of dictionary.data) checkData(part, part.length, checked);
    checked.add(dictionary);
  }
  const size = dictionary?.length ?? 0;
  for (let i = 0; i < length; i++) {
    const key = Number(values[i]);
    if (!(key >= 0 && key < size) && data.getValid(i)) throw new RangeError('A key is not in its dictionary.');
  }
}

/** Texts of up to 12 bytes lie in their views, longer ones in a buffer that the view names. */
function checkViews(data: Data<Utf8View>, length: number): void {
  const { values, variadicBuffers } = data;
  require(values !== undefined && values.length >= length * 16);
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  for (let i = 0; i < length; i++) {
    const size = view.getInt32(i * 16, true);
    if (size >= 0 && size <= 12) continue;
    if (!data.getValid(i)) continue;
    const buffer = variadicBuffers[view.getInt32(i * 16 + 8, true)];
    const start = view.getInt32(i * 16 + 12, true);
    require(size >= 0 && start >= 0 && buffer !== undefined && start + size <= buffer.length);
  }
}

function checkUnion(data: Data, length: number, checked: WeakSet<object>): void {
  const { typeIds, valueOffsets, children, type } = data;
  require(typeIds !== undefined && typeIds.length >= length);
  const places = (type as { typeIdToChildIndex?: Record<number, number> }).typeIdToChildIndex ?? {};
  const isDense = DataType.isDenseUnion(type);
  if (isDense) require(valueOffsets !== undefined && valueOffsets.length >= length);
  for (let i = 0; i < length; i++) {
    const child = children[places[typeIds[i]!] ?? -1];
    require(child !== undefined);
    if (isDense) require(valueOffsets[i]! >= 0 && valueOffsets[i]! < child.length);
  }
  for (const child of children) checkData(child, isDense ? child.length : data.offset + length, checked);
}

/** Bits that a row takes in the buffer of values. */
function bitsOf(type: DataType): number {
  if (DataType.isBool(type)) return 1;
  if (DataType.isInt(type) || DataType.isTime(type) || DataType.isDecimal(type)) return type.bitWidth;
  if (DataType.isFloat(type)) return 16 << type.precision;
  if (DataType.isFixedSizeBinary(type)) return type.byteWidth >= 0 ? type.byteWidth * 8 : Number.POSITIVE_INFINITY;
  if (DataType.isDate(type)) return type.unit === 0 ? 32 : 64;
  if (DataType.isInterval(type)) return [32, 64, 128][type.unit] ?? 128;
  return 64;
}

function require(condition: boolean): asserts condition {
  if (!condition) throw new RangeError('A buffer is shorter than the batch says.');
}
