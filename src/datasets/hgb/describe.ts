import { HeteroGraphError, nodeModule, type RunOptions } from '../../core/index.js';
import { findFile } from '../base/locate.js';
import { malformedRow } from '../base/malformed.js';
import { eachLine, findTabs } from '../text/each-line.js';
import { parseNumber } from '../text/parse-number.js';
import type { HgbNames } from './names.js';

const { readFile } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { join } = nodeModule<typeof import('node:path')>('node:path');
const { gunzipSync } = nodeModule<typeof import('node:zlib')>('node:zlib');

const COMMA = 44;

/** Links of one type while they are counted: sums of hashes tell whether two types hold the same pairs, one of them backwards. */
interface LinkSums {
  readonly from: number;
  readonly to: number;
  count: number;
  forward: number;
  backward: number;
}

/**
 * Names for an HGB folder of any content: from `info.dat` where it has them, else `node-0`, `link-0`, `class 0`. Link types that hold
 * each other's pairs backwards are declared inverse. Reads `node.dat`, `link.dat` and the labels once.
 *
 * @throws {HeteroGraphError} DATASET_FILES_MISSING, MALFORMED_ROW naming file and row, and as `readHgbFolder`
 */
export async function describeHgbFolder(folder: string, options: RunOptions = {}): Promise<HgbNames> {
  const info = await readInfo(folder);
  const { firsts, total } = await nodeRanges(fileIn(folder, 'node.dat'), options);
  const links = await linkSums(fileIn(folder, 'link.dat'), firsts, total, options);
  const { numClasses, multiLabel } = await labelShape(folder, options);
  const nodeNames = unique(firsts.map((_, t) => text(info, 'node.dat', 'node type', t) ?? `node-${t}`));
  const relations = unique(
    links.map(
      (_, r) =>
        text(info, 'link.dat', 'link type', r, 'meaning') ?? text(info, 'link.dat', 'link type', r) ?? `link-${r}`,
    ),
  );
  return {
    nodeTypes: nodeNames,
    linkTypes: links.map((link, r) => {
      const inverse = links.findIndex((other, o) => o !== r && isReverse(link, other));
      const type = [nodeNames[link.from]!, relations[r]!, nodeNames[link.to]!] as const;
      return inverse < 0 ? { type } : { type, inverse };
    }),
    classes: Array.from({ length: numClasses }, (_, c) => text(info, 'label.dat', 'node type', 0, c) ?? `class ${c}`),
    multiLabel,
  };
}

function fileIn(folder: string, name: string): string {
  const path = findFile(join(folder, name));
  if (path !== undefined) return path;
  throw new HeteroGraphError('DATASET_FILES_MISSING', 'A file of the data set is missing.', {
    file: join(folder, name),
    hint: 'Put it there, plain or as .gz.',
  });
}

async function readInfo(folder: string): Promise<unknown> {
  const path = findFile(join(folder, 'info.dat'));
  if (path === undefined) return undefined;
  const bytes = await readFile(path);
  try {
    return JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch {
    // Many published folders hold notes in words here: names are a nicety, so plain ones will do.
    return undefined;
  }
}

/** A text deep inside the description, undefined where there is none. */
function text(info: unknown, ...path: (string | number)[]): string | undefined {
  let at: unknown = info;
  for (const key of path) at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined;
  return typeof at === 'string' && at.trim() !== '' ? at.trim() : undefined;
}

function unique(names: readonly string[]): string[] {
  return names.map((name, i) => (names.indexOf(name) === i ? name : `${name} ${i}`));
}

/** First node id of every type, which must come one after the other, and the number of nodes. */
async function nodeRanges(file: string, options: RunOptions): Promise<{ firsts: number[]; total: number }> {
  const firsts: number[] = [];
  const tabs = new Int32Array(3);
  let total = 0;
  await eachLine(
    file,
    (bytes, start, end, line) => {
      const numTabs = findTabs(bytes, start, end, tabs);
      const type = numTabs < 2 ? Number.NaN : parseNumber(bytes, tabs[1]! + 1, numTabs > 2 ? tabs[2]! : end);
      if (type === firsts.length) firsts.push(total);
      else if (type !== firsts.length - 1) throw malformedRow(file, line, 'the node type is missing or out of order');
      total++;
    },
    options,
  );
  return { firsts, total };
}

async function linkSums(
  file: string,
  firsts: readonly number[],
  total: number,
  options: RunOptions,
): Promise<LinkSums[]> {
  const links: LinkSums[] = [];
  const tabs = new Int32Array(3);
  const typeOf = (id: number) => firsts.findLastIndex((first) => first <= id);
  await eachLine(
    file,
    (bytes, start, end, line) => {
      const numTabs = findTabs(bytes, start, end, tabs);
      if (numTabs < 2) throw malformedRow(file, line, 'a link needs source, target and type');
      const source = parseNumber(bytes, start, tabs[0]!);
      const target = parseNumber(bytes, tabs[0]! + 1, tabs[1]!);
      const type = parseNumber(bytes, tabs[1]! + 1, numTabs > 2 ? tabs[2]! : end);
      const isNode = (id: number) => Number.isInteger(id) && id >= 0 && id < total;
      if (!isNode(source) || !isNode(target) || !Number.isInteger(type) || type < 0 || type > 65_535) {
        throw malformedRow(file, line, 'an end is no node, or the link type is no number');
      }
      links[type] ??= { from: typeOf(source), to: typeOf(target), count: 0, forward: 0, backward: 0 };
      const link = links[type];
      link.count++;
      link.forward = (link.forward + pairHash(source, target)) % 2 ** 48;
      link.backward = (link.backward + pairHash(target, source)) % 2 ** 48;
    },
    options,
  );
  for (let type = 0; type < links.length; type++) {
    if (!links[type]) throw malformedRow(file, 1, `no link has type ${type}, though there are higher ones`);
  }
  return links;
}

/** 48 bits of both ends. */
function pairHash(a: number, b: number): number {
  let high = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 15), 0x2c1b3c6d);
  let low = Math.imul(b ^ 0x165667b1, 0x27d4eb2f) ^ Math.imul(a + 0x1b873593, 0x9e3779b1);
  low = Math.imul(low ^ (low >>> 13), 0x297a2d39);
  return ((high ^ (high >>> 16)) >>> 0) + ((low ^ (low >>> 15)) & 0xffff) * 2 ** 32;
}

function isReverse(a: LinkSums, b: LinkSums): boolean {
  return (
    a.from === b.to && a.to === b.from && a.count === b.count && a.forward === b.backward && a.backward === b.forward
  );
}

async function labelShape(folder: string, options: RunOptions): Promise<{ numClasses: number; multiLabel: boolean }> {
  let numClasses = 0;
  let multiLabel = false;
  const tabs = new Int32Array(3);
  for (const name of ['label.dat', 'label.dat.test']) {
    const file = fileIn(folder, name);
    await eachLine(
      file,
      (bytes, start, end, line) => {
        if (findTabs(bytes, start, end, tabs) < 3)
          throw malformedRow(file, line, 'a label needs id, name, type and class');
        for (let at = tabs[2]! + 1; at <= end; ) {
          let comma = bytes.indexOf(COMMA, at);
          if (comma < 0 || comma > end) comma = end;
          else multiLabel = true;
          const label = parseNumber(bytes, at, comma);
          if (!Number.isInteger(label) || label < 0 || label > 65_535)
            throw malformedRow(file, line, 'the class is no number');
          numClasses = Math.max(numClasses, label + 1);
          at = comma + 1;
        }
      },
      options,
    );
  }
  return { numClasses, multiLabel };
}
