import { placesOf } from '../network/marks.js';
import type { LiveGraph } from './live-graph.js';

/**
 * What is lost with every number of a live graph: the weight of all that the root reaches through it alone, itself included; 0 where the
 * root does not reach it. By immediate dominators (Cooper, Harvey, Kennedy 2001), which takes O(edges) a pass and few passes.
 *
 * @param blocked numbers that are taken away, 1 each
 */
export function lossOfEach(
  { nodes, out }: LiveGraph,
  blocked: Uint8Array,
  weightOf: (node: number) => number,
): Float64Array {
  const order = postOrder(out, blocked);
  const rankOf = placesOf(nodes.length, order, -1);
  const into: number[][] = nodes.map(() => []);
  for (const u of order) for (const v of out[u]!) if (rankOf[v]! >= 0) into[v]!.push(u);
  const dominator = new Int32Array(nodes.length).fill(-1);
  dominator[0] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = order.length - 2; i >= 0; i--) {
      const v = order[i]!;
      let common = -1;
      for (const u of into[v]!) {
        if (dominator[u]! < 0) continue;
        if (common < 0) common = u;
        for (let other = u; common !== other; ) {
          if (rankOf[common]! < rankOf[other]!) common = dominator[common]!;
          else other = dominator[other]!;
        }
      }
      if (dominator[v] === common) continue;
      dominator[v] = common;
      changed = true;
    }
  }
  const loss = new Float64Array(nodes.length);
  for (const v of order) {
    if (v === 0) continue;
    loss[v]! += weightOf(nodes[v]!);
    loss[dominator[v]!]! += loss[v]!;
  }
  return loss;
}

/** What the root reaches, the root last. */
function postOrder(out: LiveGraph['out'], blocked: Uint8Array): number[] {
  const order: number[] = [];
  const seen = Uint8Array.from(blocked);
  seen[0] = 1;
  const path = [0];
  const next = [0];
  while (path.length > 0) {
    const v = path.at(-1)!;
    const to = out[v]![next[next.length - 1]!++];
    if (to === undefined) {
      order.push(v);
      path.pop();
      next.pop();
    } else if (seen[to] === 0) {
      seen[to] = 1;
      path.push(to);
      next.push(0);
    }
  }
  return order;
}
