import type { RandomStream } from '../../core/index.js';
import { joinLinks, LinkIndex } from '../../graph/index.js';
import type { NodeSpace, TrainingLinks } from './node-space.js';

/**
 * What training asks: for every link which targets a source has, and which sources a target has. Links with the same question are
 * one, so that the softmax over all answers is computed once for them. Relation r asks for targets, r + R for sources.
 */
export interface Questions {
  /** Row of the known node among all nodes, [questions]. */
  readonly known: Int32Array;
  readonly relation: Int32Array;
  /** Answers of question i: `answers[offsets[i] .. offsets[i + 1]]`, rows of their type. */
  readonly offsets: Int32Array;
  readonly answers: Int32Array;
  /** Questions by type of the answers. */
  readonly byType: ReadonlyMap<string, Int32Array>;
}

export function questionsOf({ edgeTypes, links }: TrainingLinks, space: NodeSpace): Questions {
  const joined = joinLinks(links);
  const sides = [new LinkIndex(joined, 'target'), new LinkIndex(joined, 'source')];
  const count = sides.reduce((sum, { known }) => sum + known.length, 0);
  const known = new Int32Array(count);
  const relation = new Int32Array(count);
  const offsets = new Int32Array(count + 1);
  const answers = new Int32Array(sides.reduce((sum, side) => sum + side.answers.length, 0));
  const byType = new Map<string, number[]>();
  let at = 0;
  for (const [i, side] of sides.entries()) {
    const shift = offsets[at]!;
    answers.set(side.answers, shift);
    for (let q = 0; q < side.known.length; q++, at++) {
      const [from, , to] = edgeTypes[side.relation[q]!]!;
      known[at] = space.start(i === 0 ? from : to) + side.known[q]!;
      relation[at] = side.relation[q]! + i * edgeTypes.length;
      offsets[at + 1] = shift + side.offsets[q + 1]!;
      const type = i === 0 ? to : from;
      let list = byType.get(type);
      if (!list) byType.set(type, (list = []));
      list.push(at);
    }
  }
  const lists = [...byType].map(([type, list]) => [type, Int32Array.from(list)] as const);
  return { known, relation, offsets, answers, byType: new Map(lists) };
}

/** Questions of one step, whose answers are of one type. */
export interface QuestionBatch {
  readonly type: string;
  readonly questions: Int32Array;
}

/** All questions once, in random batches of one type of answers each, in random order. */
export function batchesOf({ byType }: Questions, batchSize: number, stream: RandomStream): QuestionBatch[] {
  const batches: QuestionBatch[] = [];
  for (const [type, all] of byType) {
    const order = stream.child('questions', type).permutation(all.length);
    for (let from = 0; from < all.length; from += batchSize) {
      batches.push({ type, questions: Int32Array.from(order.subarray(from, from + batchSize), (i) => all[i]!) });
    }
  }
  return Array.from(stream.child('batches').permutation(batches.length), (i) => batches[i]!);
}

/** How many batches an epoch has. */
export function numBatches({ byType }: Questions, batchSize: number): number {
  let count = 0;
  for (const all of byType.values()) count += Math.ceil(all.length / batchSize);
  return count;
}
