import { HeteroGraphError } from '../../core/index.js';
import { GREEDY } from './opim-schedule.js';

/** The numbers that decide how many sets IMM makes. */
export interface ImmShape {
  /** Nodes of the network: the failure is n^-l. */
  readonly numNodes: number;
  /** Sum of the weights of the roots; numNodes where each counts 1. */
  readonly weight: number;
  /** ln of the number of ways to choose k seeds. */
  readonly lnChoices: number;
  readonly epsilon: number;
  readonly l: number;
}

export interface ImmPlan {
  /** l after its enlargement by (1 + ln 2 / ln n), for the union of both phases. */
  readonly l: number;
  /** epsilon of the first phase. */
  readonly epsilonBound: number;
  /** The first phase makes lambdaBound / x sets to try whether the best spread is x. */
  readonly lambdaBound: number;
  /** The second phase makes lambda / (lower bound of the best spread) sets. */
  readonly lambda: number;
  /** Spreads that are tried: weight / 2^i, i = 1 .. tries. */
  readonly tries: number;
}

/** lambda', lambda* and the rest of IMM (Tang, Shi, Xiao, SIGMOD 2015, equations 6 and 9). */
export function immPlan({ numNodes, weight, lnChoices, epsilon, l: l0 }: ImmShape): ImmPlan {
  const n = Math.max(2, numNodes);
  const lnN = Math.log(n);
  const l = l0 * (1 + Math.LN2 / lnN);
  const epsilonBound = Math.SQRT2 * epsilon;
  const levels = Math.max(1, Math.log2(n));
  const lambdaBound =
    ((2 + (2 / 3) * epsilonBound) * (lnChoices + l * lnN + Math.log(levels)) * weight) / epsilonBound ** 2;
  return {
    l,
    epsilonBound,
    lambdaBound,
    lambda: lambdaOf({ weight, lnChoices, epsilon }, l * lnN),
    tries: Math.max(0, Math.floor(Math.log2(n)) - 1),
  };
}

function lambdaOf(shape: Pick<ImmShape, 'weight' | 'lnChoices' | 'epsilon'>, lLnN: number): number {
  const alpha = Math.sqrt(lLnN + Math.LN2);
  const beta = Math.sqrt(GREEDY * (shape.lnChoices + lLnN + Math.LN2));
  return (2 * shape.weight * (GREEDY * alpha + beta) ** 2) / shape.epsilon ** 2;
}

/**
 * Chen's second repair of IMM (arXiv 1808.09363): the least gamma with ceil(lambda*(l + gamma)) <= n^gamma, by which l grows where the sets
 * of the first phase are used again. By bisection, to 1e-9.
 *
 * @throws {HeteroGraphError} INVALID_OPTION where the network is so small that there is none below 1000
 */
export function chenGamma(shape: ImmShape): number {
  const lnN = Math.log(Math.max(2, shape.numNodes));
  const holds = (gamma: number) => Math.log(Math.ceil(immPlan({ ...shape, l: shape.l + gamma }).lambda)) <= gamma * lnN;
  let high = 1;
  while (!holds(high)) {
    high *= 2;
    if (high <= 1000) continue;
    throw new HeteroGraphError('INVALID_OPTION', 'No confidence l makes the guarantee of IMM hold for this network.', {
      column: 'repair',
      hint: "Use repair: 'resample', which needs none.",
    });
  }
  let low = 0;
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
