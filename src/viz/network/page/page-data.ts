import { keyOf } from '../drawing/key.js';
import type { Shape } from '../drawing/shapes.js';
import { degreesOf, type Network } from '../network.js';

/** What the script of a page is given: plain data, small as text. Nodes and colours are named by their places in lists. */
export interface PageData {
  /** x and y in whole units, [N, 2]; the wider side has 20,000. */
  readonly positions: readonly number[];
  /** In tenths of the radius that nodes have when all are alike, [N]. */
  readonly radii: readonly number[];
  readonly names: readonly string[] | null;
  readonly types: readonly string[];
  /** Type of every node, [N]. */
  readonly type: readonly number[];
  readonly groups: readonly string[];
  /** Group of every node, [N]; empty where there are none. */
  readonly group: readonly number[];
  readonly colours: readonly string[];
  readonly shapes: readonly Shape[];
  /** Colour and shape of every node, [N]. */
  readonly colour: readonly number[];
  readonly shape: readonly number[];
  readonly relations: readonly {
    readonly name: string;
    readonly source: readonly number[];
    readonly target: readonly number[];
  }[];
}

const UNITS = 20_000;

export function pageData(network: Network, numNodes: number): PageData {
  const { positions, relations, names, types, groups, sizes } = network;
  const key = keyOf(network, numNodes);
  const [typeList, type] = numbered(types ?? []);
  const [groupList, group] = numbered(groups === undefined ? [] : Array.from(groups, String));
  return {
    positions: inUnits(positions),
    radii: radiiOf(sizes ?? degreesOf(network, numNodes), numNodes),
    names: names ?? null,
    types: typeList,
    type,
    groups: groupList,
    group,
    colours: key.colours,
    shapes: key.shapes,
    colour: Array.from(key.colour),
    shape: Array.from(key.shape),
    relations: relations.map(({ name, source, target }) => ({
      name,
      source: Array.from(source),
      target: Array.from(target),
    })),
  };
}

/** Different texts in the order in which they come, and the place of each among them. */
function numbered(texts: readonly string[]): [string[], number[]] {
  const places = new Map<string, number>();
  const place = texts.map((text) => {
    if (!places.has(text)) places.set(text, places.size);
    return places.get(text)!;
  });
  return [[...places.keys()], place];
}

function inUnits(positions: ArrayLike<number>): number[] {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < positions.length; i++) {
    low[i % 2] = Math.min(low[i % 2]!, positions[i]!);
    high[i % 2] = Math.max(high[i % 2]!, positions[i]!);
  }
  const scale = UNITS / (Math.max(high[0]! - low[0]!, high[1]! - low[1]!) || 1);
  return Array.from(positions, (value, i) => Math.round((value - low[i % 2]!) * scale));
}

function radiiOf(sizes: ArrayLike<number>, numNodes: number): number[] {
  let largest = 0;
  for (let i = 0; i < numNodes; i++) largest = Math.max(largest, sizes[i]!);
  return Array.from({ length: numNodes }, (_, i) =>
    largest > 0 ? Math.round(10 * (0.6 + 1.6 * Math.sqrt(sizes[i]! / largest))) : 10,
  );
}
