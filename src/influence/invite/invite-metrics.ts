import { expectArgument, expectMembers, HeteroGraphError } from '../../core/index.js';
import type { EdgeTypeRef, HeteroGraph } from '../../graph/index.js';
import { checkCall } from '../network/call-options.js';
import type { PlainEdges } from '../network/from-edges.js';
import { socialEdges } from '../network/social-edges.js';
import { bestInvitees } from './best-invitees.js';
import type { Invitees } from './invitees.js';
import { entryOf, type SimpleRows, simpleRows } from './simple-rows.js';

export interface InviteMetrics {
  /** Lengths K of the lists that were evaluated. */
  readonly at: readonly number[];
  /** Inviters with a true invitee, over whom means are taken. */
  readonly numInviters: number;
  /** Mean of correct invitees / true invitees, for every length. */
  readonly recall: Float64Array;
  /** Mean of sum 1 / log2(rank + 1) over correct invitees, divided by that of min(K, true invitees) correct ones at the top. */
  readonly ndcg: Float64Array;
  /** Nodes that are correct invitees of anybody, or true invitees of these. */
  readonly spread: Float64Array;
  /** The same where every inviter uses their best K true invitees, see `bestInvitees`. */
  readonly idealSpread: Float64Array;
  /** spread / idealSpread. */
  readonly nspread: Float64Array;
}

export interface InviteMetricsOptions {
  /** Default [1, 2, 3]. */
  readonly at?: readonly number[];
  /** Of a graph: the relation of true invitations. */
  readonly relation?: EdgeTypeRef;
}

/**
 * Recall@K, NDCG@K and NSpread@K of lists against who truly invited whom (arXiv 2508.13517). Inviters without a true invitee are left out;
 * self loops and repeats of the truth count for nothing. O(lists log + truth), and the search for the ideal: see `bestInvitees`.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, NO_TARGETS where no inviter has a true invitee; SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function inviteMetrics(
  invitees: Invitees,
  truth: HeteroGraph | PlainEdges,
  options: InviteMetricsOptions = {},
): InviteMetrics {
  expectMembers(invitees, 'invitees', { summary: 'object', inviters: 'numbers' });
  expectArgument(truth, 'object', 'truth');
  checkCall('inviteMetrics', options);
  const { at = [1, 2, 3], relation } = options;
  const edges = socialEdges(truth, relation);
  if (edges.numNodes !== invitees.summary.numNodes) {
    const message = `The truth has ${edges.numNodes} nodes, the lists are of ${invitees.summary.numNodes}.`;
    throw new HeteroGraphError('SHAPE_MISMATCH', message, {
      column: 'truth',
      hint: 'Give the links of the same nodes that the lists were made for.',
    });
  }
  const rows = simpleRows(edges);
  if (at.length === 0 || at.some((k) => !(Number.isInteger(k) && k >= 1))) {
    throw new HeteroGraphError('INVALID_OPTION', `at is [${at.join(', ')}].`, {
      column: 'at',
      hint: 'Use whole numbers from 1.',
    });
  }
  const evaluated = Int32Array.from(invitees.inviters.keys()).filter((i) => sizeOf(rows, invitees.inviters[i]!) > 0);
  if (evaluated.length === 0) {
    throw new HeteroGraphError('NO_TARGETS', 'No inviter has a true invitee.', {
      column: 'truth',
      hint: 'Give links that start at the inviters of the lists.',
    });
  }
  const columns = at.map((k) => evaluate(invitees, rows, evaluated, k, edges.numNodes));
  const column = (name: 'recall' | 'ndcg' | 'spread' | 'idealSpread' | 'nspread') =>
    Float64Array.from(columns, (each) => each[name]);
  return {
    at,
    numInviters: evaluated.length,
    recall: column('recall'),
    ndcg: column('ndcg'),
    spread: column('spread'),
    idealSpread: column('idealSpread'),
    nspread: column('nspread'),
  };
}

function evaluate(
  { inviters, starts, invitees }: Invitees,
  truth: SimpleRows,
  evaluated: Int32Array,
  k: number,
  numNodes: number,
) {
  const [reached, ideal] = [new Reach(truth, numNodes), new Reach(truth, numNodes)];
  const best = bestInvitees(truth, numNodes, k);
  let [recall, ndcg] = [0, 0];
  for (const i of evaluated) {
    const u = inviters[i]!;
    let [correct, gain] = [0, 0];
    for (let rank = 1; rank <= Math.min(k, starts[i + 1]! - starts[i]!); rank++) {
      const v = invitees[starts[i]! + rank - 1]!;
      if (entryOf(truth, u, v) < 0) continue;
      correct++;
      gain += 1 / Math.log2(rank + 1);
      reached.add(v);
    }
    let idealGain = 0;
    for (let rank = 1; rank <= Math.min(k, sizeOf(truth, u)); rank++) idealGain += 1 / Math.log2(rank + 1);
    recall += correct / sizeOf(truth, u);
    ndcg += gain / idealGain;
    for (const v of best(u)) ideal.add(v);
  }
  const means = { recall: recall / evaluated.length, ndcg: ndcg / evaluated.length };
  return { ...means, spread: reached.count, idealSpread: ideal.count, nspread: reached.count / ideal.count };
}

function sizeOf({ indptr }: SimpleRows, u: number): number {
  return indptr[u + 1]! - indptr[u]!;
}

/** Union of nodes with their own true invitees. */
class Reach {
  readonly #truth: SimpleRows;
  readonly #isIn: Uint8Array;
  count = 0;

  constructor(truth: SimpleRows, numNodes: number) {
    this.#truth = truth;
    this.#isIn = new Uint8Array(numNodes);
  }

  add(v: number): void {
    const { indptr, indices } = this.#truth;
    this.#put(v);
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) this.#put(indices[at]!);
  }

  #put(v: number): void {
    this.count += 1 - this.#isIn[v]!;
    this.#isIn[v] = 1;
  }
}
