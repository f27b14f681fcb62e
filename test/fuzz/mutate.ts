import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RandomStream } from '../../src/core/index.js';

const texts = [
  ...[
    '\0',
    '"',
    '""',
    ',',
    ';',
    '\t',
    ' ',
    '\n',
    '\r',
    '\r\n',
    '\n\n',
    '|',
    '<',
    '>',
    '\\',
    '\\u12',
    '\\uD800',
    '_:',
    '^^',
  ],
  ...['}', '[', '{"', '1e999', '-', '-0', 'NaN', 'null', 'true', '9007199254740993', '99999999', '9'.repeat(400)],
  ...['\ufeff', '\u2028', '\u202e', '\u001b[31m', '__proto__', 'constructor', '../', '# ', 'x'.repeat(5000)],
];
const words = [
  0, 1, 2, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff8, 0x7f800000, 0x7fc00000, 1e6, 1e9,
];
const values: readonly unknown[] = [
  ...[0, 1, -1, 0.5, 2 ** 31, 2 ** 32, 2 ** 53, 1e12, 1e308, -1e308, 5e-324, null, true, '', '1', 'x', [], {}, [[]]],
  ...['__proto__', '../outside.txt', '/etc/hostname', '\u202e\u001b[2J', 'a'.repeat(100_000), '\ud800'],
];

/** Damages one to three places of one file of the folder, rarely two files. */
export function mutateFolder(folder: string, random: RandomStream): void {
  const count = random.nextInt(8) === 0 ? 2 : 1;
  for (let i = 0; i < count; i++) {
    const files = filesOf(folder);
    if (files.length === 0) return;
    const file = join(folder, pick(random, files));
    switch (random.nextInt(24)) {
      case 0:
        rmSync(file, { force: true });
        break;
      case 1:
        writeFileSync(file, '');
        break;
      case 2:
        writeFileSync(file, readFileSync(join(folder, pick(random, files))));
        break;
      default:
        mutateFile(file, random);
    }
  }
}

export function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function mutateFile(path: string, random: RandomStream): void {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return;
  }
  const isJson = path.endsWith('.json') && random.nextInt(8) > 0;
  const times = 1 + random.nextInt(3);
  for (let i = 0; i < times; i++) {
    if (isJson) bytes = mutateJson(bytes, random);
    else if (/\.(arrow|f32|u32|i32|gz)$/.test(path)) bytes = mutateWords(bytes, random);
    else bytes = mutateText(bytes, random);
  }
  writeFileSync(path, bytes);
}

/** Texts in wrong places, lost and repeated parts, other bytes. */
function mutateText(bytes: Buffer, random: RandomStream): Buffer {
  const at = random.nextInt(bytes.length + 1);
  const to = Math.min(bytes.length, at + random.nextInt(40));
  const put = (middle: Uint8Array, rest = at) => Buffer.concat([bytes.subarray(0, at), middle, bytes.subarray(rest)]);
  switch (random.nextInt(7)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return put(Buffer.alloc(0), to);
    case 2:
      return put(bytes.subarray(at, to));
    case 3:
      return put(Buffer.from([0xc3, 0xff, 0xed, 0xa0, 0x80].slice(0, 1 + random.nextInt(5))));
    case 4:
      return put(randomBytes(random, random.nextInt(8)), to);
    case 5:
      return put(Buffer.from(pick(random, texts)), to);
    default:
      return put(Buffer.from(pick(random, texts)));
  }
}

/** Numbers of 32 bits and bytes replaced, ends cut and added; beginning and end, where formats keep their tables, most often. */
function mutateWords(bytes: Buffer, random: RandomStream): Buffer {
  const copy = Buffer.from(bytes);
  const near = Math.min(copy.length, 1500);
  const place = [copy.length, near, near][random.nextInt(3)]!;
  const at =
    random.nextInt(2) === 0 ? random.nextInt(place + 1) : Math.max(0, copy.length - 1 - random.nextInt(place + 1));
  const word = at & ~3;
  switch (random.nextInt(8)) {
    case 0:
      return copy.subarray(0, random.nextInt(2) === 0 ? word : at);
    case 1:
      return Buffer.concat([copy, randomBytes(random, 4 * random.nextInt(20))]);
    case 2:
      return mutateText(copy, random);
    case 3:
      if (at < copy.length) copy[at]! ^= 1 << random.nextInt(8);
      return copy;
    case 4:
      if (at < copy.length) copy[at] = random.nextInt(256);
      return copy;
    default:
      if (word + 4 > copy.length) return copy;
      if (random.nextInt(2) === 0) copy.writeUInt32LE(pick(random, words) >>> 0, word);
      else copy.writeInt32LE((copy.readInt32LE(word) + random.nextInt(9) - 4) | 0, word);
      return copy;
  }
}

type Place = { readonly parent: Record<string, unknown>; readonly key: string };

/** One place of the tree replaced, removed, repeated, renamed or exchanged with another. */
function mutateJson(bytes: Buffer, random: RandomStream): Buffer {
  let root: { value: unknown };
  try {
    root = { value: JSON.parse(bytes.toString('utf8')) };
  } catch {
    return mutateText(bytes, random);
  }
  const places = placesOf(root);
  const { parent, key } = pick(random, places);
  const value = parent[key];
  // Copies of copies would fill the memory of the fuzzer itself.
  const isSmall = bytes.length < 20_000;
  switch (random.nextInt(8)) {
    case 0:
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
      break;
    case 1: {
      const other = pick(random, places);
      [parent[key], other.parent[other.key]] = [copyOf(other.parent[other.key]), copyOf(value)];
      break;
    }
    case 2:
      if (Array.isArray(parent))
        parent.push(...Array.from({ length: random.nextInt(3) || (isSmall ? 1000 : 3) }, () => copyOf(value)));
      else parent[pick(random, ['extra', '__proto__', 'constructor', 'toString'])] = copyOf(value);
      break;
    case 3:
      if (typeof value === 'number') parent[key] = pick(random, [value + 1, value - 1, value * 2, value * 1e6, -value]);
      else if (typeof value === 'string') parent[key] = mutateText(Buffer.from(value), random).toString('utf8');
      else if (Array.isArray(value)) value.reverse();
      break;
    case 4:
      if (random.nextInt(10) === 0) parent[key] = nested(value);
      else if (typeof value === 'string') parent[key] = pick(random, [`${value}x`, value.slice(1), `../${value}`]);
      break;
    default:
      parent[key] = copyOf(pick(random, values));
  }
  return Buffer.from(JSON.stringify(root.value, undefined, 1) ?? '');
}

function placesOf(root: { value: unknown }): Place[] {
  const places: Place[] = [];
  const pending: unknown[] = [root];
  for (let parent = pending.pop(); parent !== undefined; parent = pending.pop()) {
    if (typeof parent !== 'object' || parent === null) continue;
    for (const key of Object.keys(parent)) {
      places.push({ parent: parent as Record<string, unknown>, key });
      pending.push((parent as Record<string, unknown>)[key]);
    }
  }
  return places;
}

function nested(value: unknown): unknown {
  let all = value;
  for (let depth = 0; depth < 2000; depth++) all = [all];
  return all;
}

function copyOf(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function randomBytes(random: RandomStream, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.nextInt(256)));
}

export function pick<T>(random: RandomStream, list: readonly T[]): T {
  return list[random.nextInt(list.length)]!;
}
