import { HeteroGraphError, isHeteroGraphError, throwIfAborted } from '../../core/index.js';
import { HeteroGraph } from '../../graph/index.js';
import { diffusionNetwork } from '../network/diffusion-network.js';
import type { DiffusionNetwork } from '../network/network.js';
import type { SeedAnswer } from '../proof/certificate.js';
import { releaseNetwork, releaseRoots } from '../sampling/engine.js';
import { type AlgorithmName, algorithmOf } from './algorithms.js';
import { describeQuestion, namedSeeds, peakMemory } from './describe-answer.js';
import { checkInfluenceOptions, type InfluenceOptions } from './influence-options.js';
import { InfluenceResult } from './influence-result.js';
import { type Question, questionOf } from './question.js';
import type { SeedAlgorithm } from './seed-question.js';

/**
 * The k nodes from which influence spreads furthest, with a proof of how near to the best they are. Deterministic by `seed`, whatever the
 * number of threads. An abort gives the best answer there was by then, where there was one (`stoppedBy: 'abort'`), and so
 * does an end of memory (`'memory'`).
 *
 * Memory and time: see {@link diffusionNetwork} and the algorithm; `opim-c` takes O(k n log n / epsilon^2) expected.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, NO_ROWS, TOO_FEW_CANDIDATES, NO_TARGETS, UNKNOWN_TYPE,
 * INDEX_OUT_OF_RANGE, INVALID_WEIGHT, SHAPE_MISMATCH, as {@link diffusionNetwork} does, ABORTED, OUT_OF_MEMORY
 * @example
 * ```ts
 * const result = await maximiseInfluence(graph, {
 *   k: 10,
 *   diffusion: { relations: { follows: { direction: 'reverse' }, visits: { direction: 'both', factor: 0.5 } } },
 *   candidates: { user: true },
 *   targets: { user: { weight: 'revenue' } },
 * });
 * const text = String(result); // a table for people
 * ```
 */
export async function maximiseInfluence(
  from: HeteroGraph | DiffusionNetwork,
  options: InfluenceOptions,
): Promise<InfluenceResult> {
  checkInfluenceOptions(options);
  const isLimited = options.quotas !== undefined || options.costs !== undefined || options.budget !== undefined;
  const { algorithm = isLimited ? 'constrained' : 'opim-c' } = options;
  return answerQuestion(from, { ...options, algorithm }, algorithmOf(algorithm, isLimited));
}

/** The result of an algorithm for options that are checked. */
export async function answerQuestion(
  from: HeteroGraph | DiffusionNetwork,
  options: InfluenceOptions & { readonly algorithm: AlgorithmName },
  run: SeedAlgorithm,
): Promise<InfluenceResult> {
  const started = performance.now();
  throwIfAborted(options.signal);
  return withQuestion(from, options, options, async (network, question) => {
    const compiled = performance.now();
    const { answer, stoppedBy } = await bestAnswer(run, network, question, options);
    const { limits } = question.asked;
    const peakMiB = peakMemory();
    return new InfluenceResult({
      algorithm: options.algorithm,
      seeds: namedSeeds(network, answer),
      spread: answer.spread,
      certificate: answer.certificate,
      stoppedBy,
      seconds: { ...answer.seconds, ...secondsSince(started, compiled) },
      ...(peakMiB === undefined ? {} : { peakMiB }),
      ...(options.costs ? { cost: answer.seeds.reduce((sum, node) => sum + limits!.costs![node]!, 0) } : {}),
      question: describeQuestion(network, question, options),
    });
  });
}

/** Seconds of compiling the network, and in all until now. */
export function secondsSince(started: number, compiled: number): { readonly network: number; readonly total: number } {
  return { network: (compiled - started) / 1000, total: (performance.now() - started) / 1000 };
}

/** The answer or, where the run is aborted or memory runs out, the best of the rounds before: the certificates of all rounds hold together. */
async function bestAnswer(
  run: SeedAlgorithm,
  network: DiffusionNetwork,
  { asked }: Question,
  { onAnswer: tell }: InfluenceOptions,
): Promise<{ answer: SeedAnswer; stoppedBy: 'done' | 'abort' | 'memory' }> {
  let best: SeedAnswer | undefined;
  const onAnswer = (answer: SeedAnswer) => {
    if (!best || answer.certificate.ratio >= best.certificate.ratio) best = answer;
    tell?.(answer);
  };
  try {
    const answer = await run(network, { ...asked, onAnswer });
    return { answer, stoppedBy: answer.stoppedBy ?? 'done' };
  } catch (error) {
    const code = isHeteroGraphError(error) ? error.code : undefined;
    if (!best || (code !== 'ABORTED' && code !== 'OUT_OF_MEMORY')) throw error;
    return { answer: best, stoppedBy: code === 'ABORTED' ? 'abort' : 'memory' };
  }
}

type NetworkOptions = Pick<InfluenceOptions, 'diffusion' | 'maxHops' | 'signal' | 'onProgress'>;

/**
 * Does something with a question and its network. A graph is compiled, and the memory of its network given back in the end; but for that of
 * a trigger, which may be used by whom it was made for.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, and as {@link diffusionNetwork} and {@link questionOf} do
 */
export async function withQuestion<T>(
  from: HeteroGraph | DiffusionNetwork,
  options: NetworkOptions,
  questionOptions: InfluenceOptions,
  use: (network: DiffusionNetwork, question: Question) => Promise<T>,
): Promise<T> {
  const network = await networkOf(from, options);
  let question: Question | undefined;
  try {
    question = questionOf(network, questionOptions);
    return await use(network, question);
  } finally {
    if (question) releaseRoots(network, question.asked.roots);
    if (from instanceof HeteroGraph && !network.trigger) releaseNetwork(network);
  }
}

async function networkOf(
  from: HeteroGraph | DiffusionNetwork,
  { diffusion, maxHops, signal, onProgress }: NetworkOptions,
): Promise<DiffusionNetwork> {
  if (from instanceof HeteroGraph) {
    const rules = { ...diffusion, ...(maxHops === undefined ? {} : { maxHops }) };
    return diffusionNetwork(from, rules, { ...(signal && { signal }), ...(onProgress && { onProgress }) });
  }
  if (diffusion !== undefined) {
    throw new HeteroGraphError('INVALID_OPTION', 'A network was compiled with its diffusion.', {
      column: 'diffusion',
      hint: 'Give the graph, or leave `diffusion` out.',
    });
  }
  if (maxHops === undefined || maxHops === from.maxHops) return from;
  let limited = lastLimited.get(from);
  if (limited?.maxHops !== maxHops) {
    limited = { ...from, maxHops };
    lastLimited.set(from, limited);
  }
  return limited;
}

/** The variant of each network with the last `maxHops` asked for: a new one each time would take memory of its own. */
const lastLimited = new WeakMap<DiffusionNetwork, DiffusionNetwork>();
