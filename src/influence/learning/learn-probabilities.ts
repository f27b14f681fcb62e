import type { RunOptions } from '../../core/index.js';
import type { EdgeTypeRef, HeteroGraph } from '../../graph/index.js';
import { checkCall } from '../network/call-options.js';
import { invalidOption } from '../network/check-nodes.js';
import type { PlainEdges } from '../network/from-edges.js';
import { socialEdges } from '../network/social-edges.js';
import { type ActionLog, orderLog } from './action-log.js';
import { type Credits, findCredits } from './credits.js';
import { equalShares, fitCascades, overTrials } from './fit-cascades.js';
import { LearntProbabilities, standardErrors } from './learnt.js';

/**
 * How acts become probabilities of an edge u to v.
 * - `likelihood`: maximum likelihood of independent cascades (Saito, Nakano, Kimura, KES 2008); tries: actions u took before v, or v never.
 * - `bernoulli`: actions that went from u to v over actions of u (Goyal, Bonchi, Lakshmanan, WSDM 2010).
 * - `jaccard`: over actions that u or v took.
 * - `partial-bernoulli`, `partial-jaccard`: the same with an act's credit shared equally among all who may have led to it.
 */
export type CreditModel = 'likelihood' | 'bernoulli' | 'jaccard' | 'partial-bernoulli' | 'partial-jaccard';

export interface LearnOptions extends RunOptions {
  /** Default 'likelihood'. */
  readonly model?: CreditModel;
  /** Longest time from u's act to v's for which u may have led to it, in the unit of the log; 1 for steps of a discrete cascade. Default Infinity. */
  readonly window?: number;
  /** Of `likelihood`; default 500. */
  readonly maxIterations?: number;
  /** Of `likelihood`: largest change of a probability at which it ends; default 1e-6. */
  readonly tolerance?: number;
  /** Of a graph: the relation from a node type to itself; may be left out where there is one alone. */
  readonly relation?: EdgeTypeRef;
}

const MODELS: readonly CreditModel[] = ['likelihood', 'bernoulli', 'jaccard', 'partial-bernoulli', 'partial-jaccard'];

/**
 * Probabilities of edges from who did what when. Acts at the same time do not lead to each other; of a user's acts in one action the
 * first counts; edges that nobody tried have probability 0. O(rows log rows + N + E + sum of in-degrees over all acts) and, for
 * `likelihood`, O(E + credits) an iteration.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; SHAPE_MISMATCH, UNKNOWN_ID, INDEX_OUT_OF_RANGE, NON_FINITE naming row and column of the
 *   log; UNKNOWN_TYPE, AMBIGUOUS; ABORTED
 */
export async function learnProbabilities(
  input: HeteroGraph | PlainEdges,
  log: ActionLog,
  options: LearnOptions = {},
): Promise<LearntProbabilities> {
  const { model = 'likelihood', window = Number.POSITIVE_INFINITY } = checkOptions(options);
  const edges = socialEdges(input, options.relation);
  const ordered = orderLog(edges, log);
  const credits = await findCredits(edges, ordered, window, options);
  const trials = countTrials(edges, credits, model);
  const whole = {
    model,
    window,
    numActions: ordered.numActions,
    numActs: ordered.users.length,
    numRepeats: ordered.numRepeats,
    numTried: trials.reduce((sum, each) => sum + (each > 0 ? 1 : 0), 0),
  };
  if (model !== 'likelihood') {
    const credit = model.startsWith('partial')
      ? equalShares(credits, trials.length)
      : Float64Array.from(credits.possible);
    const probability = overTrials(credit, trials);
    return new LearntProbabilities(columns(probability, trials, credit, trials), whole);
  }
  const { maxIterations = 500, tolerance = 1e-6 } = options;
  const { probability, evidence, ...found } = await fitCascades(credits, trials, {
    ...options,
    maxIterations,
    tolerance,
  });
  const successes = probability.map((p, e) => p * trials[e]!);
  return new LearntProbabilities(columns(probability, trials, successes, evidence), { ...whole, ...found });
}

function columns(probability: Float64Array, trials: Int32Array, successes: Float64Array, evidence: ArrayLike<number>) {
  return {
    probability: Float32Array.from(probability),
    trials,
    successes: Float32Array.from(successes),
    standardError: standardErrors(probability, evidence),
  };
}

function countTrials({ source, target }: PlainEdges, { acts, both, early }: Credits, model: CreditModel): Int32Array {
  const trials = new Int32Array(source.length);
  for (let e = 0; e < trials.length; e++) {
    const ofSource = acts[source[e]!]!;
    if (model === 'likelihood') trials[e] = ofSource - early[e]!;
    else if (model.endsWith('jaccard')) trials[e] = ofSource + acts[target[e]!]! - both[e]!;
    else trials[e] = ofSource;
  }
  return trials;
}

function checkOptions(options: LearnOptions): LearnOptions {
  checkCall('learnProbabilities', options);
  const { model = 'likelihood', window = 1, maxIterations = 1, tolerance = 0 } = options;
  if (!MODELS.includes(model)) throw invalidOption('model', model, `Use one of: ${MODELS.join(', ')}.`);
  if (!(window > 0)) throw invalidOption('window', window, 'Use a time above 0.');
  if (!(Number.isInteger(maxIterations) && maxIterations >= 1)) {
    throw invalidOption('maxIterations', maxIterations, 'Use a whole number from 1.');
  }
  if (!(tolerance >= 0 && tolerance < 1)) throw invalidOption('tolerance', tolerance, 'Use a number in [0, 1).');
  return options;
}
