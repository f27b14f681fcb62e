import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dinic } from '../../../src/analytics/paths/dinic.js';
import { flowNetwork } from '../../../src/analytics/paths/flow-network.js';
import { inOneGo } from '../../../src/core/index.js';
import { codeOf } from '../../support/code-of.js';
import { smallGraph, type TestGraph, testGraph } from '../small-graphs.js';

/** What the cheapest of all cuts between two nodes costs. */
function slowCut({ numNodes, arcs }: TestGraph, source: number, target: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let set = 0; set < 2 ** numNodes; set++) {
    const isIn = (v: number) => (set >> v) % 2 === 1;
    if (!isIn(source) || isIn(target)) continue;
    best = Math.min(
      best,
      arcs.reduce((sum, [a, b, w]) => sum + (isIn(a) && !isIn(b) ? w : 0), 0),
    );
  }
  return best;
}

function flowOf({ graph }: TestGraph, source: number, target: number) {
  const network = inOneGo(flowNetwork(graph));
  const side = inOneGo(dinic(network, source, target));
  const { starts, heads, reverses, capacities, residuals } = network;
  const net = new Float64Array(graph.numNodes);
  for (let v = 0; v < graph.numNodes; v++) {
    for (let arc = starts[v]!; arc < starts[v + 1]!; arc++) {
      expect(residuals[arc]).toBeGreaterThanOrEqual(0);
      const back = reverses[arc]!;
      expect(residuals[arc]! + residuals[back]!).toBe(capacities[arc]! + capacities[back]!);
      net[v]! += capacities[arc]! - residuals[arc]!;
      expect(heads[back]).toBe(v);
    }
  }
  return { side, net };
}

test('as much flows as the cheapest cut lets through, and nothing is lost on the way', () => {
  fc.assert(
    fc.property(smallGraph({ maxNodes: 7, maxEdges: 24 }), (made) => {
      fc.pre(made.numNodes > 1);
      const { side, net } = flowOf(made, 0, 1);
      const cut = slowCut(made, 0, 1);
      expect([...net]).toEqual(
        made.numNodes > 0 ? [...net.keys()].map((v) => (v === 0 ? cut : v === 1 ? 0 - cut : 0)) : [],
      );
      expect([side[0], side[1]]).toEqual([1, 0]);
      const crossing = made.arcs.filter(([a, b]) => side[a] === 1 && side[b] === 0);
      expect(crossing.reduce((sum, [, , w]) => sum + w, 0)).toBe(cut);
    }),
    { numRuns: 500 },
  );
});

test('values of networkx 3.6.1 (maximum_flow_value, minimum_cut)', () => {
  const edges = [
    ...([
      [0, 1, 16],
      [0, 2, 13],
      [1, 2, 10],
      [2, 1, 4],
      [1, 3, 12],
    ] as const),
    ...([
      [3, 2, 9],
      [2, 4, 14],
      [4, 3, 7],
      [3, 5, 20],
      [4, 5, 4],
    ] as const),
  ];
  const made = testGraph(6, edges, { isDirected: true, hasWeights: true });
  const { side, net } = flowOf(made, 0, 5);
  expect(net[0]).toBe(23);
  expect([...side]).toEqual([1, 1, 1, 0, 1, 0]);
});

test('more arcs than offsets can tell are refused', () => {
  const { graph } = testGraph(2, [[0, 1]], { isDirected: true });
  const forward = { ...graph.forward, indices: { length: 2 ** 30 } as Int32Array };
  expect(codeOf(() => inOneGo(flowNetwork({ ...graph, forward })))).toBe('TOO_LARGE');
});
