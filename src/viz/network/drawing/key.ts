import { largestGroups } from '../../largest-groups.js';
import { palette } from '../../svg.js';
import type { Network } from '../network.js';
import { SHAPES, type Shape } from './shapes.js';

/** What is not among the largest types or groups; visible on white and on near-black. */
export const OTHER_COLOUR = '#8a8a8a';

/** A mark of the legend. Without a shape it is a colour alone, without a colour a shape alone. */
export interface KeyEntry {
  readonly text: string;
  readonly colour?: string;
  readonly shape?: Shape;
  readonly count: number;
}

/** Which colour and shape nodes have, and what these mean. */
export interface NetworkKey {
  /** Places of the colour and of the shape of every node in the lists below, [N]. */
  readonly colour: Uint8Array;
  readonly shape: Uint8Array;
  readonly colours: readonly string[];
  readonly shapes: readonly Shape[];
  readonly entries: readonly KeyEntry[];
}

/** Shapes by type; colours by group, or by type where there are no groups. The largest have one of their own, the others are alike. */
export function keyOf({ types, groups }: Network, numNodes: number): NetworkKey {
  const typeRanks = ranksOf(types, numNodes);
  const groupRanks = groups === undefined ? undefined : ranksOf(Array.from(groups, String), numNodes);
  const entries: KeyEntry[] = [
    ...typeRanks.names.map(({ text, count }, i) => ({
      ...{ text, count, shape: SHAPES[i] ?? SHAPES[0] },
      ...(groupRanks ? {} : { colour: palette[i] ?? OTHER_COLOUR }),
    })),
    ...(groupRanks?.names ?? []).map(({ text, count }, i) => ({
      ...{ text: /^-?\d+$/.test(text) ? `group ${text}` : text, count },
      colour: palette[i] ?? OTHER_COLOUR,
    })),
  ];
  return {
    colour: (groupRanks ?? typeRanks).rank,
    shape: typeRanks.rank,
    colours: [...palette, OTHER_COLOUR],
    shapes: [...SHAPES, SHAPES[0]],
    entries,
  };
}

/** Rank of every name among the largest; those beyond, and empty ones, share the last rank. */
function ranksOf(all: readonly string[] | undefined, numNodes: number) {
  if (!all) return { rank: new Uint8Array(numNodes), names: [] };
  const largest = largestGroups(all);
  const rankOf = new Map(largest.map((name, i) => [name, i]));
  const rank = Uint8Array.from(all, (name) => rankOf.get(name) ?? palette.length);
  const counts = new Int32Array(palette.length + 1);
  for (const each of rank) counts[each]!++;
  const names = largest.map((text, i) => ({ text, count: counts[i]! }));
  const others = counts[palette.length]!;
  if (others === 0) return { rank, names };
  // The colour of what is left stands after all others.
  while (names.length < palette.length) names.push({ text: '', count: 0 });
  return { rank, names: [...names, { text: 'others', count: others }] };
}
