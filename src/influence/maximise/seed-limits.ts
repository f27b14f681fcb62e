import { HeteroGraphError } from '../../core/index.js';
import { type Quotas, typeQuotas } from '../coverage/limits.js';
import type { DiffusionNetwork, NodeRange } from '../network/network.js';
import { columnOf, rangeOf } from '../network/node-set.js';
import { isFiniteFromZero, type RowValueRule, readRowValues } from '../network/row-values.js';

/** What restricts the seeds besides their number, as a person writes it. */
export interface SeedLimits {
  /** Maximum number of seeds of each node type named; other types are not limited. */
  readonly quotas?: Readonly<Record<string, number>>;
  /** What a seed costs, by type: one number, a column, or a number for each row; of every type that has candidates. With `budget`. */
  readonly costs?: Readonly<Record<string, number | string | ArrayLike<number>>>;
  /** What the seeds cost together, at most. */
  readonly budget?: number;
}

/** The same in numbers of the network. */
export interface NetworkLimits {
  readonly quotas?: Quotas;
  readonly costs?: Float64Array;
  readonly budget?: number;
}

/**
 * Undefined where nothing but the number of seeds is limited.
 *
 * @param candidates 1 each; default all nodes
 * @throws {HeteroGraphError} UNKNOWN_TYPE, INVALID_OPTION, INVALID_WEIGHT naming the first bad row, SHAPE_MISMATCH, and as `columnOf` does
 */
export function limitsOf(
  network: DiffusionNetwork,
  { quotas, costs, budget }: SeedLimits,
  candidates: Uint8Array | undefined,
): NetworkLimits | undefined {
  if (!quotas && !costs && budget === undefined) return undefined;
  if ((costs === undefined) !== (budget === undefined)) {
    throw new HeteroGraphError('INVALID_OPTION', 'Costs and a budget belong together.', {
      column: costs ? 'budget' : 'costs',
      hint: 'Give both: costs by node type, and what the seeds may cost together.',
    });
  }
  return {
    ...(quotas ? { quotas: typeQuotas(network, quotas) } : {}),
    ...(costs ? { costs: costsOf(network, costs, candidates), budget } : {}),
  };
}

/** What every node costs, [numNodes]. @throws {HeteroGraphError} as {@link limitsOf} does */
export function costsOf(
  network: DiffusionNetwork,
  given: NonNullable<SeedLimits['costs']>,
  candidates: Uint8Array | undefined,
): Float64Array {
  const costs = new Float64Array(network.numNodes);
  for (const [name, what] of Object.entries(given)) {
    const range = rangeOf(network, name, 'costs');
    const rule: RowValueRule = {
      option: 'costs',
      isValid: isFiniteFromZero,
      code: 'INVALID_WEIGHT',
      message: (cost) => `A seed costs ${cost}; costs are finite and at least 0.`,
      hint: 'Exclude nodes that cannot be chosen.',
      column: (column) => columnOf(network, name, column),
    };
    readRowValues(range, what, rule, (row, cost) => {
      costs[range.start + row] = cost;
    });
  }
  const free = network.types.find((type) => !Object.hasOwn(given, type.name) && hasCandidate(type, candidates));
  if (!free) return costs;
  throw new HeteroGraphError('INVALID_OPTION', 'Nodes of a type may be seeds and have no cost.', {
    type: free.name,
    column: 'costs',
    hint: 'Give the type a cost, 0 if it costs nothing, or leave it out of the candidates.',
  });
}

function hasCandidate({ start, count }: NodeRange, candidates: Uint8Array | undefined): boolean {
  return candidates ? candidates.subarray(start, start + count).includes(1) : count > 0;
}
