import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { type EdgeType, graphFromArrays, type TypedLinks } from '../../../src/graph/index.js';
import { createLinkModel } from '../../../src/models/index.js';
import { allLinks } from '../../../src/models/link-network/all-links.js';
import { exclusiveTypes, OppositeNegatives } from '../../../src/models/link-network/opposites.js';
import { pickedLinks } from '../../../src/models/links/link-lists.js';
import { rocAucOf } from '../../../src/training/index.js';

const [MEMBERS, BILLS] = [30, 40];
const edgeTypes: readonly EdgeType[] = [
  ['member', 'for', 'bill'],
  ['member', 'against', 'bill'],
  ['member', 'sponsors', 'bill'],
  ['member', 'knows', 'member'],
];
const numNodes = (type: string) => (type === 'member' ? MEMBERS : BILLS);

/** Links by the edge types of their pairs, which a function of pair and chance gives. */
function linksWhere(seed: number, typesOf: (member: number, bill: number, chance: number) => readonly number[]) {
  const random = new RandomStream(seed, 'links');
  const [source, target, relation]: [number[], number[], number[]] = [[], [], []];
  for (let member = 0; member < MEMBERS; member++) {
    for (let bill = 0; bill < BILLS; bill++) {
      for (const type of typesOf(member, bill, random.next())) {
        source.push(member);
        target.push(type === 3 ? bill % MEMBERS : bill);
        relation.push(type);
      }
    }
  }
  const arrays = { source: Int32Array.from(source), target: Int32Array.from(target) };
  return { ...arrays, relation: Int32Array.from(relation) } satisfies TypedLinks;
}

/** Votes: for or against, never both; sponsors are for it. */
const votes = (seed: number) =>
  linksWhere(seed, (_, __, chance) => (chance < 0.3 ? [0, 2] : chance < 0.6 ? [1] : chance < 0.65 ? [3] : []));

describe('edge types that exclude each other', () => {
  it('have the same ends and no pair in common, though by chance they would', () => {
    expect(exclusiveTypes(votes(1), edgeTypes, numNodes)).toEqual([[1], [0, 2], [1], []]);
    // By chance as many pairs have both as do.
    const free = linksWhere(2, (member, bill, chance) => [
      ...(chance < 0.4 ? [0] : []),
      ...((member * 7 + bill * 3) % 5 < 2 ? [1] : []),
    ]);
    expect(exclusiveTypes(free, edgeTypes, numNodes).flat()).toEqual([]);
    // Of few links nothing follows.
    const few = linksWhere(3, (_, bill, chance) => (bill < 3 ? [chance < 0.5 ? 0 : 1] : []));
    expect(exclusiveTypes(few, edgeTypes, numNodes).flat()).toEqual([]);
  });

  it('are counted as sets of pairs say', () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.nat(1000), chance, chance, fc.double({ min: 0, max: 0.1, noNaN: true }), (seed, p, q, both) => {
        const random = new RandomStream(seed, 'both');
        const links = linksWhere(seed, (_, __, at) =>
          random.next() < both ? [0, 1, 1] : at < p / 2 ? [0] : at > 1 - q / 2 ? [1] : [],
        );
        const pairs = [0, 1].map(
          (r) =>
            new Set(
              Array.from(links.relation.keys(), (i) => i)
                .filter((i) => links.relation[i] === r)
                .map((i) => links.source[i]! * BILLS + links.target[i]!),
            ),
        );
        const expected = (pairs[0]!.size * pairs[1]!.size) / (MEMBERS * BILLS);
        const shared = [...pairs[0]!].filter((pair) => pairs[1]!.has(pair)).length;
        const excludes = expected >= 20 && shared <= 0.05 * expected;
        expect(exclusiveTypes(links, edgeTypes, numNodes).slice(0, 2)).toEqual(excludes ? [[1], [0]] : [[], []]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('opposite negatives', () => {
  it('are the same pair by an edge type that excludes its own, and never a link', () => {
    const links = votes(4);
    const perLink = 3;
    const drawn = (): TypedLinks => {
      const many = (values: Int32Array) =>
        Int32Array.from({ length: values.length * perLink }, (_, i) => values[Math.floor(i / perLink)]!);
      return { source: many(links.source), target: many(links.target).fill(-1), relation: many(links.relation) };
    };
    const opposites = new OppositeNegatives(links, edgeTypes, numNodes);
    const known = new Set(Array.from(links.relation, (r, i) => `${r} ${links.source[i]} ${links.target[i]}`));
    for (const count of [0, 2, 5]) {
      const negatives = drawn();
      opposites.replace(links, negatives, count, new RandomStream(1, 'draw'));
      const excluded = [[1], [0, 2], [1], []];
      for (let i = 0; i < links.source.length; i++) {
        for (let k = 0; k < perLink; k++) {
          const at = i * perLink + k;
          const own = links.relation[i]!;
          const isReplaced = k < count && excluded[own]!.length > 0;
          expect(negatives.source[at]).toBe(links.source[i]);
          expect(negatives.target[at]).toBe(isReplaced ? links.target[i] : -1);
          if (isReplaced) expect(excluded[own]).toContain(negatives.relation[at]);
          else expect(negatives.relation[at]).toBe(own);
          expect(known.has(`${negatives.relation[at]} ${negatives.source[at]} ${negatives.target[at]}`)).toBe(false);
        }
      }
    }
  });

  it('tell votes for from votes against', async () => {
    // Two parties that vote alike among themselves and against each other.
    const party = (member: number) => member % 2;
    const all = linksWhere(5, (member, bill, chance) => (chance < 0.5 ? [Number(party(member) === bill % 2)] : []));
    const isHeld = (i: number) => i % 3 === 0;
    const part = (held: boolean, r?: number): TypedLinks => {
      const rows = Int32Array.from(all.source.keys()).filter(
        (i) => isHeld(i) === held && (r === undefined || all.relation[i] === r),
      );
      return pickedLinks(all, rows);
    };
    const ends = (r: number) => {
      const { source, target } = part(false, r);
      return { source, target };
    };
    const graph = graphFromArrays({
      nodes: { member: MEMBERS, bill: BILLS },
      edges: [
        { type: ['member', 'for', 'bill'], ...ends(0) },
        { type: ['member', 'against', 'bill'], ...ends(1) },
      ],
    });
    const held = part(true);
    const isFor = Uint8Array.from(held.relation, (r) => 1 - r);
    const model = createLinkModel('polarization', { settings: { hidden: 8, epochs: 100 } });
    await model.fit({ kind: 'links', split: allLinks(graph, graph.edgeTypes), seed: 1 });
    const of = (r: number) => model.score({ ...held, relation: held.relation.map(() => r) }, { graph });
    const [yes, no] = [await of(0), await of(1)];
    model.dispose();
    expect(
      rocAucOf(
        Float64Array.from(isFor, (_, i) => yes[i]! - no[i]!),
        isFor,
      ),
    ).toBeGreaterThan(0.95);
  });
});
