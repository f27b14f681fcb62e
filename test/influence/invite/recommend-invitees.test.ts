import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOneGo, isHeteroGraphError } from '../../../src/core/index.js';
import { graphFromArrays } from '../../../src/graph/index.js';
import { coverGreedily } from '../../../src/influence/coverage/cover-greedily.js';
import { CoverState, indexSets } from '../../../src/influence/coverage/cover-state.js';
import { friendsOf } from '../../../src/influence/invite/friends.js';
import { heteroImPlan, sharedSets } from '../../../src/influence/invite/hetero-im.js';
import { heteroIr } from '../../../src/influence/invite/hetero-ir.js';
import { invitationNetwork } from '../../../src/influence/invite/invitation-network.js';
import { rankFriends } from '../../../src/influence/invite/rank-friends.js';
import { type InviteOptions, recommendInvitees } from '../../../src/influence/invite/recommend-invitees.js';
import { diffusionNetwork } from '../../../src/influence/network/diffusion-network.js';
import { edgeProbability } from '../../../src/influence/network/network.js';
import { rootsInTurn } from '../../../src/influence/network/roots.js';
import { PlainSampler } from '../../../src/influence/sampling/plain-sampler.js';
import { setsFromLists } from '../sets-from-lists.js';
import { heteroImReference } from './hetero-im-reference.js';
import { heteroIrReference } from './hetero-ir-reference.js';
import { friendLists, randomEdges } from './random-friends.js';

const edges = {
  numNodes: 5,
  source: Int32Array.of(0, 0, 1, 2, 2),
  target: Int32Array.of(1, 2, 3, 3, 4),
};
const willingness = [0.5, 0.4, 0.2, 0.5, 0.5];
const names = ['ann', 'bob', 'cem', 'dee', 'eva'];
const graph = graphFromArrays({
  nodes: { item: 3, user: { data: { id: names, open: [1, 1, 0.5, 1, 1] }, ids: 'id' } },
  edges: [
    {
      type: ['user', 'knows', 'user'],
      source: Array.from(edges.source, (u) => names[u]!),
      target: Array.from(edges.target, (v) => names[v]!),
      data: { p: willingness },
    },
    { type: ['user', 'likes', 'item'], source: ['ann', 'bob'], target: [0, 0] },
  ],
});

describe('friends', () => {
  it('are without self loops and repeats', () => {
    fc.assert(
      fc.property(randomEdges(), (random) => {
        const friends = friendsOf(random, { willingness: random.p, acceptance: random.accept });
        const lists = friendLists(random);
        expect([...friends.indices]).toEqual(lists.flat());
        for (const [u, list] of lists.entries()) expect(friends.indptr[u + 1]! - friends.indptr[u]!).toBe(list.length);
        lists.forEach((list, u) => {
          list.forEach((v, i) => {
            const parallel = random.p.filter((_, e) => random.source[e] === u && random.target[e] === v);
            const none = parallel.reduce((product, p) => product * (1 - p), 1);
            expect(friends.willingness[friends.indptr[u]! + i]).toBeCloseTo(1 - none, 6);
          });
        });
      }),
    );
  });

  it('make a network that tosses their willingness', () => {
    fc.assert(
      fc.property(randomEdges(), (random) => {
        const friends = friendsOf(random, { willingness: random.p, acceptance: random.accept });
        const network = invitationNetwork(friends);
        const into = friendLists({ ...random, source: random.target, target: random.source });
        for (let v = 0; v < random.numNodes; v++) {
          const [begin, end] = [network.edgeStarts[v]!, network.edgeStarts[v + 1]!];
          const wanted = into[v]!.map((u) => [u, friends.willingness[friends.indices.indexOf(v, friends.indptr[u])]!]);
          const made = Array.from({ length: end - begin }, (_, i) => [
            network.sources[begin + i]!,
            edgeProbability(network, v, v, begin + i),
          ]);
          const live = wanted.filter((pair) => pair[1]! > 0).sort((a, b) => a[0]! - b[0]!);
          expect(made.map((pair) => pair[0])).toEqual([...made].sort((a, b) => b[1]! - a[1]!).map((pair) => pair[0]));
          made.sort((a, b) => a[0]! - b[0]!);
          expect(made.map((pair) => pair[0])).toEqual(live.map((pair) => pair[0]));
          made.forEach((pair, i) => {
            expect(pair[1]).toBeCloseTo(live[i]![1]!, 6);
          });
        }
      }),
    );
  });
});

describe('HeteroIR', () => {
  const of = async (options: InviteOptions) => {
    const { invitees, scores } = await recommendInvitees(edges, [0], 2, {
      willingness,
      method: 'hetero-ir',
      ...options,
    });
    return [...invitees].map((node, i) => [node, Math.round(scores[i]! * 1e5) / 1e5]);
  };

  it('gives the numbers of a hand-worked example', async () => {
    // 1 can invite 3 with 0.2: 0.5 (1 + 0.2). 2 can invite 3 and 4 with 0.5 each: 0.4 (1 + 1), or 0.4 (1 + 0.5) if it invites one.
    expect(await of({})).toEqual([[2, 0.8], [1, 0.6]]); // biome-ignore format: pairs
    // 2 accepts half of the time.
    expect(await of({ acceptance: [1, 1, 0.5, 1, 1] })).toEqual([[1, 0.6], [2, 0.4]]); // biome-ignore format: pairs
    expect(await of({ capacity: 1, acceptance: [1, 1, 1, 0.1, 0.9] })).toEqual([[2, 0.58], [1, 0.51]]); // biome-ignore format: pairs
    const leaf = await recommendInvitees(edges, [1], 1, { willingness, method: 'hetero-ir' });
    expect(leaf.scores[0]).toBe(Math.fround(Math.fround(0.2) * (1 + 1e-5)));
  });

  it('agrees with the reference', () => {
    fc.assert(
      fc.property(randomEdges(), fc.integer({ min: 1, max: 6 }), (random, capacity) => {
        const friends = friendsOf(random, { willingness: random.p, acceptance: random.accept });
        const scores = heteroIr(friends, capacity);
        expect(scores.length).toBe(friends.indices.length);
        scores.forEach((score, i) => {
          expect(score).toBeCloseTo(heteroIrReference(friends, capacity, i), 5);
        });
      }),
    );
  });
});

describe('HeteroIM', () => {
  it('gives the numbers of a hand-worked example', () => {
    const friends = friendsOf({
      numNodes: 6,
      source: Int32Array.of(0, 0, 0, 1, 1),
      target: Int32Array.of(2, 3, 5, 3, 4),
    });
    const sets = setsFromLists([[2, 0], [2, 0], [2], [3, 1], [3, 0], [3, 2, 0], [5]]); // biome-ignore format: sets
    const candidates = Uint8Array.of(0, 0, 1, 1, 1, 1);
    const selection = inOneGo(coverGreedily(new CoverState(inOneGo(indexSets(sets, 6, { candidates })))));
    expect([...selection.seeds]).toEqual([2, 3, 5]);
    const scores = sharedSets(sets, friends, Int32Array.of(0, 1), selection, 0, 5);
    // 2 covers four sets, three with 0. Of the two left to 3, one has 0 and one has 1. 5 is in a set without 0, 4 in none.
    expect([...scores]).toEqual([4, 2, 0.25, 2, 0]);
  });

  it('agrees with the reference', () => {
    const shapes = randomEdges().chain((random) =>
      fc.record({
        random: fc.constant(random),
        sets: fc.array(fc.uniqueArray(fc.nat(random.numNodes - 1), { minLength: 1 }), { maxLength: 15 }),
        inviters: fc.uniqueArray(fc.nat(random.numNodes - 1)),
      }),
    );
    fc.assert(
      fc.property(shapes, ({ random, sets, inviters }) => {
        const friends = friendsOf(random);
        const lists = friendLists(random);
        const candidates = Uint8Array.from(lists, (_, v) => (inviters.some((u) => lists[u]!.includes(v)) ? 1 : 0));
        const view = setsFromLists(sets);
        const selection = inOneGo(
          coverGreedily(new CoverState(inOneGo(indexSets(view, random.numNodes, { candidates })))),
        );
        const scores = sharedSets(view, friends, Int32Array.from(inviters), selection, 0, friends.indices.length);
        const wanted = heteroImReference(sets, lists, inviters);
        for (const u of inviters) {
          const row = [...scores.subarray(friends.indptr[u], friends.indptr[u + 1])];
          expect(row).toEqual(lists[u]!.map((v) => Math.fround(wanted.get(u)!.get(v)!)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('makes the sets that its plan says, each node a root as often', async () => {
    const a = Math.log(600);
    const l = Math.log(10);
    const plan = heteroImPlan(1000, [5, 2], 3, { epsilon: 0.1, delta: 0.01, maxSets: 1e9 });
    expect(plan.first).toBeCloseTo(2 * (Math.sqrt(a) / 2 + Math.sqrt((l + a) / 2)) ** 2, 9);
    expect(plan.doublings).toBe(Math.floor(Math.log2(1000 / (0.01 * 3 * 2))));
    expect(plan.perRoot).toBe(Math.ceil((plan.first * 2 ** plan.doublings) / 1000));
    expect(heteroImPlan(1000, [5, 2], 3, { epsilon: 0.1, delta: 0.01, maxSets: 5000 }).perRoot).toBe(5);
    expect(
      heteroImPlan(10, new Int32Array(1000).fill(1), 3, { epsilon: 0.5, delta: 0.1, maxSets: 1e9 }).doublings,
    ).toBe(0);
    const made = await recommendInvitees(edges, [0, 2], 2, { willingness, maxSets: 500 });
    expect(made.summary.sets).toBe(500);
  });

  it('is the whole of its parts, on the sets of the plain sampler', async () => {
    await fc.assert(
      fc.asyncProperty(randomEdges(), fc.nat(100), async (random, seed) => {
        const options = { willingness: random.p, acceptance: random.accept, seed, maxSets: 10 * random.numNodes };
        const lists = friendLists(random);
        const inviters = lists.flatMap((list, u) => (list.length > 0 ? [u] : []));
        const made = await recommendInvitees(random, inviters, 2, { ...options, method: 'hetero-im' });
        const network = invitationNetwork(friendsOf(random, options));
        const sampler = new PlainSampler(network, rootsInTurn(random.numNodes), { seed, pool: 'hetero-im' });
        const sets = Array.from({ length: made.summary.sets }, (_, i) => sampler.sample(i).nodes);
        const wanted = heteroImReference(sets, lists, inviters);
        inviters.forEach((u, i) => {
          const best = [...wanted.get(u)!]
            .map(([v, score]) => ({ id: v, score: Math.fround(score) }))
            .sort((a, b) => b.score - a.score || a.id - b.id)
            .slice(0, 2);
          expect(made.list(i)).toEqual(best);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('puts who reaches many before who reaches few', async () => {
    // 0 knows 1, who knows nobody, and 2, who knows ten.
    const source = Int32Array.from({ length: 12 }, (_, e) => (e < 2 ? 0 : 2));
    const target = Int32Array.from({ length: 12 }, (_, e) => e + 1);
    const star = { numNodes: 13, source, target };
    for (const method of ['hetero-im', 'hetero-ir', 'degree', 'imm-friends'] as const) {
      const made = await recommendInvitees(star, [0], 1, { method, willingness: 0.4 });
      expect([...made.invitees], method).toEqual([2]);
    }
  });

  it('follows a network of other relations, where one is given', async () => {
    // Nobody knows more people than bob, but cem is whom others meet at an item.
    const source = Int32Array.of(0, 0, 1, 1);
    const target = Int32Array.of(1, 2, 3, 4);
    const meeting = graphFromArrays({
      nodes: { place: 1, user: 30 },
      edges: [
        { type: ['user', 'knows', 'user'], source, target },
        { type: ['user', 'visits', 'place'], source: [2], target: [0] },
        {
          type: ['place', 'draws', 'user'],
          source: new Int32Array(25),
          target: Int32Array.from({ length: 25 }, (_, i) => 5 + i),
        },
      ],
    });
    const network = await diffusionNetwork(meeting, { model: 'ic', probability: 0.5 });
    const options = { relation: 'knows', willingness: 0.5, maxSets: 30_000 };
    const alone = await recommendInvitees(meeting, [0], 1, options);
    expect([...alone.invitees]).toEqual([1]);
    for (const method of ['hetero-im', 'imm-friends'] as const) {
      const typed = await recommendInvitees(meeting, [0], 1, { ...options, method, network, numSeeds: 1 });
      expect([...typed.invitees], method).toEqual([2]);
    }
    const other = { ...network, types: [{ name: 'user', start: 0, count: 31 }] };
    await expect(recommendInvitees(meeting, [0], 1, { ...options, network: other })).rejects.toMatchObject({
      code: 'SHAPE_MISMATCH',
    });
  });

  it('stops when told to', async () => {
    const signal = AbortSignal.abort();
    await expect(recommendInvitees(edges, [0], 1, { signal, maxSets: 2 ** 22 })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});

describe('recommendInvitees', () => {
  it('ranks as sorting does', () => {
    fc.assert(
      fc.property(randomEdges(), fc.integer({ min: 1, max: 5 }), fc.nat(3), (random, k, levels) => {
        const friends = friendsOf(random);
        const scores = friends.willingness.map((_, i) =>
          (i * 7) % (levels + 2) === 0 ? Number.NaN : (i * 5) % (levels + 1),
        );
        const inviters = Int32Array.from(friends.indptr.keys()).subarray(0, random.numNodes).toReversed();
        const ranked = rankFriends(friends, inviters, scores, k);
        inviters.forEach((u, i) => {
          const row = [...friends.indices.subarray(friends.indptr[u], friends.indptr[u + 1])];
          const scored = row.map((v, at) => [v, scores[friends.indptr[u]! + at]!] as const);
          const best = scored.filter(([, score]) => !Number.isNaN(score)).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
          const slice = [ranked.starts[i], ranked.starts[i + 1]] as const;
          expect([...ranked.invitees.subarray(...slice)]).toEqual(best.slice(0, k).map(([v]) => v));
          expect([...ranked.scores.subarray(...slice)]).toEqual(best.slice(0, k).map(([, score]) => score));
        });
      }),
    );
  });

  it('knows the users of a graph by their ids, and columns by their names', async () => {
    const made = await recommendInvitees(graph, ['ann', 'dee'], 3, {
      method: 'hetero-ir',
      willingness: 'p',
      acceptance: 'open',
    });
    expect(made.list(0).map(({ id }) => id)).toEqual(['bob', 'cem']);
    expect(made.list(1)).toEqual([]);
    const same = await recommendInvitees(edges, [0, 3], 3, {
      method: 'hetero-ir',
      willingness: (e) => willingness[e]!,
      acceptance: [1, 1, 0.5, 1, 1],
    });
    expect(same.scores).toEqual(made.scores);
  });

  it('has every method', async () => {
    const ids = async (method: InviteOptions['method']) => {
      const made = await recommendInvitees(graph, 'all', 2, { method, willingness: 'p' });
      return made.list(0).map(({ id }) => id);
    };
    expect(await ids('willingness')).toEqual(['bob', 'cem']);
    expect(await ids('degree')).toEqual(['cem', 'bob']);
    expect(await ids('hetero-ir')).toEqual(['cem', 'bob']);
    expect((await ids('hetero-im')).toSorted()).toEqual(['bob', 'cem']);
    expect((await ids('imm-friends')).length).toBeGreaterThan(0);
  });

  it('gives the same for one seed', async () => {
    const random = fc.sample(randomEdges(8), { numRuns: 1, seed: 4 })[0]!;
    const run = (seed: number) => recommendInvitees(random, 'all', 2, { seed, maxSets: 400 });
    expect((await run(1)).scores).toEqual((await run(1)).scores);
  });

  it('can be shown, as text, JSON and Arrow', async () => {
    const made = await recommendInvitees(graph, ['ann', 'dee'], 2, { method: 'willingness', willingness: 'p' });
    expect(String(made)).toBe('2 inviters, at most 2 each, willingness\nann: bob (0.500), cem (0.400)\ndee: nobody');
    expect(JSON.parse(JSON.stringify(made))).toEqual({
      method: 'willingness',
      k: 2,
      numNodes: 5,
      sets: 0,
      lists: [
        { inviter: 'ann', invitees: [{ id: 'bob', score: 0.5 }, { id: 'cem', score: Math.fround(0.4) }] },
        { inviter: 'dee', invitees: [] },
      ],
    }); // biome-ignore format: pairs
    const rows = made
      .toArrow()
      .toArray()
      .map((row) => row.toJSON());
    expect(rows).toEqual([
      { inviter: 'ann', rank: 1, invitee: 'bob', score: 0.5 },
      { inviter: 'ann', rank: 2, invitee: 'cem', score: Math.fround(0.4) },
    ]);
    const numbers = await recommendInvitees(edges, 'all', 1, { method: 'degree' });
    expect(numbers.toArrow().getChild('inviter')!.toArray()).toEqual(Float64Array.of(0, 1, 2));
  });

  it('refuses what makes no sense', async () => {
    const refusal = async (inviters: (string | number)[], k: number, options: InviteOptions = {}, plain = false) => {
      const error = await recommendInvitees(plain ? edges : graph, inviters, k, options).catch(
        (error: unknown) => error,
      );
      return isHeteroGraphError(error) ? [error.code, error.location.column, error.location.row] : error;
    };
    expect(await refusal(['nobody'], 1)).toEqual(['UNKNOWN_ID', 'inviters', 0]);
    expect(await refusal(['ann', 'ann'], 1)).toEqual(['DUPLICATE_ID', 'inviters', 1]);
    expect(await refusal([5], 1, {}, true)).toEqual(['INDEX_OUT_OF_RANGE', 'inviters', 0]);
    expect(await refusal(['ann'], 0)).toEqual(['INVALID_OPTION', 'k', undefined]);
    expect(await refusal(['ann'], 1, { capacity: 0.5 })).toEqual(['INVALID_OPTION', 'capacity', undefined]);
    expect(await refusal(['ann'], 1, { epsilon: 0 })).toEqual(['INVALID_OPTION', 'epsilon', undefined]);
    expect(await refusal(['ann'], 1, { delta: 1 })).toEqual(['INVALID_OPTION', 'delta', undefined]);
    expect(await refusal(['ann'], 1, { method: 'luck' as 'degree' })).toEqual(['INVALID_OPTION', 'method', undefined]);
    expect(await refusal(['ann'], 1, { willingness: [0, 2, 0, 0, 0] })).toEqual([
      'INVALID_PROBABILITY',
      'willingness',
      1,
    ]);
    expect(await refusal(['ann'], 1, { willingness: [1] })).toEqual(['SHAPE_MISMATCH', 'willingness', undefined]);
    expect(await refusal(['ann'], 1, { willingness: 'q' })).toEqual(['UNKNOWN_COLUMN', 'q', undefined]);
    expect(await refusal([0], 1, { willingness: 'q' }, true)).toEqual(['UNKNOWN_COLUMN', 'q', undefined]);
    expect(await refusal(['ann'], 1, { acceptance: -1 })).toEqual(['INVALID_PROBABILITY', 'acceptance', undefined]);
    expect(await refusal(['ann'], 1, { acceptance: [1] })).toEqual(['SHAPE_MISMATCH', 'acceptance', undefined]);
    expect(await refusal(['ann'], 1, { relation: 'likes' })).toEqual(['INVALID_OPTION', 'relation', undefined]);
  });
});
