import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  decodeFloats,
  decodeInts,
  encodeWords,
  type FolderFormat,
  findManifest,
  isAbsent,
  readManifest,
  readStored,
  replaceFile,
  storedFile,
  writeFolder,
  writeStored,
} from '../../src/files/index.js';

const root = mkdtempSync(join(tmpdir(), 'files-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
const newPath = () => join(root, String(folders++));

const content = z.object({ name: z.string(), values: storedFile });
const format: FolderFormat<z.infer<typeof content>> = {
  manifest: 'manifest.json',
  format: 'toy',
  version: 3,
  content,
  what: 'toy',
  absentHint: 'Make one.',
  corruptHint: 'Make it again.',
};
const save = (folder: string, values = Float32Array.of(1, 2)) =>
  writeFolder(folder, format, async (temporary) => ({
    name: 'x',
    values: await writeStored(temporary, 'values.f32', encodeWords([values])),
  }));

describe('a folder with a manifest', () => {
  it('comes back as it was written, and is replaced as a whole', async () => {
    const folder = newPath();
    await save(folder);
    await save(folder, Float32Array.of(3));
    const { name, values } = await readManifest(folder, format);
    expect(name).toBe('x');
    expect(decodeFloats(await readStored(folder, values, format), [1])).toEqual([Float32Array.of(3)]);
    expect(readdirSync(folder).sort()).toEqual(['manifest.json', 'values.f32']);
  });

  it('is not there at all where writing fails, and what was there before stays', async () => {
    const folder = newPath();
    const fail = () =>
      writeFolder(folder, format, async (temporary) => {
        await writeStored(temporary, 'values.f32', Buffer.alloc(4));
        throw new Error('disk full');
      });
    await expect(fail()).rejects.toMatchObject({ code: 'WRITE_FAILED', location: { file: folder } });
    expect(existsSync(folder)).toBe(false);
    await save(folder);
    await expect(fail()).rejects.toMatchObject({ code: 'WRITE_FAILED' });
    expect((await readManifest(folder, format)).name).toBe('x');
    expect(readdirSync(root).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('is told from no folder', async () => {
    const folder = newPath();
    expect(await findManifest(folder, format)).toBeUndefined();
    const absent = { code: 'FILE_NOT_FOUND', hint: 'Make one.', location: { file: join(folder, 'manifest.json') } };
    await expect(readManifest(folder, format)).rejects.toMatchObject(absent);
  });

  it('with any byte of its manifest or file damaged is refused, naming the file', async () => {
    const folder = newPath();
    await save(folder);
    const read = async () => readStored(folder, (await readManifest(folder, format)).values, format);
    for (const name of ['manifest.json', 'values.f32']) {
      const file = join(folder, name);
      const intact = readFileSync(file);
      const text = intact.toString();
      for (let at = 0; at < intact.length; at++) {
        // White space between the parts of JSON says nothing.
        if (name.endsWith('.json') && /\s/.test(text[at]!)) continue;
        const damaged = Buffer.from(intact);
        damaged[at]! ^= 1;
        writeFileSync(file, damaged);
        await expect(read(), `${name} ${at}`).rejects.toMatchObject({ code: 'CORRUPT_FILE', location: { file } });
      }
      writeFileSync(file, intact.subarray(0, -3));
      await expect(read()).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
      writeFileSync(file, intact);
    }
    await read();
  });

  it('is untrusted: neither another form nor a name that leads out of the folder is taken', async () => {
    const folder = newPath();
    await save(folder);
    const file = join(folder, 'manifest.json');
    const good = JSON.parse(readFileSync(file, 'utf8'));
    const write = (changed: object) => writeFileSync(file, JSON.stringify({ ...good, ...changed }));
    const signed = (value: object) => ({
      content: value,
      sha256: createHash('sha256').update(JSON.stringify(value)).digest('hex'),
    });
    for (const changed of [
      { format: 'other' },
      { version: 2 },
      signed({ name: 'x' }),
      signed({ ...good.content, values: { ...good.content.values, file: '../values.f32' } }),
    ]) {
      write(changed);
      await expect(readManifest(folder, format)).rejects.toMatchObject({ code: 'CORRUPT_FILE', location: { file } });
    }
    write({ version: 4 });
    await expect(readManifest(folder, format)).rejects.toMatchObject({ code: 'UNSUPPORTED_FORMAT_VERSION' });
  });
});

it('replaceFile replaces a file and leaves nothing else', async () => {
  const folder = newPath();
  await save(folder);
  await replaceFile(join(folder, 'a.txt'), 'one');
  await replaceFile(join(folder, 'a.txt'), 'two');
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('two');
  await expect(replaceFile(join(folder, 'absent', 'a.txt'), 'x')).rejects.toSatisfy(isAbsent);
  expect(readdirSync(folder).sort()).toEqual(['a.txt', 'manifest.json', 'values.f32']);
});

it('words are little-endian and come back bit by bit', () => {
  expect([...encodeWords([Float32Array.of(1), Int32Array.of(-2)])]).toEqual([0, 0, 0x80, 0x3f, 0xfe, 0xff, 0xff, 0xff]);
  const bytes = encodeWords([Int32Array.of(5, -6, 2 ** 31 - 1)]);
  expect(decodeInts(bytes)).toEqual(Int32Array.of(5, -6, 2 ** 31 - 1));
  const floats = [Float32Array.of(1e-40, -0), new Float32Array(0), Float32Array.of(Number.NaN)];
  expect(decodeFloats(encodeWords(floats), [2, 0, 1])).toEqual(floats);
});

it('a path that is none is an option that cannot be', async () => {
  for (const path of [undefined, null, 7, '', 'a\0b', {}] as never[]) {
    await expect(readManifest(path, format)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(save(path)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  }
});

it('a folder that a kill left under its temporary name is found again', async () => {
  const folder = newPath();
  await save(folder);
  const content = await readManifest(folder, format);
  const host = hostname().replace(/[^\w-]/g, '_');
  // No process has this number: it is above the largest of Linux.
  const left = join(dirname(folder), `.${basename(folder)}.${host}.4194305.0123456789ab-old.tmp`);
  renameSync(folder, left);
  expect(await readManifest(folder, format)).toEqual(content);
  expect(existsSync(left)).toBe(false);
});
