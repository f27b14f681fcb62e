import type { NetworkRule } from '../network/network.js';

/** Below this probability jumps are computed by logarithms: a table would be long, and jumps are few. */
const MIN_TABLED = 1 / 256;
/** A table has a guide for each value of so many upper bits of a word; the same in compute/assembly/influence/draw.ts. */
const GUIDE_BITS = 8;
export const GUIDES = 1 << GUIDE_BITS;
export const GUIDE_SHIFT = 32 - GUIDE_BITS;

/**
 * Jumps from one live edge to the next where all have probability p: guides, then the thresholds. Edge s of the rest is the next live
 * one where s is the least with word <= threshold s = 2^32 (1 - (1 - p)^(s + 1)), rounded, less 1; a guide is the least s for a word of
 * zeros below its upper bits. Resolution 2^-32, as everywhere; at most 23 / p thresholds. Undefined for p below 1 / 256, or 1.
 */
export function skipTable(p: number): Uint32Array | undefined {
  if (p < MIN_TABLED || p >= 1) return undefined;
  const thresholds: number[] = [];
  for (let none = 1 - p; ; none *= 1 - p) {
    const threshold = Math.round((1 - none) * 4294967296) - 1;
    thresholds.push(threshold);
    if (threshold === 4294967295) break;
  }
  const table = new Uint32Array(GUIDES + thresholds.length);
  for (let guide = 0, s = 0; guide < GUIDES; guide++) {
    while (thresholds[s]! < guide * 2 ** GUIDE_SHIFT) s++;
    table[guide] = s;
  }
  table.set(thresholds, GUIDES);
  return table;
}

const tables = new WeakMap<NetworkRule, Uint32Array | null>();

/** The table of a rule, made on first use; undefined where it has none, as all but those of kind `constant`. */
export function skipTableOf(rule: NetworkRule): Uint32Array | undefined {
  if (rule.kind !== 'constant') return undefined;
  let table = tables.get(rule);
  if (table === undefined) {
    table = skipTable(rule.probability!) ?? null;
    tables.set(rule, table);
  }
  return table ?? undefined;
}
