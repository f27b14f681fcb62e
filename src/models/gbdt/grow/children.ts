import { type Leaf, leafValueOf, type Scale, type Split } from './leaf.js';

/** Both sides of a split; where its column has a direction, neither may ever cross the middle of their values. */
export function childrenOf(leaf: Leaf, split: Split, node: number, scale: Scale, direction: number): [Leaf, Leaf] {
  const { leftG, leftH, leftRows } = split;
  const own = { ...scale, l2: split.l2 };
  const [rightG, rightH] = [leaf.sumG - leftG, leaf.sumH - leftH];
  const leftValue = leafValueOf(leftG, leftH, own, leaf.low, leaf.high);
  const rightValue = leafValueOf(rightG, rightH, own, leaf.low, leaf.high);
  const middle = (leftValue + rightValue) / 2;
  const common = { depth: leaf.depth + 1, low: leaf.low, high: leaf.high, slot: 0, split: undefined };
  const below = direction === 0 ? {} : { high: Math.min(leaf.high, middle) };
  const above = direction === 0 ? {} : { low: Math.max(leaf.low, middle) };
  const left = { begin: leaf.begin, count: leftRows, sumG: leftG, sumH: leftH, value: leftValue, from: node + 1 };
  const [begin, count] = [leaf.begin + leftRows, leaf.count - leftRows];
  const right = { begin, count, sumG: rightG, sumH: rightH, value: rightValue, from: -(node + 1) };
  return [
    { ...common, ...left, ...(direction < 0 ? above : below) },
    { ...common, ...right, ...(direction < 0 ? below : above) },
  ];
}
