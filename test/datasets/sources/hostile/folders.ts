import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { damaged, type HostileCase, type Loaded, nodesOf, same } from './case.js';
import { type ZipEntry, zipOf } from './zip.js';

const good = 'id,name\n1,a\n2,b\n';
const two = (loaded: Loaded) => same(nodesOf(loaded, 'good.csv').ids, ['1', '2']);
const saying = (text: string) => (loaded: Loaded) => {
  two(loaded);
  if (!loaded.said.includes(text)) throw new Error(`Nobody says ${text}: ${loaded.said}`);
};

/** A folder with a good table, and something beside it. */
function folder(name: string, put: (path: string) => void, rest: Pick<HostileCase, 'check' | 'refused'>): HostileCase {
  return {
    name: `a folder with ${name}`,
    make: (path) => {
      writeFileSync(join(path, 'good.csv'), good);
      put(path);
      return path;
    },
    ...rest,
  };
}

function zip(
  name: string,
  entries: readonly ZipEntry[] | (() => readonly ZipEntry[]),
  rest: Pick<HostileCase, 'check' | 'refused'>,
): HostileCase {
  return {
    name: `a zip archive with ${name}`,
    make: (path) => {
      const file = join(path, 'a.zip');
      writeFileSync(file, zipOf(typeof entries === 'function' ? entries() : entries));
      return file;
    },
    ...rest,
  };
}

const entry = (name: string, rest: Partial<ZipEntry> = {}): ZipEntry => ({
  name,
  bytes: Buffer.from(good),
  method: 8,
  ...rest,
});

export const folderCases: readonly HostileCase[] = [
  ...['x.csv', 'x.parquet', 'x.arrow', 'x.jsonl.gz', 'x.zip', 'x.db'].map((name) =>
    folder(`a folder called ${name}`, (path) => mkdirSync(join(path, name)), { check: two }),
  ),
  ...['a.csv', 'a.parquet', 'a.db', 'a.zip', 'a.graph.yaml'].map((name) => ({
    name: `a folder in the place of ${name}`,
    make: (path: string) => {
      mkdirSync(join(path, name));
      return join(path, name);
    },
    refused: [...damaged, 'FILE_UNREADABLE', 'FILE_NOT_FOUND'],
  })),
  folder(
    'a link to a file elsewhere',
    (path) => {
      mkdirSync(join(path, 'in'));
      writeFileSync(join(path, 'in', 'real.csv'), good);
      symlinkSync('in/real.csv', join(path, 'linked.csv'));
    },
    { check: (loaded) => same(nodesOf(loaded, 'linked.csv').ids, ['1', '2']) },
  ),
  folder('a link to nothing', (path) => symlinkSync('nothing', join(path, 'x.csv')), {
    check: saying('x.csv: a link that leads nowhere'),
  }),
  folder('a link to itself', (path) => symlinkSync('x.csv', join(path, 'x.csv')), {
    check: saying('x.csv: a link that leads nowhere'),
  }),
  folder('a link to its own folder', (path) => symlinkSync('.', join(path, 'x.csv')), { check: two }),
  folder('a link to endless zeros', (path) => symlinkSync('/dev/zero', join(path, 'x.csv')), {
    check: saying('x.csv: no file'),
  }),
  folder('a link to endless zeros called Parquet', (path) => symlinkSync('/dev/zero', join(path, 'x.parquet')), {
    check: saying('x.parquet: no file'),
  }),
  folder('a pipe that nobody writes to', (path) => execFileSync('mkfifo', [join(path, 'x.csv')]), {
    check: saying('x.csv: no file'),
  }),
  folder('a hidden file', (path) => writeFileSync(join(path, '.x.csv'), 'a,a\n'), { check: two }),
  folder('a name with an end of a line', (path) => writeFileSync(join(path, 'x\ny.csv'), good), { check: two }),
  folder(
    'names that differ in case',
    (path) => {
      writeFileSync(join(path, 'Thing.csv'), good);
      writeFileSync(join(path, 'thing.csv'), good);
    },
    { check: two },
  ),
  folder(
    'tables of one name in two formats',
    (path) => {
      writeFileSync(join(path, 'good.tsv'), good.replaceAll(',', '\t'));
      writeFileSync(join(path, 'good.jsonl'), '{"id":1}\n{"id":2}\n');
    },
    { check: two },
  ),
  folder(
    'keys in a circle',
    (path) => {
      writeFileSync(join(path, 'boss.csv'), 'id,worker_id\n1,2\n2,1\n');
      writeFileSync(join(path, 'worker.csv'), 'id,boss_id\n1,2\n2,1\n');
    },
    { check: (loaded) => same(loaded.mapping.edges.map(({ type }) => type[0]).sort(), ['boss', 'worker']) },
  ),
  folder(
    'a mapping that names a file above',
    (path) => writeFileSync(join(path, 'graph.yaml'), 'version: 1\nnodes: { a: { table: ../good.csv, id: id } }\n'),
    { check: two },
  ),
  zip('one table', [entry('good.csv')], { check: two }),
  zip('nothing', [], { refused: damaged }),
  ...['../good.csv', '/tmp/good.csv', '..\\good.csv', 'a/../../good.csv', 'C:\\good.csv'].map((name) =>
    zip(`the path ${name}`, [entry(name)], {
      check: (loaded) => same(loaded.graph.numNodes(), 2),
      refused: ['FILE_NOT_FOUND'],
    }),
  ),
  zip('two tables of a name', [entry('a/good.csv'), entry('b/good.csv')], { refused: ['DUPLICATE_NAME'] }),
  zip('the same path twice', [entry('good.csv'), entry('good.csv')], { refused: ['CORRUPT_FILE'] }),
  zip('a wrong checksum', [entry('good.csv', { crc: 1 })], { refused: ['CORRUPT_FILE'] }),
  zip('a size that is too small', [entry('good.csv', { size: 3 })], { refused: ['CORRUPT_FILE'] }),
  zip('a size that is too large', [entry('good.csv', { size: 2 ** 29 })], { refused: ['CORRUPT_FILE'] }),
  zip('a size beyond any', [entry('good.csv', { size: 2 ** 32 - 1 })], { refused: ['TOO_LARGE'] }),
  zip('a password', [entry('good.csv', { flags: 1 })], { refused: ['CORRUPT_FILE'] }),
  zip('a bomb', () => [entry('good.csv', { bytes: Buffer.alloc(80_000_000) })], { refused: damaged }),
  zip(
    'sixty names of one bomb',
    () => {
      const bytes = Buffer.alloc(40_000_000);
      return Array.from({ length: 60 }, (_, i) => entry(`a${i}.csv`, { bytes, isShared: i > 0 }));
    },
    { refused: ['TOO_LARGE'] },
  ),
  zip('a zip archive', [entry('a.zip', { bytes: zipOf([entry('good.csv')]) })], { refused: ['FILE_NOT_FOUND'] }),
  zip('a table packed again', [entry('good.csv.gz', { bytes: Buffer.from(good) })], { refused: damaged }),
  zip('names that are no UTF-8', [entry('\ufffdgood.csv')], { check: (loaded) => same(loaded.graph.numNodes(), 2) }),
];
