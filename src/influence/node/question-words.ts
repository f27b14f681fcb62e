import type { SeedProblem } from '../algorithms/seed-problem.js';
import type { Roots } from '../network/roots.js';
import type { SavedQuestion } from './manifest.js';

type Arrays = Readonly<Record<string, Int32Array | Uint32Array | undefined>>;

/** The arrays of a question as words one after the other, and what they are. */
export function questionWords({ candidates, given, roots }: SeedProblem): {
  arrays: SavedQuestion['arrays'];
  words: Uint32Array;
} {
  const all: Arrays = {
    candidates: candidates && Uint32Array.from(candidates),
    given,
    nodes: roots.nodes,
    limits: roots.limits,
    aliases: roots.aliases,
  };
  const there = Object.entries(all).flatMap(([name, values]) => (values ? [{ name, values }] : []));
  const words = new Uint32Array(there.reduce((sum, { values }) => sum + values.length, 0));
  let at = 0;
  for (const { values } of there) {
    words.set(values, at);
    at += values.length;
  }
  return { arrays: there.map(({ name, values }) => ({ name, length: values.length })), words };
}

/** The way back. */
export function questionFrom({ k, delta, seed, weight, inTurn, arrays }: SavedQuestion, words: Int32Array) {
  const parts: Record<string, Int32Array> = {};
  let at = 0;
  for (const { name, length } of arrays) parts[name] = words.slice(at, (at += length));
  const { candidates, given, nodes, limits, aliases } = parts;
  const roots: Roots = {
    weight,
    ...(inTurn && { inTurn }),
    ...(nodes && { nodes }),
    ...(limits && { limits: new Uint32Array(limits.buffer) }),
    ...(aliases && { aliases }),
  };
  return {
    k,
    delta,
    seed,
    roots,
    ...(candidates && { candidates: Uint8Array.from(candidates) }),
    ...(given && { given }),
  };
}
