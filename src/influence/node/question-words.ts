import type { SeedProblem } from '../algorithms/seed-problem.js';
import type { DiffusionNetwork } from '../network/network.js';
import { checkRoots, type Roots } from '../network/roots.js';
import type { SavedQuestion } from './manifest.js';

type Name = SavedQuestion['arrays'][number]['name'];
type Arrays = Readonly<Record<Name, Int32Array | Uint32Array | undefined>>;

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
  const there = Object.entries(all).flatMap(([name, values]) => (values ? [{ name: name as Name, values }] : []));
  const words = new Uint32Array(there.reduce((sum, { values }) => sum + values.length, 0));
  let at = 0;
  for (const { values } of there) {
    words.set(values, at);
    at += values.length;
  }
  return { arrays: there.map(({ name, values }) => ({ name, length: values.length })), words };
}

/**
 * The question of a manifest, which anybody may have written; a text that says what is wrong with it where it is none of this network.
 */
export function checkQuestion(network: DiffusionNetwork, saved: SavedQuestion, words: Int32Array) {
  const lengths = new Map(saved.arrays.map(({ name, length }) => [name, length]));
  const sum = saved.arrays.reduce((total, { length }) => total + length, 0);
  if (lengths.size !== saved.arrays.length || sum !== words.length)
    return 'It does not hold the arrays of the manifest.';
  const { numNodes } = network;
  const question = questionFrom(saved, words);
  const { candidates, given, roots } = question;
  if (candidates && candidates.length !== numNodes) return 'Its candidates are not one for each node.';
  if (given?.some((node) => node < 0 || node >= numNodes)) return 'It names seeds that are not there.';
  if (!roots.limits !== !roots.aliases) return 'It has limits without aliases of roots, or the reverse.';
  if (!(roots.weight > 0)) return `The weight of its roots is ${roots.weight}.`;
  try {
    checkRoots(roots, numNodes);
  } catch (error) {
    return (error as Error).message;
  }
  return question;
}

/** The way back. */
function questionFrom({ k, delta, seed, weight, inTurn, arrays }: SavedQuestion, words: Int32Array) {
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
