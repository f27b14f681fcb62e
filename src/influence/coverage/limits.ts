import { HeteroGraphError, ownProperty } from '../../core/index.js';
import { checkWeights, checkWhole } from '../network/check-nodes.js';
import { expectNetwork } from '../network/expect-network.js';
import type { DiffusionNetwork } from '../network/network.js';
import { rangeOf } from '../network/node-set.js';

/** At most `max[g]` seeds of group g: a partition matroid. */
export interface Quotas {
  /** Group of every node, [numNodes]. */
  readonly groups: Int32Array;
  /** Of every group; Infinity for no limit. */
  readonly max: readonly number[];
}

/** What sets of seeds are allowed: all of these together. */
export interface Limits {
  /** Seeds in all; default as many as the others allow. */
  readonly k?: number;
  readonly quotas?: Quotas;
  /** Cost of every node, at least 0, [numNodes]; with {@link budget}. */
  readonly costs?: ArrayLike<number>;
  /** What seeds cost together at most. */
  readonly budget?: number;
}

/**
 * At most so many seeds of each node type that is named, as {@link Quotas}; other types are not limited.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE
 */
export function typeQuotas(network: DiffusionNetwork, max: Readonly<Record<string, number>>): Quotas {
  expectNetwork(network);
  for (const name of Object.keys(max)) rangeOf(network, name, 'quotas');
  const groups = new Int32Array(network.numNodes);
  network.types.forEach(({ start, count }, i) => {
    groups.fill(i, start, start + count);
  });
  return { groups, max: network.types.map(({ name }) => ownProperty(max, name) ?? Number.POSITIVE_INFINITY) };
}

/** @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH */
export function checkLimits(network: DiffusionNetwork, { k, quotas, costs, budget }: Limits): void {
  if (k === undefined && !quotas && !costs) {
    throw new HeteroGraphError('INVALID_OPTION', 'Nothing limits the seeds.', { hint: 'Give k, quotas or costs.' });
  }
  if (k !== undefined) checkWhole(k, 'k', 0);
  if ((costs === undefined) !== (budget === undefined) || (budget !== undefined && !(budget >= 0))) {
    throw new HeteroGraphError('INVALID_OPTION', `costs and a budget of ${budget} do not go together.`, {
      column: 'budget',
      hint: 'Give both, the budget at least 0.',
    });
  }
  if (costs) checkWeights(network, costs, 'costs');
  if (!quotas) return;
  if (quotas.groups.length !== network.numNodes) {
    throw new HeteroGraphError(
      'SHAPE_MISMATCH',
      `quotas.groups has ${quotas.groups.length} numbers for ${network.numNodes} nodes.`,
      { column: 'quotas', hint: 'Give the number of a group for every node.' },
    );
  }
  for (const max of quotas.max) if (max !== Number.POSITIVE_INFINITY) checkWhole(max, 'a quota', 0);
  quotas.groups.forEach((group, row) => {
    checkWhole(group, `the group of node ${row}`, 0, quotas.max.length - 1);
  });
}

/** What is left of the limits while seeds are taken. */
export class Allowance {
  readonly #limits: Limits;
  readonly #ofGroup: number[];
  #seeds: number;
  #budget: number;
  #spent = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#ofGroup = [...(limits.quotas?.max ?? [])];
    this.#seeds = limits.k ?? Number.POSITIVE_INFINITY;
    this.#budget = limits.budget ?? Number.POSITIVE_INFINITY;
  }

  /** What the seeds taken cost. */
  get spent(): number {
    return this.#spent;
  }

  /** Whether a node may still be taken; never again once it may not. */
  fits(node: number): boolean {
    const { quotas, costs } = this.#limits;
    if (this.#seeds < 1 || (costs && this.#spent + costs[node]! > this.#budget)) return false;
    return !quotas || this.#ofGroup[quotas.groups[node]!]! >= 1;
  }

  take(node: number): void {
    const { quotas, costs } = this.#limits;
    this.#seeds--;
    if (costs) this.#spent += costs[node]!;
    if (quotas) this.#ofGroup[quotas.groups[node]!]!--;
  }
}

/** No allowed set has more seeds than this. */
export function maxSeeds(
  { k = Number.POSITIVE_INFINITY, quotas, costs, budget = 0 }: Limits,
  numNodes: number,
): number {
  const byQuotas = quotas ? quotas.max.reduce((sum, quota) => sum + quota, 0) : numNodes;
  let affordable = numNodes;
  if (costs) {
    const sorted = Float64Array.from(costs).sort();
    let sum = 0;
    affordable = 0;
    while (affordable < sorted.length && (sum += sorted[affordable]!) <= budget) affordable++;
  }
  return Math.min(k, numNodes, byQuotas, affordable);
}
