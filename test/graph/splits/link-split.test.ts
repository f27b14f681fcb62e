import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addInverseRelations,
  checkLinkLeak,
  type EdgeTypeRef,
  graphFromArrays,
  type HeteroGraph,
  type LinkPairs,
  type LinkSplit,
  sameEdgeType,
  splitLinks,
  toUndirected,
  validateGraph,
} from '../../../src/graph/index.js';
import { codeOf, KNOWS, LIKES, plainEdges, smallGraph } from '../transforms/small-graph.js';

/** A relation as it is, with an inverse, or made symmetric. */
const relation = fc
  .tuple(smallGraph, fc.constantFrom('plain', 'inverse', 'undirected'), fc.constantFrom(KNOWS, LIKES))
  .map(([graph, kind, type]) => ({
    graph: kind === 'plain' ? graph : kind === 'inverse' ? addInverseRelations(graph) : toUndirected(graph),
    type,
  }));

const PARTS = ['train', 'valid', 'test'] as const;

function pairKey(
  split: { inverse: LinkSplit['inverse']; edgeType: LinkSplit['edgeType'] },
  a: number,
  b: number,
): string {
  const isSymmetric = split.inverse !== undefined && sameEdgeType(split.inverse, split.edgeType);
  return isSymmetric ? `${Math.min(a, b)} ${Math.max(a, b)}` : `${a} ${b}`;
}

const keysOf = (split: LinkSplit, { source, target }: LinkPairs) =>
  Array.from(source, (a, i) => pairKey(split, a, target[i]!));

/** The declared inverse, or the relation itself where every edge of it has one backwards. */
function inverseOf(graph: HeteroGraph, type: typeof KNOWS): LinkSplit['inverse'] {
  const { inverse } = graph.edgeSchema(type);
  const edges = plainEdges(graph, type);
  const isMirrored = edges.every(({ source, target }) => edges.some((e) => e.source === target && e.target === source));
  const isOne = type[0] === type[2] && isMirrored && edges.some(({ source, target }) => source !== target);
  return inverse ?? (isOne ? type : undefined);
}

/** Pairs that no edge joins, one by one. */
function nonLinks(graph: HeteroGraph, type: typeof KNOWS): Set<string> {
  const edges = plainEdges(graph, type);
  const kind = { edgeType: type, inverse: inverseOf(graph, type) };
  const joined = new Set(edges.map((edge) => pairKey(kind, edge.source, edge.target)));
  const loops = type[0] !== type[2] || edges.some((edge) => edge.source === edge.target);
  const free = new Set<string>();
  for (let a = 0; a < graph.numNodes(type[0]); a++) {
    for (let b = 0; b < graph.numNodes(type[2]); b++) {
      if ((loops || a !== b) && !joined.has(pairKey(kind, a, b))) free.add(pairKey(kind, a, b));
    }
  }
  return free;
}

describe('splitLinks', () => {
  it('parts the distinct pairs, and hides what is held out from messages and inverses', () => {
    const shares = fc.record({
      valid: fc.constantFrom(0, 0.1, 0.25),
      test: fc.constantFrom(0, 0.2, 0.5),
      disjointTrain: fc.constantFrom(0, 0.3),
      negatives: fc.constantFrom(0, 0.5, 1),
      keepInverse: fc.boolean(),
      seed: fc.nat(99),
    });
    fc.assert(
      fc.property(relation, shares, ({ graph, type }, options) => {
        const inverse = inverseOf(graph, type);
        const edges = plainEdges(graph, type);
        const pairs = new Set(edges.map((edge) => pairKey({ edgeType: type, inverse }, edge.source, edge.target)));
        const numHeld = Math.round(pairs.size * (options.valid + options.test));
        const numValid = Math.round(pairs.size * options.valid);
        const numTrain = pairs.size - numHeld;
        const numExamples = options.disjointTrain > 0 ? Math.round(numTrain * options.disjointTrain) : numTrain;
        const counts = [numExamples, numValid, numHeld - numValid];
        const numNegatives = counts.map((count) => Math.round(count * options.negatives));
        const free = nonLinks(graph, type);
        if (numNegatives.reduce((a, b) => a + b) > free.size) {
          expect(codeOf(() => splitLinks(graph, type, options))).toBe('TOO_FEW_CANDIDATES');
          return;
        }
        const split = splitLinks(graph, type, options);
        const positives = PARTS.map((part) => keysOf(split, split[part].positive));
        expect(positives.map((keys) => new Set(keys).size)).toEqual(counts);
        expect(new Set(positives.flat()).size).toBe(positives.flat().length);
        expect(positives.flat().every((key) => pairs.has(key))).toBe(true);
        for (const part of PARTS) {
          const { source, target, edges: rows } = split[part].positive;
          for (const [i, row] of rows.entries()) {
            expect(edges[row]).toMatchObject({ source: source[i], target: target[i] });
          }
        }
        const negatives = PARTS.map((part) => keysOf(split, split[part].negative));
        expect(negatives.map((keys) => keys.length)).toEqual(numNegatives);
        expect(new Set(negatives.flat()).size).toBe(negatives.flat().length);
        expect(negatives.flat().every((key) => free.has(key))).toBe(true);

        const hidden = {
          train: [...positives[1]!, ...positives[2]!, ...(options.disjointTrain > 0 ? positives[0]! : [])],
          valid: [...positives[1]!, ...positives[2]!],
          test: positives[2]!,
        };
        for (const part of PARTS) {
          const seen = split[part].graph;
          const isSeen = (a: number, b: number) => !hidden[part].includes(pairKey(split, a, b));
          expect(plainEdges(seen, type)).toEqual(edges.filter((edge) => isSeen(edge.source, edge.target)));
          if (inverse && options.keepInverse) {
            const back = plainEdges(graph, inverse).filter((edge) => isSeen(edge.target, edge.source));
            expect(plainEdges(seen, inverse)).toEqual(back);
          } else if (inverse && !sameEdgeType(type, inverse)) {
            expect(seen.edgeTypes).not.toContainEqual(inverse);
          }
          const other = sameEdgeType(type, KNOWS) ? LIKES : KNOWS;
          expect(seen.edgeTable(other)).toBe(graph.edgeTable(other));
          expect(validateGraph(seen)).toEqual([]);
        }
        expect(checkLinkLeak(split)).toMatchObject({ messages: 0, inverseMessages: 0, positives: 0, negatives: 0 });
        expect(splitLinks(graph, type, options).test.positive).toEqual(split.test.positive);
      }),
      { numRuns: 300 },
    );
  });

  const loops = { source: Int32Array.of(0, 1, 3), target: Int32Array.of(0, 2, 3) };
  const chain = { source: Int32Array.of(0, 1, 2), target: Int32Array.of(1, 2, 3) };
  it.each<[string, HeteroGraph, number]>([
    ['between types, by rejection', square({ ...chain, across: true }, 5), 1],
    ['between types, from the list', square({ ...chain, across: true }, 5), 6],
    ['within a type', square(chain, 5), 1],
    ['within a type with loops', square(loops, 5), 1],
    ['symmetric', toUndirected(square(chain, 5)), 1],
    ['symmetric, from the list', toUndirected(square(chain, 5)), 2],
    ['symmetric with loops', toUndirected(square(loops, 5)), 1],
  ])('draws pairs without a link uniformly: %s', (_, graph, negatives) => {
    const type = graph.edgeTypes[0]!;
    const free = nonLinks(graph, type);
    const seen = new Map<string, number>();
    let numFlipped = 0;
    let numLoops = 0;
    let total = 0;
    for (let seed = 0; seed < 1500; seed++) {
      const split = splitLinks(graph, type, { seed, negatives, valid: 0, test: 0 });
      const { source, target } = split.train.negative;
      for (const key of keysOf(split, split.train.negative)) seen.set(key, (seen.get(key) ?? 0) + 1);
      for (let i = 0; i < source.length; i++) {
        if (source[i]! > target[i]!) numFlipped++;
        if (source[i] === target[i]) numLoops++;
      }
      total += source.length;
    }
    const expected = total / free.size;
    // Five deviations of a count that is at most Poisson.
    for (const key of free) expect(Math.abs((seen.get(key) ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected));
    if (graph.edgeSchema(type).inverse) {
      const ordered = total - numLoops;
      expect(Math.abs(numFlipped - ordered / 2)).toBeLessThan(3 * Math.sqrt(ordered));
    }
  });

  it('refuses shares, counts and inverses that are none', () => {
    const graph = square(chain, 4);
    const of = (options: object, type: EdgeTypeRef = 'r') =>
      codeOf(() => splitLinks(graph, type, { seed: 1, ...options }));
    expect(of({ valid: 0.5, test: 0.5 })).toBe('INVALID_OPTION');
    expect(of({ valid: -0.1 })).toBe('INVALID_OPTION');
    expect(of({ test: Number.NaN })).toBe('INVALID_OPTION');
    expect(of({ disjointTrain: 1 })).toBe('INVALID_OPTION');
    expect(of({ negatives: -1 })).toBe('INVALID_OPTION');
    expect(of({ negatives: 4 })).toBe('TOO_FEW_CANDIDATES');
    expect(of({}, 'q')).toBe('UNKNOWN_TYPE');
    const untrue = graphFromArrays(
      {
        nodes: { n: 4 },
        edges: [
          { type: ['n', 'r', 'n'], ...chain, inverse: ['n', 'back', 'n'] },
          { type: ['n', 'back', 'n'], ...chain },
        ],
      },
      { validate: false },
    );
    expect(codeOf(() => splitLinks(untrue, 'r', { seed: 1 }))).toBe('INVERSE_MISMATCH');
  });
});

function square({ across = false, ...ends }: LinkPairs & { across?: boolean }, numNodes: number): HeteroGraph {
  const nodes: Record<string, number> = across ? { n: numNodes, m: numNodes } : { n: numNodes };
  return graphFromArrays({ nodes, edges: [{ type: ['n', 'r', across ? 'm' : 'n'], ...ends }] });
}
