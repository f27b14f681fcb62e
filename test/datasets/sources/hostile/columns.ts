import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DateMillisecond,
  Dictionary,
  Field,
  Int32,
  makeData,
  makeVector,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampNanosecond,
  tableFromArrays,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { type ColumnSource, parquetWriteFile } from 'hyparquet-writer';
import { damaged, type HostileCase, nodesOf, same, textsOf } from './case.js';

const id: ColumnSource = { name: 'id', data: [1, 2, 3], type: 'INT32' };

function parquet(
  name: string,
  columnData: ColumnSource[],
  rest: Pick<HostileCase, 'check' | 'refused'>,
  keys: readonly (readonly [string, string])[] = [],
): HostileCase {
  return {
    name: `Parquet: ${name}`,
    make: (folder) => {
      const filename = join(folder, 'a.parquet');
      parquetWriteFile({ filename, columnData, kvMetadata: keys.map(([key, value]) => ({ key, value })) });
      return folder;
    },
    ...rest,
  };
}

function arrow(name: string, make: () => Table, rest: Pick<HostileCase, 'check' | 'refused'>): HostileCase {
  return {
    name: `Arrow: ${name}`,
    make: (folder) => {
      writeFileSync(join(folder, 'a.arrow'), tableToIPC(make(), 'file'));
      return folder;
    },
    ...rest,
  };
}

const three: HostileCase['check'] = (loaded) => same(nodesOf(loaded, 'a.parquet').ids, ['1', '2', '3']);
const arrowThree: HostileCase['check'] = (loaded) => same(nodesOf(loaded, 'a.arrow').ids, ['1', '2', '3']);
const ints = vectorFromArray([1, 2, 3], new Int32());

export const columnCases: readonly HostileCase[] = [
  parquet('no rows', [{ name: 'id', data: [], type: 'INT32' }], {
    check: ({ said }) => same(said.includes('it has no rows'), true),
  }),
  parquet(
    'a column twice',
    [id, { name: 'a', data: [1, 2, 3], type: 'INT32' }, { name: 'a', data: [4, 5, 6], type: 'INT32' }],
    { refused: ['DUPLICATE_NAME', 'CORRUPT_FILE'] },
  ),
  parquet(
    'an id twice',
    [
      { ...id, data: [1, 1, 2] },
      { name: 'x', data: [1, 2, 3], type: 'INT32' },
    ],
    { check: () => {} },
  ),
  parquet('no numbers', [id, { name: 'x', data: [Number.NaN, Number.POSITIVE_INFINITY, 1], type: 'DOUBLE' }], {
    check: three,
  }),
  parquet(
    'times beyond all calendars',
    [
      id,
      {
        name: 'x',
        data: [2n ** 62n, -(2n ** 62n), 0n],
        type: 'INT64',
        converted_type: 'TIMESTAMP_MILLIS',
      } as unknown as ColumnSource,
    ],
    { check: three, refused: damaged },
  ),
  parquet(
    'values within values',
    [
      id,
      { name: 'x', data: [[[1], [2]], [], [[3]]] },
      { name: 'y', data: [{ a: 1 }, { a: 2 }, { a: 3 }], type: 'JSON' },
    ],
    { check: three },
  ),
  parquet('keys that are no names', [id], { check: three }, [
    ['pkey_col', '{"a":1}'],
    ['fkey_col_to_pkey_table', '[1,null]'],
  ]),
  parquet('keys that are no JSON', [id], { check: three }, [
    ['pkey_col', '{'],
    ['fkey_col_to_pkey_table', '"x'],
  ]),
  parquet('a primary key that is not there', [id], { check: () => {} }, [['pkey_col', '"__proto__"']]),
  parquet('a key to a path', [id, { name: 'b', data: [1, 2, 3], type: 'INT32' }], { check: three }, [
    ['fkey_col_to_pkey_table', '{"b":"../../etc/passwd","__proto__":"a"}'],
  ]),
  parquet(
    'a key to itself',
    [id, { name: 'b', data: [2, 3, 1], type: 'INT32' }],
    { check: (loaded) => same([...loaded.graph.edgeIndex(['a', 'b', 'a']).target], [1, 2, 0]) },
    [
      ['pkey_col', '"id"'],
      ['fkey_col_to_pkey_table', '{"b":"a"}'],
    ],
  ),
  parquet(
    'bytes that are no text',
    [
      id,
      {
        name: 'x',
        data: [1, 2, 3].map((byte) => Uint8Array.of(0xff, byte)),
        type: 'BYTE_ARRAY',
        converted_type: 'UTF8',
      } as unknown as ColumnSource,
    ],
    { refused: ['INVALID_UTF8'], check: three },
  ),
  arrow('no rows', () => tableFromArrays({ id: new Int32Array(0) }), { refused: damaged, check: () => {} }),
  arrow(
    'a column twice',
    () => {
      const schema = new Schema([
        new Field('id', new Int32()),
        new Field('a', new Int32()),
        new Field('a', new Int32()),
      ]);
      const children = [ints, ints, ints].map((vector) => vector.data[0]!);
      return new Table([new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: 3, children }))]);
    },
    { refused: ['DUPLICATE_NAME', 'CORRUPT_FILE'] },
  ),
  arrow(
    'texts by number',
    () => new Table({ id: ints, x: vectorFromArray(['a', 'b', 'a'], new Dictionary(new Utf8(), new Int32())) }),
    {
      check: (loaded) => same(textsOf(loaded, 'a', 'x'), ['a', 'b', 'a']),
    },
  ),
  arrow(
    'numbers of texts that are not there',
    () => {
      const dictionary = vectorFromArray(['a', 'b'], new Utf8());
      const x = makeVector(
        makeData({
          type: new Dictionary(new Utf8(), new Int32()),
          length: 3,
          data: Int32Array.of(0, 99, -5),
          dictionary,
        }),
      );
      return new Table({ id: ints, x });
    },
    { check: arrowThree, refused: damaged },
  ),
  arrow(
    'times beyond all calendars',
    () => {
      const x = makeVector(
        makeData({ type: new DateMillisecond(), length: 3, data: BigInt64Array.of(2n ** 62n, -(2n ** 62n), 0n) }),
      );
      const y = makeVector(
        makeData({ type: new TimestampNanosecond(), length: 3, data: BigInt64Array.of(2n ** 62n, -(2n ** 62n), 0n) }),
      );
      return new Table({ id: ints, x, y });
    },
    { check: arrowThree },
  ),
  arrow(
    'no numbers',
    () => tableFromArrays({ id: Int32Array.of(1, 2, 3), x: Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, 1) }),
    { check: arrowThree },
  ),
  arrow('values within values', () => new Table({ id: ints, x: vectorFromArray([{ a: 1 }, { a: 3 }, { a: 2 }]) }), {
    check: arrowThree,
  }),
];
