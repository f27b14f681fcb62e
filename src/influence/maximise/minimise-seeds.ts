import type { Table } from 'apache-arrow';
import { showAs, throwIfAborted } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { seedsForSpread } from '../algorithms/seeds-for-spread.js';
import type { DiffusionNetwork } from '../network/network.js';
import type { SpreadGoalCertificate } from '../proof/spread-goal.js';
import { namedSeeds } from './describe-answer.js';
import { checkMinimisationOptions, type InfluenceOptions } from './influence-options.js';
import { secondsSince, withQuestion } from './maximise-influence.js';
import type { InfluenceSeed } from './result-parts.js';
import { spreadGoalText } from './result-text.js';
import { costsOf } from './seed-limits.js';
import { seedTable } from './seed-table.js';
import { seedsHtml } from './shown-seeds.js';

/** The options of {@link minimiseSeeds}: those of `maximiseInfluence` that do not limit the seeds, and the spread to reach. */
export interface SeedMinimisationOptions
  extends Omit<InfluenceOptions, 'k' | 'quotas' | 'budget' | 'algorithm' | 'sets' | 'epsilon' | 'onAnswer'> {
  /** Expected spread that the seeds must reach, in target weight; above 0. */
  readonly spread: number;
}

export interface SeedMinimisationParts {
  readonly algorithm: 'spread';
  readonly requiredSpread: number;
  /** In the order selected. */
  readonly seeds: readonly InfluenceSeed[];
  /** What the seeds reach in expectation: estimated by sets that did not select them. */
  readonly spread: number;
  /** What the seeds cost together; their number where no costs are given. */
  readonly cost: number;
  readonly certificate: SpreadGoalCertificate;
  readonly stoppedBy: 'done';
  readonly seconds: { readonly network: number; readonly total: number };
  /** Sum of the weights of all targets. */
  readonly targetWeight: number;
}

/** Few or cheap seeds for a required spread, with the proof. `String(result)` is a text for people. */
export class SeedMinimisationResult implements SeedMinimisationParts {
  declare readonly algorithm: 'spread';
  declare readonly requiredSpread: number;
  declare readonly seeds: readonly InfluenceSeed[];
  declare readonly spread: number;
  declare readonly cost: number;
  declare readonly certificate: SpreadGoalCertificate;
  declare readonly stoppedBy: 'done';
  declare readonly seconds: { readonly network: number; readonly total: number };
  declare readonly targetWeight: number;

  static {
    showAs(SeedMinimisationResult.prototype, (result) =>
      seedsHtml(`expected spread ${result.spread.toFixed(1)} of ${result.seeds.length} seeds`, result.seeds),
    );
  }

  constructor(parts: SeedMinimisationParts) {
    Object.assign(this, parts);
  }

  toString(): string {
    return spreadGoalText(this);
  }

  /** Everything as plain data. */
  toJSON(): SeedMinimisationParts {
    return { ...this };
  }

  /** One row for each seed: `type`, `row`, `node`, `gain`; as `InfluenceResult.toArrow`. */
  toArrow(): Table {
    return seedTable(this.seeds);
  }
}

/**
 * Few or cheap seeds whose expected spread is proved to reach `spread` (seed minimisation), and what any such seeds cost at least.
 * Deterministic by `seed`, whatever the number of threads.
 *
 * @throws {HeteroGraphError} SPREAD_UNREACHABLE where all candidates together reach less, SPREAD_NOT_CERTIFIED; INVALID_OPTION,
 * NO_ROWS, TOO_FEW_CANDIDATES, NO_TARGETS, UNKNOWN_TYPE, INVALID_WEIGHT, as `maximiseInfluence` does; ABORTED, OUT_OF_MEMORY
 * @see Wolsey, "An analysis of the greedy algorithm for the submodular set covering problem", Combinatorica 1982
 * @example
 * ```ts
 * const result = await minimiseSeeds(graph, { spread: 5000, costs: { user: 'fee' } });
 * const { cost, certificate } = result; // no seeds that reach 5000 cost less than certificate.minCost
 * ```
 */
export async function minimiseSeeds(
  from: HeteroGraph | DiffusionNetwork,
  options: SeedMinimisationOptions,
): Promise<SeedMinimisationResult> {
  const started = performance.now();
  checkMinimisationOptions(options);
  throwIfAborted(options.signal);
  const { spread, costs, ...question } = options;
  return withQuestion(from, options, question, async (network, { asked }) => {
    const compiled = performance.now();
    const perNode = costs && { costs: costsOf(network, costs, asked.candidates) };
    const { delta, seed, roots, candidates, given, signal, onProgress } = asked;
    const goal = { delta, seed, roots, candidates, given, signal, onProgress, spread };
    const answer = await seedsForSpread(network, { ...goal, ...perNode });
    return new SeedMinimisationResult({
      algorithm: 'spread',
      requiredSpread: spread,
      seeds: namedSeeds(network, answer),
      spread: answer.spread,
      cost: answer.cost,
      certificate: answer.certificate,
      stoppedBy: 'done',
      seconds: secondsSince(started, compiled),
      targetWeight: asked.roots.weight,
    });
  });
}
