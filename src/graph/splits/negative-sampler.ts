import * as z from 'zod/mini';
import {
  checkOptions,
  expectArgument,
  expectMembers,
  HeteroGraphError,
  option,
  type RandomStream,
} from '../../core/index.js';
import { type EdgeType, edgeTypeKey } from '../schema/schema.js';
import { LinkIndex, type LinkSide, placeOf } from './link-index.js';
import type { TypedLinks } from './link-lists.js';

/** How nodes are drawn: all with the same chance, or by their number of links to the power of 0.75. */
export type NodeChance = 'uniform' | 'degree';

export interface NegativeSamplerOptions {
  /**
   * 'degree': nodes of many links are drawn as often as in proportion to deg^0.75 (Mikolov et al., "Distributed Representations of Words
   * and Phrases and their Compositionality", NeurIPS 2013), deg being known links of the edge type on that side; a node without any is then
   * not drawn. Default 'uniform'.
   */
  readonly by?: NodeChance;
  /** Which end of a link is replaced; 'either', the default, is a coin for each. */
  readonly replace?: LinkSide | 'either';
}

const optionsSchema = z.strictObject({
  by: z.optional(z.enum(['uniform', 'degree'])),
  replace: z.optional(z.enum(['source', 'target', 'either'])),
});

const drawSchema = z.strictObject({ count: option.countFrom(0) });

const POWER = 0.75;
/** Draws that are known links, after which the nodes that are none are listed. */
const MOST_TRIES = 32;

/**
 * Draws pairs without a link that resemble links: one end stays, the other becomes another node of the type that the edge type demands.
 * Known links are never drawn, since a draw that is one is drawn anew, so that the chances of the others keep their proportions; loops
 * only where the edge type has some. Where one end is linked to every node, the other end is replaced.
 *
 * @example
 * const sampler = new NegativeSampler(split.train.positive, split.edgeTypes, (type) => graph.numNodes(type), { by: 'degree' });
 * const pairs = sampler.draw(split.train.positive, 5, new RandomStream(1, 'negatives')); // five for each link, in the order of the links
 */
export class NegativeSampler {
  readonly #edgeTypes: readonly EdgeType[];
  readonly #replace: LinkSide | 'either';
  readonly #sides: Readonly<Record<LinkSide, Side>>;
  readonly #hasLoops: readonly boolean[];

  /**
   * @param known links of all edge types, by their place; where links have no direction, in both
   * @param numNodes of a node type
   * @throws {HeteroGraphError} INVALID_OPTION
   */
  constructor(
    known: TypedLinks,
    edgeTypes: readonly EdgeType[],
    numNodes: (type: string) => number,
    options: NegativeSamplerOptions = {},
  ) {
    expectMembers(known, 'known', { source: 'numbers', target: 'numbers', relation: 'numbers' });
    expectArgument(edgeTypes, 'list', 'edgeTypes');
    checkOptions(optionsSchema, options);
    const { by = 'uniform', replace = 'either' } = options;
    this.#edgeTypes = edgeTypes;
    this.#replace = replace;
    const side = (which: LinkSide): Side => {
      const index = new LinkIndex(known, which);
      const sizes = edgeTypes.map((type) => numNodes(type[which === 'target' ? 2 : 0]));
      return { index, sizes, sums: by === 'degree' ? chancesOf(index, sizes) : undefined };
    };
    this.#sides = { target: side('target'), source: side('source') };
    const loops = new Set(known.relation.filter((_, i) => known.source[i] === known.target[i]));
    this.#hasLoops = edgeTypes.map((_, r) => loops.has(r));
  }

  /**
   * @param count pairs for each link
   * @returns [links * count], those of the first link first
   * @throws {HeteroGraphError} INVALID_OPTION; TOO_FEW_CANDIDATES where an end of a link is linked to every node, and so is the other
   */
  draw(links: TypedLinks, count: number, stream: RandomStream): TypedLinks {
    expectMembers(links, 'links', { source: 'numbers', target: 'numbers', relation: 'numbers' });
    checkOptions(drawSchema, { count });
    const total = links.source.length * count;
    const [source, target, relation] = [new Int32Array(total), new Int32Array(total), new Int32Array(total)];
    for (let i = 0, at = 0; i < links.source.length; i++) {
      for (let k = 0; k < count; k++, at++) {
        const [a, b, r] = [links.source[i]!, links.target[i]!, links.relation[i]!];
        const first = this.#replace === 'either' ? (stream.nextInt(2) === 0 ? 'target' : 'source') : this.#replace;
        const second = first === 'target' ? 'source' : 'target';
        const known = (side: LinkSide) => (side === 'target' ? a : b);
        let side: LinkSide = first;
        let drawn = this.#answer(first, r, known(first), stream);
        if (drawn < 0) {
          side = second;
          drawn = this.#answer(second, r, known(second), stream);
        }
        if (drawn < 0) throw tooFew(this.#edgeTypes[r]!, i);
        source[at] = side === 'source' ? drawn : a;
        target[at] = side === 'target' ? drawn : b;
        relation[at] = r;
      }
    }
    return { source, target, relation };
  }

  /** A node that is no known answer; -1 where there is none. */
  #answer(which: LinkSide, relation: number, known: number, stream: RandomStream): number {
    const { index, sizes, sums } = this.#sides[which];
    const size = sizes[relation]!;
    const answers = index.answersOf(relation, known);
    const [from, , to] = this.#edgeTypes[relation]!;
    const excluded = from === to && !this.#hasLoops[relation] ? known : -1;
    const isFree = (node: number) => node !== excluded && placeOf(answers, node) < 0;
    if (answers.length + Number(excluded >= 0) >= size) return -1;
    const chances = sums?.[relation];
    for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
      const node = chances ? drawBy(chances, stream) : stream.nextInt(size);
      if (node >= 0 && isFree(node)) return node;
    }
    return drawAmong(Int32Array.from({ length: size }, (_, node) => node).filter(isFree), chances, stream);
  }
}

interface Side {
  readonly index: LinkIndex;
  /** Nodes of the answers' type, by edge type. */
  readonly sizes: readonly number[];
  /** Sums of the chances up to each node, by edge type, [N]; undefined where they are equal. */
  readonly sums: readonly Float64Array[] | undefined;
}

/** Running sums of deg^0.75, by edge type. */
function chancesOf({ relation, offsets, answers }: LinkIndex, sizes: readonly number[]): Float64Array[] {
  const sums = sizes.map((size) => new Float64Array(size));
  for (let q = 0; q < relation.length; q++) {
    for (let i = offsets[q]!; i < offsets[q + 1]!; i++) sums[relation[q]!]![answers[i]!]!++;
  }
  for (const each of sums) {
    let sum = 0;
    for (let node = 0; node < each.length; node++) each[node] = sum += each[node]! ** POWER;
  }
  return sums;
}

/** A node by its chance; -1 where none has any. */
function drawBy(sums: Float64Array, stream: RandomStream): number {
  const total = sums.at(-1) ?? 0;
  if (total === 0) return -1;
  const at = stream.next() * total;
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** One of some nodes, by their chances; all alike where none of them has any. */
function drawAmong(nodes: Int32Array, sums: Float64Array | undefined, stream: RandomStream): number {
  if (nodes.length === 0) return -1;
  const chance = (node: number) => (sums ? sums[node]! - (sums[node - 1] ?? 0) : 1);
  let sum = 0;
  const own = Float64Array.from(nodes, (node) => (sum += chance(node)));
  return nodes[sum > 0 ? drawBy(own, stream) : stream.nextInt(nodes.length)]!;
}

function tooFew(type: EdgeType, row: number): HeteroGraphError {
  return new HeteroGraphError('TOO_FEW_CANDIDATES', 'Both ends of a link are linked to every node.', {
    type: edgeTypeKey(type),
    row,
    hint: 'There are no pairs without a link to tell it from: predict links of another edge type.',
  });
}
