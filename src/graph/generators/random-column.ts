import type { RandomStream } from '../../core/index.js';
import type { ColumnData, NullableArray } from '../columns/column-data.js';
import { NUMERIC_ARRAYS } from '../columns/make.js';
import type { ColumnSchema } from '../schema/schema.js';

const SYLLABLES = ['ka', 'lo', 'mi', 'nu', 're', 'sa', 'ti', 'vo', 'é', '漢', '🜚', ' ', '"', ','];

/** Classes of a label column that names none. */
const DEFAULT_CLASSES = 4;

/**
 * Random values of a column: ids are unique, labels within their classes, masks and bits fair coins, weights in (0, 1],
 * times within 2020, numbers normal, texts short words of several scripts; one row in eight is null where nulls are
 * allowed.
 */
export function randomColumn(column: ColumnSchema, numRows: number, stream: RandomStream): ColumnData {
  const mayBeNull = (column.nullable === true || column.role === 'label') && column.role !== 'id';
  const coins = stream.child('null');
  const valid = mayBeNull ? Uint8Array.from({ length: numRows }, () => (coins.nextInt(8) > 0 ? 1 : 0)) : undefined;
  const nullable = (values: NullableArray['values']): ColumnData => (valid ? { values, valid } : values);
  switch (column.type) {
    case 'utf8':
      return Array.from({ length: numRows }, (_, row) => {
        if (valid?.[row] === 0) return null;
        return column.role === 'id' ? `${randomText(stream)}#${row}` : randomText(stream);
      });
    case 'dense': {
      const values = new Float32Array(numRows * column.width!);
      if (column.role === 'label') for (let i = 0; i < values.length; i++) values[i] = stream.nextInt(2);
      else stream.fillNormal(values);
      return { kind: 'dense', numRows, width: column.width!, values, ...(valid ? { valid } : {}) };
    }
    case 'sparse':
      return { ...randomSparse(numRows, column.width!, valid, stream), ...(valid ? { valid } : {}) };
    case 'bool':
      return nullable(fill(new Uint8Array(numRows), () => stream.nextInt(2)));
    case 'int64':
      return nullable(BigInt64Array.from(fill(new Float64Array(numRows), scalar(column, stream)), BigInt));
    default:
      return nullable(fill(new NUMERIC_ARRAYS[column.type](numRows), scalar(column, stream)));
  }
}

function fill<T extends Uint8Array | Int32Array | Float32Array | Float64Array>(
  values: T,
  next: (row: number) => number,
): T {
  for (let row = 0; row < values.length; row++) values[row] = next(row);
  return values;
}

/** How the scalars of a column are drawn. */
function scalar({ type, role, classes }: ColumnSchema, stream: RandomStream): (row: number) => number {
  const isInteger = type === 'int32' || type === 'int64';
  if (role === 'id') return (row) => row * 3 + 1;
  if (role === 'label') return () => stream.nextInt(Math.max(1, classes?.length ?? DEFAULT_CLASSES));
  if (role === 'time') return () => 1577836800 + stream.nextInt(366 * 86400);
  if (role === 'weight') return isInteger ? () => 1 + stream.nextInt(9) : () => 1 - stream.next();
  return isInteger ? () => stream.nextInt(2001) - 1000 : () => stream.nextNormal();
}

function randomText(stream: RandomStream): string {
  let text = '';
  for (let n = stream.nextInt(5); n > 0; n--) text += SYLLABLES[stream.nextInt(SYLLABLES.length)];
  return text;
}

/** About four entries a row, columns ascending. */
function randomSparse(numRows: number, width: number, valid: Uint8Array | undefined, stream: RandomStream) {
  const indptr = new Int32Array(numRows + 1);
  const indices: number[] = [];
  const share = width === 0 ? 0 : Math.min(1, 4 / width);
  for (let row = 0; row < numRows; row++) {
    if (valid?.[row] !== 0 && share > 0) {
      // Geometric gaps: the time of a row depends on its entries, not on the width.
      let at = gap(share, stream);
      while (at < width) {
        indices.push(at);
        at += 1 + gap(share, stream);
      }
    }
    indptr[row + 1] = indices.length;
  }
  const values = stream.child('values').fillNormal(new Float32Array(indices.length));
  return { kind: 'sparse' as const, numRows, width, indptr, indices: Int32Array.from(indices), values };
}

function gap(share: number, stream: RandomStream): number {
  return share === 1 ? 0 : Math.floor(Math.log(1 - stream.next()) / Math.log(1 - share));
}
