import { type DiffusionNetwork, MIN_PROBABILITY, ruleOf, WORD } from '../network/network.js';
import { ln } from './ln.js';
import type { SetRandom } from './set-random.js';
import { GUIDE_SHIFT, GUIDES, skipTableOf } from './skip-table.js';

/** From this probability on, a coin for each edge costs less than skipping. */
const COIN_PROBABILITY = 0.2;
/** The same as a threshold. */
export const COIN_THRESHOLD = COIN_PROBABILITY * 4294967296;
/** Up to this mean, the number of live edges is drawn at once and then their places. */
export const COUNT_MEAN = 4;

/**
 * Independent cascade: calls `emit` for the live edges of a block, in O(1 + their mean number) where probabilities are equal or
 * descend (Guo, Wang, Wei, Chen, SIGMOD 2020). `degree` counts all in-edges of the node.
 */
export function drawBlock(
  network: DiffusionNetwork,
  block: number,
  degree: number,
  random: SetRandom,
  emit: (entry: number) => void,
): void {
  const begin = network.edgeStarts[block]!;
  const size = network.edgeStarts[block + 1]! - begin;
  if (size === 0) return;
  const rule = ruleOf(network, block);
  if (rule.kind === 'edge') {
    drawDescending(network.thresholds!, begin, size, random, emit);
    return;
  }
  const p =
    rule.kind === 'constant' ? rule.probability! : Math.min(1, rule.factor! / (rule.base === 'node' ? degree : size));
  const table = skipTableOf(rule);
  const take = (position: number) => emit(begin + position);
  if (p >= 1) for (let i = 0; i < size; i++) take(i);
  else if (rule.kind === 'degree' && rule.base !== 'node' && rule.factor! <= COUNT_MEAN) {
    drawCount(size, p, random, take);
  } else if (table) drawTabled(table, size, random, take);
  else if (p >= COIN_PROBABILITY) drawCoins(size, p, random, take);
  else if (p >= MIN_PROBABILITY) drawSkips(size, p, random, take);
}

/**
 * The number of live edges by inversion of its binomial distribution, with the upper half of a word, then so many places, the first
 * one by the lower half.
 */
function drawCount(size: number, p: number, random: SetRandom, take: (position: number) => void): void {
  random.next();
  const word = random.low;
  const u = random.high * WORD;
  const odds = p / (1 - p);
  let count = 0;
  let mass = noneLive(size, p);
  let sum = mass;
  while (u >= sum && count < size && mass > 1e-20) {
    mass *= ((size - count) / (count + 1)) * odds;
    sum += mass;
    count++;
  }
  if (count === 0) return;
  if (count * 2 > size) {
    // Selection in order: each place with the chance that is left for it.
    let left = count;
    for (let i = 0; left > 0; i++) {
      random.next();
      if (random.high * WORD * (size - i) < left) {
        take(i);
        left--;
      }
    }
    return;
  }
  const taken: number[] = [Math.floor(word * WORD * size)];
  while (taken.length < count) {
    random.next();
    const position = Math.floor(random.high * WORD * size);
    if (!taken.includes(position)) taken.push(position);
  }
  taken.forEach(take);
}

/** (1 - p)^size by repeated squaring, in the order of the kernel's table. */
export function noneLive(size: number, p: number): number {
  let power = 1;
  let square = 1 - p;
  for (let left = size; left > 0; left >>>= 1) {
    if (left & 1) power *= square;
    square *= square;
  }
  return power;
}

function drawCoins(size: number, p: number, random: SetRandom, take: (position: number) => void): void {
  for (let i = 0; i < size; i += 2) {
    random.next();
    const { high, low } = random;
    if (high * WORD < p) take(i);
    if (i + 1 < size && low * WORD < p) take(i + 1);
  }
}

/** Geometric jumps from one live edge to the next. */
function drawSkips(size: number, p: number, random: SetRandom, take: (position: number) => void): void {
  const scale = 1 / ln(1 - p);
  for (let i = skip(random, scale); i < size; i += 1 + skip(random, scale)) take(i);
}

/** Jumps looked up in the table of a probability, two to a word. */
function drawTabled(table: Uint32Array, size: number, random: SetRandom, take: (position: number) => void): void {
  let isLow = true;
  for (let at = 0; at < size; at++) {
    isLow = !isLow;
    if (!isLow) random.next();
    const word = isLow ? random.low : random.high;
    let jump = table[word >>> GUIDE_SHIFT]!;
    while (word > table[GUIDES + jump]!) jump++;
    at += jump;
    if (at < size) take(at);
  }
}

function skip(random: SetRandom, scale: number): number {
  return Math.floor(ln(1 - random.uniform()) * scale);
}

/**
 * Unequal probabilities in descending order: a coin each while they are high, then geometric jumps by the probability at the present
 * place, an upper bound of those behind it, thinned at the landing place.
 */
function drawDescending(
  thresholds: Uint32Array,
  begin: number,
  size: number,
  random: SetRandom,
  emit: (entry: number) => void,
): void {
  let at = begin;
  const end = begin + size;
  for (; at < end && thresholds[at]! >= COIN_THRESHOLD; at++) {
    random.next();
    if (random.high <= thresholds[at]!) emit(at);
  }
  while (at < end) {
    const bound = (thresholds[at]! + 1) * WORD;
    const landing = at + skip(random, 1 / ln(1 - bound));
    if (landing >= end) return;
    random.next();
    if (random.high * WORD * bound < (thresholds[landing]! + 1) * WORD) emit(landing);
    at = landing + 1;
  }
}
