import { expect, it } from 'vitest';
import { graphFromArrays } from '../../src/graph/index.js';
import { metapathMeans, precomputeRpHgnn } from '../../src/propagation/index.js';

/** Two rows and the tags of each, in an order of the tags, which have no features. */
function graphOf(tags: readonly string[], extra: readonly string[] = []) {
  const all = [...extra, ...tags];
  const at = (tag: string) => all.indexOf(tag);
  return graphFromArrays({
    nodes: {
      row: { data: { x: { kind: 'dense', numRows: 2, width: 1, values: Float32Array.of(1, 2) } } },
      tag: { data: { id: all }, columns: { id: { role: 'id' } } },
    },
    edges: [
      { type: ['row', 'has', 'tag'], source: [0, 1, 1], target: [at('p'), at('q'), at('r')], endpoints: 'index' },
    ],
  });
}

it('nodes without features have vectors by their ids: neither their order nor other nodes change what is propagated', async () => {
  const options = { target: 'row', hops: 1, embeddingWidth: 6, seed: 1 } as const;
  const graphs = [graphOf(['p', 'q', 'r']), graphOf(['r', 'p', 'q']), graphOf(['q', 'p', 'r'], ['new'])];
  const made = await Promise.all(
    graphs.map(async (graph) => {
      const rp = await precomputeRpHgnn(graph, options);
      const means = await metapathMeans(graph, options);
      const values = [...rp.groups, ...means.groups].map((group) => [group.name, [...group.values]]);
      rp.dispose();
      means.dispose();
      return values;
    }),
  );
  expect(made[0]!.length).toBeGreaterThan(2);
  for (const other of made.slice(1)) {
    for (const [g, [name, values]] of other.entries()) {
      const [first, expected] = made[0]![g] as [string, number[]];
      expect(name).toBe(first);
      for (const [i, value] of (values as number[]).entries()) expect(value).toBeCloseTo(expected[i]!, 6);
    }
  }
});
