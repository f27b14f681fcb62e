import { type PropagationInput, relationViews } from './input.js';

/** How many metapaths of a length there are, and how wide they are together. */
export interface MetapathShape {
  readonly length: number;
  readonly paths: number;
  /** Of those, the ones that end at the target. */
  readonly returning: number;
  /** Of all of them together. */
  readonly width: number;
}

/**
 * Numbers of the metapaths from the target on, by length, without making any of them. O(hops x relations).
 *
 * @param widthOf width of the features at the far end, by the number of its type
 */
export function metapathShapes(
  input: PropagationInput,
  hops: number,
  widthOf: (type: number) => number,
): MetapathShape[] {
  const views = relationViews(input.relations);
  const shapes: MetapathShape[] = [];
  let ending = input.types.map((_, type) => Number(type === input.target));
  for (let length = 0; length <= hops; length++) {
    shapes.push({
      length,
      paths: ending.reduce((sum, count) => sum + count, 0),
      returning: ending[input.target]!,
      width: ending.reduce((sum, count, type) => sum + (count === 0 ? 0 : count * widthOf(type)), 0),
    });
    const next = ending.map(() => 0);
    for (const { t, u } of views) next[u]! += ending[t]!;
    ending = next;
  }
  return shapes;
}
