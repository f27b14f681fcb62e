import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FolderKind, replaceFolder } from '../../src/files/index.js';
import { GraphBuilder, saveGraph, writeCsv, writeJsonLines } from '../../src/graph/index.js';

const kind: FolderKind = { manifest: 'manifest.json', format: 'ours' };
let folder = '';
let target = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heterograph-own-'));
  target = join(folder, 'target');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = async (to: string) => {
  writeFileSync(join(to, 'manifest.json'), JSON.stringify({ format: 'ours', files: ['a.txt', 'deep/b.txt'] }));
  mkdirSync(join(to, 'deep'));
  for (const file of ['a.txt', 'deep/b.txt']) writeFileSync(join(to, file), 'ours');
};
const replace = () => replaceFolder(target, [kind], write);
const refused = { code: 'NOT_OURS' };

it('replaces nothing, an empty folder, and a folder of its own', async () => {
  await replace();
  await replace();
  rmSync(target, { recursive: true });
  mkdirSync(target);
  await replace();
  expect(readdirSync(folder)).toEqual(['target']);
  expect(readFileSync(join(target, 'deep/b.txt'), 'utf8')).toBe('ours');
});

it.each(['notes.txt', 'deep/notes.txt', 'other/a.txt', '.hidden'])(
  'keeps %s, which somebody put into it',
  async (name) => {
    await replace();
    mkdirSync(join(target, 'other'));
    writeFileSync(join(target, name), 'mine');
    await expect(replace()).rejects.toMatchObject({ ...refused, location: { file: join(target, name) } });
    expect(readFileSync(join(target, name), 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual(['target']);
  },
);

it('keeps folders without manifest or with that of another, files and links', async () => {
  mkdirSync(target);
  writeFileSync(join(target, 'a.txt'), 'mine');
  await expect(replace()).rejects.toMatchObject(refused);
  for (const text of ['{"format":"theirs","files":["a.txt"]}', '{', 'null', '7']) {
    writeFileSync(join(target, 'manifest.json'), text);
    await expect(replace()).rejects.toMatchObject(refused);
    expect(readFileSync(join(target, 'a.txt'), 'utf8')).toBe('mine');
  }
  rmSync(target, { recursive: true });
  writeFileSync(target, 'mine');
  await expect(replace()).rejects.toMatchObject(refused);
  expect(readFileSync(target, 'utf8')).toBe('mine');
  rmSync(target);
  mkdirSync(join(folder, 'elsewhere'));
  symlinkSync(join(folder, 'elsewhere'), target);
  await expect(replace()).rejects.toMatchObject(refused);
  expect(existsSync(join(folder, 'elsewhere'))).toBe(true);
});

it('keeps what appears while the new folder is written', async () => {
  await replace();
  const slow = replaceFolder(target, [kind], async (to) => {
    await write(to);
    writeFileSync(join(target, 'mine.txt'), 'mine');
  });
  await expect(slow).rejects.toMatchObject(refused);
  expect(readFileSync(join(target, 'mine.txt'), 'utf8')).toBe('mine');
  expect(readdirSync(folder)).toEqual(['target']);
});

it('a graph folder is replaced by one of any format, other folders by none', async () => {
  const schema = { nodes: [{ name: 'a', columns: [] }], edges: [{ type: ['a', 'to', 'a'], columns: [] }] } as const;
  const builder = new GraphBuilder(schema);
  builder.addNodes('a', 2);
  builder.addEdges(['a', 'to', 'a'], { source: [0, 1], target: [1, 0] });
  const graph = builder.build();
  const writers = [saveGraph, writeCsv, writeJsonLines];
  for (const first of writers) {
    for (const second of writers) {
      rmSync(target, { recursive: true, force: true });
      await first(graph, target);
      await expect(second(graph, target)).rejects.toMatchObject({ code: 'TARGET_EXISTS' });
      await second(graph, target, { overwrite: true });
      writeFileSync(join(target, 'report.csv'), 'mine');
      await expect(second(graph, target, { overwrite: true })).rejects.toMatchObject(refused);
      expect(readFileSync(join(target, 'report.csv'), 'utf8')).toBe('mine');
    }
  }
  expect(readdirSync(folder)).toEqual(['target']);
});
