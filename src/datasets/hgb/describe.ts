import { nodeModule, type RunOptions } from '../../core/index.js';
import { checkPath } from '../../files/index.js';
import { filesIn, findFile } from '../base/locate.js';
import { malformedRow } from '../base/malformed.js';
import { eachRow, TabRow } from '../text/tab-row.js';
import { labelCodes, labelRow } from './labels.js';
import { linkRow } from './links.js';
import type { HgbNames } from './names.js';

const { readFile } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { join } = nodeModule<typeof import('node:path')>('node:path');
const { gunzipSync } = nodeModule<typeof import('node:zlib')>('node:zlib');

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
  checkPath(folder);
  const info = await readInfo(folder);
  const files = filesIn(folder, ['node.dat', 'link.dat']);
  const { firsts, total } = await nodeRanges(files.get('node.dat')!, options);
  const links = await linkSums(files.get('link.dat')!, firsts, total, options);
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
  const row = new TabRow(file, 3, 'a node needs id, name and type');
  let total = 0;
  const take = () => {
    const type = row.number(2);
    if (type === firsts.length) firsts.push(total);
    else if (type !== firsts.length - 1) throw row.bad('the node type is missing or out of order');
    total++;
  };
  await eachRow(row, take, options);
  return { firsts, total };
}

async function linkSums(
  file: string,
  firsts: readonly number[],
  total: number,
  options: RunOptions,
): Promise<LinkSums[]> {
  const links: LinkSums[] = [];
  const row = linkRow(file);
  const typeOf = (id: number) => firsts.findLastIndex((first) => first <= id);
  const isNode = (id: number) => Number.isInteger(id) && id >= 0 && id < total;
  const take = () => {
    const [source, target, type] = [row.number(0), row.number(1), row.number(2)];
    if (!isNode(source) || !isNode(target) || !isCode(type)) {
      throw row.bad('an end is no node, or the link type is no number');
    }
    links[type] ??= { from: typeOf(source), to: typeOf(target), count: 0, forward: 0, backward: 0 };
    const link = links[type];
    link.count++;
    link.forward = (link.forward + pairHash(source, target)) % 2 ** 48;
    link.backward = (link.backward + pairHash(target, source)) % 2 ** 48;
  };
  await eachRow(row, take, options);
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
  for (const [, file] of filesIn(folder, ['label.dat', 'label.dat.test'])) {
    const row = labelRow(file);
    const take = () => {
      const labels = labelCodes(row);
      if (labels.length > 1) multiLabel = true;
      for (const label of labels) {
        if (!isCode(label)) throw row.bad('the class is no number');
        numClasses = Math.max(numClasses, label + 1);
      }
    };
    await eachRow(row, take, options);
  }
  return { numClasses, multiLabel };
}

/** Whether a number can be that of a link type or class. */
function isCode(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 65_535;
}
