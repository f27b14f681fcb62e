import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { damaged, type HostileCase, type Loaded, nodesOf, same, textsOf } from './case.js';

const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const good = 'id,name\n1,a\n2,b\n';

function file(name: string, content: string | Uint8Array, rest: Pick<HostileCase, 'check' | 'refused'>, as = 'a.csv') {
  return {
    name: `${as}: ${name}`,
    make: (folder: string) => {
      writeFileSync(join(folder, as), content);
      return folder;
    },
    ...rest,
  };
}

const ids =
  (expected: readonly string[], table = 'a.csv') =>
  (loaded: Loaded) =>
    same(nodesOf(loaded, table).ids, expected);
const texts = (column: string, expected: readonly (string | null)[]) => (loaded: Loaded) => {
  const { type } = nodesOf(loaded, 'a.csv');
  same(textsOf(loaded, type, column), expected);
};
const says = (text: string) => (loaded: Loaded) => {
  if (!loaded.said.includes(text)) throw new Error(`Nobody says ${text}: ${loaded.said}`);
};
const many = (values: readonly string[]) => `id,x\n${values.map((value, i) => `${i + 1},${value}\n`).join('')}`;

export const textCases: readonly HostileCase[] = [
  file('a mark of UTF-8 at its start', `\ufeff${good}`, { check: ids(['1', '2']) }),
  file('UTF-16 with a mark, little end first', Buffer.concat([Buffer.of(0xff, 0xfe), utf16(good)]), {
    check: ids(['1', '2']),
    refused: ['INVALID_UTF8'],
  }),
  file('UTF-16 with a mark, big end first', Buffer.concat([Buffer.of(0xff, 0xfe), utf16(good)]).swap16(), {
    check: ids(['1', '2']),
    refused: ['INVALID_UTF8'],
  }),
  file('UTF-16 without a mark', utf16(good), { refused: [...damaged, 'UNKNOWN_COLUMN'] }),
  file('Latin 1', Buffer.from('id,name\n1,Größe\n2,b\n', 'latin1'), { refused: ['INVALID_UTF8'] }),
  file('a byte that is none of UTF-8 in the header', Buffer.from('id,na\xffme\n1,a\n', 'latin1'), {
    refused: ['INVALID_UTF8'],
  }),
  file('an overlong form', Buffer.from('id,name\n1,\xc0\xaf\n2,b\n', 'latin1'), { refused: ['INVALID_UTF8'] }),
  file('half of a surrogate pair', Buffer.from('id,name\n1,\xed\xa0\x80\n2,b\n', 'latin1'), {
    refused: ['INVALID_UTF8'],
  }),
  file('a letter cut at its end', Buffer.from('id,name\n1,a\n2,\xe5\x90', 'latin1'), { refused: ['INVALID_UTF8'] }),
  file('NULs in cells', 'id,name\n1,a\0b\n2,a\0b\n3,c\n', { check: texts('name', ['a\0b', 'a\0b', 'c']) }),
  file('nothing', '', { check: says('it has no rows') }),
  file('a header alone', 'id,name\n', { check: says('it has no rows') }),
  file('an end of a line alone', '\n', { check: says('it has no rows') }),
  file('many empty lines', '\n'.repeat(100_000), { check: says('it has no rows') }),
  file('NULs alone', Buffer.alloc(10_000), { refused: damaged }),
  file('a column twice', 'id,a,a\n1,2,3\n', { refused: ['DUPLICATE_NAME'] }),
  file('columns without a name', 'id,,\n1,2,3\n2,3,4\n', { check: ids(['1', '2']) }),
  file('one column without a name', 'id,\n1,2\n2,3\n', { check: ids(['1', '2']), refused: ['MALFORMED_ROW'] }),
  file('rows of other widths', 'id,name\n1,a\n2\n3,b,c\n4,d\n', { check: says('2 rows cannot be read') }),
  file('a quote that never ends', 'id,name\n1,"a\n2,b\n3,c\n', { check: () => {}, refused: damaged }),
  file('a quote within a cell', 'id,name\n1,a"b\n2,c\n', { check: () => {}, refused: damaged }),
  file('text after a quote', 'id,name\n1,"a"b\n2,c\n', { check: () => {}, refused: damaged }),
  file('ends of lines of old Macs', 'id,name\r1,a\r2,b\r', { check: () => {}, refused: damaged }),
  file('ends of lines of two kinds', 'id,name\r\n1,a\n2,b\r\n', { check: ids(['1', '2']) }),
  file(
    'numbers out of range',
    many(['1e999', '-1e999', '1e-999', ...Array.from({ length: 40 }, (_, i) => String(i % 7))]),
    {
      check: (loaded) => {
        for (const value of loaded.graph.numbers(nodesOf(loaded, 'a.csv').type, 'x'))
          if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
            throw new Error('An infinite number came in.');
      },
    },
  ),
  file('numbers of four hundred digits', many(['9'.repeat(400), '1', '2', '3']), { check: () => {} }),
  file('numbers in words of JavaScript', many(['Infinity', '0x10', '1_000', '1', '2.5']), { check: () => {} }),
  file('hidden marks in numbers', many(['1\u200b', '2\u00a0', '3', '4']), { check: () => {} }),
  file('big ids next to each other', 'id,x\n9007199254740993,1\n9007199254740992,2\n', {
    check: ids(['9007199254740992', '9007199254740993']),
  }),
  file(
    'dates out of range',
    many(['2024-13-45', '9999-99-99', '0000-00-00', '2024-02-30', ...Array(60).fill('2024-05-31')]),
    {
      check: (loaded) => {
        const { type } = nodesOf(loaded, 'a.csv');
        const values = Array.from(loaded.graph.numbers(type, 'x'));
        const known = values.filter((value) => value === Date.UTC(2024, 4, 31) / 1000);
        same(known.length, 60);
      },
    },
  ),
  file('years of five and of no digits', many(['99999-01-01', '-0044-03-15', '24-1-1', '2024-05-31']), {
    check: () => {},
  }),
  file('a cell of a megabyte', many(['a'.repeat(1_000_000), 'b', 'c']), { check: ids(['1', '2', '3']) }),
  file(
    'two thousand columns',
    `id,${Array.from({ length: 2000 }, (_, i) => `c${i}`)}\n1${',2'.repeat(2000)}\n2${',3'.repeat(2000)}\n`,
    {
      check: ids(['1', '2']),
    },
  ),
  file('an id twice', 'id,name\n1,a\n1,b\n2,c\n', { check: () => {} }),
  file('cells that are formulas', 'id,name\n1,=cmd|x\n2,@SUM(A1)\n3,=cmd|x\n', {
    check: texts('name', ['=cmd|x', '@SUM(A1)', '=cmd|x']),
  }),
  file('sequences for terminals', 'id,name\n1,\u001b[2J\n2,\u202eabc\n3,\u001b[2J\n', {
    check: texts('name', ['\u001b[2J', '\u202eabc', '\u001b[2J']),
  }),
  file(
    'the prototype as a key',
    '{"id":1,"__proto__":{"polluted":1}}\n{"id":2,"constructor":3}\n',
    {
      check: () => {
        if ('polluted' in {}) throw new Error('The prototype of all objects was changed.');
      },
    },
    'a.jsonl',
  ),
  file('half a line', '{"id":1,"x":2}\n{"id":2,"x"', { check: says('1 rows cannot be read') }, 'a.jsonl'),
  file('no objects', '[1,2]\n3\nnull\n"x"\n', { check: says('it has no rows') }, 'a.jsonl'),
  file(
    'objects in ten thousand objects',
    `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}\n`,
    { check: () => {}, refused: damaged },
    'a.jsonl',
  ),
  file('numbers out of range', '{"id":1,"x":1e999}\n{"id":2,"x":2}\n', { check: () => {} }, 'a.jsonl'),
  file('packed zeros', gzipSync(Buffer.alloc(30_000_000)), { refused: damaged }, 'a.csv.gz'),
  file('no gzip', good, { refused: damaged }, 'a.csv.gz'),
  file('packed twice', gzipSync(gzipSync(good)), { refused: [...damaged, 'MALFORMED_ROW'] }, 'a.csv.gz'),
  file(
    'rubbish after it',
    Buffer.concat([gzipSync(good), Buffer.from('rubbish')]),
    { check: ids(['1', '2'], 'a.csv.gz'), refused: damaged },
    'a.csv.gz',
  ),
  file('text in place of Parquet', good, { refused: damaged }, 'a.parquet'),
  file('text in place of Arrow', good, { refused: damaged }, 'a.arrow'),
  file('nothing', '', { refused: damaged }, 'a.parquet'),
  file('nothing', '', { refused: damaged }, 'a.arrow'),
];
