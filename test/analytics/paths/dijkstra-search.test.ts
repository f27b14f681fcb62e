import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DijkstraSearch, pathTo } from '../../../src/analytics/paths/dijkstra-search.js';
import { allDistances, smallGraph } from '../small-graphs.js';

test('distances are those of relaxing every arc again and again, and predecessors lead along them', () => {
  fc.assert(
    fc.property(smallGraph(), fc.nat(3), (made, pieces) => {
      const { graph, numNodes, arcs } = made;
      const search = new DijkstraSearch(graph.forward);
      const all = allDistances(made);
      for (let source = 0; source < numNodes; source++) {
        search.start(source);
        while (search.advance(pieces + 1));
        expect([...search.distances]).toEqual(all[source]);
        const reached = all[source]!.filter(Number.isFinite).length;
        expect(search.numSettled).toBe(reached);
        const order = [...search.order.subarray(0, reached)].map((v) => search.distances[v]!);
        expect(order).toEqual([...order].sort((x, y) => x - y));
        for (let v = 0; v < numNodes; v++) {
          const path = pathTo(search.predecessors, v);
          expect(path.at(-1)).toBe(v);
          expect(path[0]).toBe(Number.isFinite(all[source]![v]!) ? source : v);
          let length = 0;
          for (let i = 1; i < path.length; i++) {
            length += Math.min(...arcs.filter(([a, b]) => a === path[i - 1] && b === path[i]).map(([, , w]) => w));
          }
          if (Number.isFinite(all[source]![v]!)) expect(length).toBe(all[source]![v]);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('a search stops at its target or its distance, and forgets what is not final', () => {
  fc.assert(
    fc.property(smallGraph(), fc.nat(8), fc.nat(6), (made, target, maxDistance) => {
      const { graph, numNodes } = made;
      fc.pre(target < numNodes);
      const [distances] = allDistances(made);
      const search = new DijkstraSearch(graph.forward);
      search.start(0);
      expect(search.advance(Number.POSITIVE_INFINITY, target)).toBe(false);
      expect(search.distances[target]).toBe(distances![target]);
      search.start(0);
      expect(search.advance(Number.POSITIVE_INFINITY, -1, maxDistance)).toBe(false);
      search.dropUnsettled();
      const near = distances!.map((d) => (d <= maxDistance ? d : Number.POSITIVE_INFINITY));
      expect([...search.distances]).toEqual(near);
      for (let v = 0; v < numNodes; v++) {
        if (search.predecessors[v]! >= 0) expect(near[v]).toBeLessThan(Number.POSITIVE_INFINITY);
      }
    }),
    { numRuns: 500 },
  );
});
