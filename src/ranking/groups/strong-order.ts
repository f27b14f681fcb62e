import { strongParts } from '../../analytics/internal.js';
import { inOneGo } from '../../core/index.js';
import { membersOf } from './members.js';
import type { WinGraph } from './win-graph.js';

/** Strong components in an order in which all edges between them go forward; of several that could come next, the one with the first contestant. */
export function strongInOrder(graph: WinGraph, numContestants: number): Int32Array[] {
  const { numNodes, forward } = graph;
  const { of, count } = inOneGo(strongParts(graph));
  const edges = Array.from({ length: count }, () => new Set<number>());
  const numInto = new Int32Array(count);
  for (let v = 0; v < numNodes; v++) {
    for (let e = forward.indptr[v]!; e < forward.indptr[v + 1]!; e++) {
      const [from, to] = [of[v]!, of[forward.indices[e]!]!];
      if (from === to || edges[from]!.has(to)) continue;
      edges[from]!.add(to);
      numInto[to]!++;
    }
  }
  const members = membersOf(of.subarray(0, numContestants), count);
  const place = new Int32Array(count);
  // How many steps of wins lead to a component at most.
  const open = Array.from(numInto.keys()).filter((part) => numInto[part] === 0);
  for (let at = 0; at < open.length; at++) {
    for (const to of edges[open[at]!]!) {
      place[to] = Math.max(place[to]!, place[open[at]!]! + 1);
      if (--numInto[to]! === 0) open.push(to);
    }
  }
  const parts = Array.from(members.keys()).filter((part) => members[part]!.length > 0);
  parts.sort((a, b) => place[a]! - place[b]! || members[a]![0]! - members[b]![0]!);
  return parts.map((part) => members[part]!);
}
