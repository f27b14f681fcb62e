import { describe, expect, it } from 'vitest';
import { graphFromArrays } from '../../../src/graph/index.js';
import { influence, rerank } from '../../../src/recommend/index.js';

/** Person 1 has three friends, person 2 one, person 0 none. */
const network = { numNodes: 6, source: Int32Array.of(1, 1, 1, 2), target: Int32Array.of(3, 4, 5, 3) };
const lists = [{ items: [0, 2, 1], scores: [0.9, 0.8, 0.7] }];
const probability = (score: number) => score;

describe('influence', () => {
  it('HeteroIR: likely to be taken, and to be passed on', async () => {
    const stage = influence({ network, willingness: 0.5, probability });
    const { lists: made } = await rerank(lists, [stage]);
    // 0.9 (1 + 1e-5), 0.8 (1 + 0.5), 0.7 (1 + 1.5)
    expect(made[0]!.items).toEqual([1, 2, 0]);
    expect([...made[0]!.scores]).toEqual([0.7, 0.8, 0.9]);
    expect(made[0]!.moves).toMatchObject([{ item: 1, fromRank: 3, toRank: 1, stage: 'influence (hetero-ir)' }]);
    expect(made[0]!.moves[0]!.why).toBe('brings 1.75 by itself and through those it reaches (3)');
    // One friend each: 0.8 (1 + 0.5), 0.7 (1 + 0.5)
    const one = await rerank(lists, [influence({ network, willingness: 0.5, probability, capacity: 1 })]);
    expect(one.lists[0]!.items).toEqual([2, 1, 0]);
    // Whoever never accepts brings nothing.
    const shy = Float32Array.of(1, 0, 1, 1, 1, 1);
    const refusing = await rerank(lists, [influence({ network, willingness: 0.5, probability, acceptance: shy })]);
    expect(refusing.lists[0]!.items).toEqual([2, 0, 1]);
  });

  it('puts the rest after the first k as they were', async () => {
    const { lists: made } = await rerank(lists, [influence({ network, willingness: 0.5, probability })], { k: 1 });
    expect(made[0]!.items).toEqual([1]);
  });

  it('HeteroIM: all lists together', async () => {
    const two = [lists[0]!, { items: [2, 1], scores: [1, 0.9] }];
    const stage = influence({ network, willingness: 1, probability, method: 'hetero-im', seed: 3 });
    const [a, b] = [await rerank(two, [stage]), await rerank(two, [stage])];
    expect(a.lists.map(({ items }) => items)).toEqual(b.lists.map(({ items }) => items));
    expect(a.lists[0]!.items[0]).toBe(1);
    expect(a.stages[0]!.name).toBe('influence (hetero-im)');
  });

  it('reads a graph by external ids; who is not in it is there for themselves', async () => {
    const graph = graphFromArrays({
      nodes: { person: { ids: 'name', data: { name: ['ann', 'bo', 'cy'] } } },
      edges: [{ type: ['person', 'knows', 'person'], source: ['bo'], target: ['cy'] }],
    });
    const given = [{ items: ['stranger', 'ann', 'bo'], scores: [0.6, 0.5, 0.4] }];
    const { lists: made } = await rerank(given, [influence({ network: graph, relation: 'knows', probability })]);
    expect(made[0]!.items).toEqual(['bo', 'stranger', 'ann']);
    expect(made[0]!.remarks).toEqual([]);
    const films = await rerank([{ items: ['Alien', 'Heat'] }], [influence({ network: graph, relation: 'knows' })]);
    expect(films.lists[0]!.remarks).toEqual(['influence (hetero-ir): none of the candidates is a node of the network']);
  });

  it('refuses what cannot be meant', async () => {
    expect(() => influence({ network: 7 as never })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    const doubled = influence({ network, probability: (score) => 2 * score });
    await expect(rerank(lists, [doubled])).rejects.toMatchObject({ code: 'INVALID_PROBABILITY' });
    const other = influence({ network, willingness: [1] });
    await expect(rerank(lists, [other])).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
  });
});
