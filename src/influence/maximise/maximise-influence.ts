import { HeteroGraphError, isHeteroGraphError, throwIfAborted } from '../../core/index.js';
import { HeteroGraph } from '../../graph/index.js';
import { diffusionNetwork } from '../network/diffusion-network.js';
import type { DiffusionNetwork } from '../network/network.js';
import type { SeedAnswer } from '../proof/certificate.js';
import { algorithmOf, type SeedAlgorithm } from './algorithms.js';
import { echo, namedSeeds, peakMemory } from './describe-answer.js';
import { checkInfluenceOptions, type InfluenceOptions } from './influence-options.js';
import { InfluenceResult } from './influence-result.js';
import { type Question, questionOf } from './question.js';

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
  const started = performance.now();
  checkInfluenceOptions(options);
  const isLimited = options.quotas !== undefined || options.costs !== undefined || options.budget !== undefined;
  const { algorithm = isLimited ? 'constrained' : 'opim-c' } = options;
  const run = algorithmOf(algorithm, isLimited);
  throwIfAborted(options.signal);
  const network = await networkOf(from, options);
  const compiled = performance.now();
  const question = questionOf(network, options);
  const { answer, stoppedBy } = await bestAnswer(run, network, question, options);
  const ended = performance.now();
  const peakMiB = peakMemory();
  return new InfluenceResult({
    algorithm,
    seeds: namedSeeds(network, answer),
    spread: answer.spread,
    certificate: answer.certificate,
    stoppedBy,
    seconds: { network: (compiled - started) / 1000, ...answer.seconds, total: (ended - started) / 1000 },
    ...(peakMiB === undefined ? {} : { peakMiB }),
    ...(options.costs ? { cost: costOf(answer, question) } : {}),
    question: echo(network, question, options),
  });
}

/** The answer, or where the run is ended, or memory is at its end, the best of those by then: the certificates of all rounds hold together. */
async function bestAnswer(
  run: SeedAlgorithm,
  network: DiffusionNetwork,
  { asked }: Question,
  { onAnswer: tell }: InfluenceOptions,
) {
  let best: SeedAnswer | undefined;
  const onAnswer = (answer: SeedAnswer) => {
    if (!best || answer.certificate.ratio >= best.certificate.ratio) best = answer;
    tell?.(answer);
  };
  try {
    return { answer: await run(network, { ...asked, onAnswer }), stoppedBy: 'done' as const };
  } catch (error) {
    const code = isHeteroGraphError(error) ? error.code : undefined;
    if (!best || (code !== 'ABORTED' && code !== 'OUT_OF_MEMORY')) throw error;
    return { answer: best, stoppedBy: code === 'ABORTED' ? ('abort' as const) : ('memory' as const) };
  }
}

async function networkOf(
  from: HeteroGraph | DiffusionNetwork,
  { diffusion, maxHops, signal, onProgress }: InfluenceOptions,
): Promise<DiffusionNetwork> {
  if (from instanceof HeteroGraph) {
    const whole = { ...diffusion, ...(maxHops === undefined ? {} : { maxHops }) };
    return diffusionNetwork(from, whole, { ...(signal && { signal }), ...(onProgress && { onProgress }) });
  }
  if (diffusion !== undefined) {
    throw new HeteroGraphError('INVALID_OPTION', 'A network has its diffusion in it.', {
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

/** Of every network the one with the limit of hops asked for last: a new one each time would take memory of its own. */
const lastLimited = new WeakMap<DiffusionNetwork, DiffusionNetwork>();

function costOf({ seeds }: SeedAnswer, { asked }: Question): number {
  return seeds.reduce((sum, node) => sum + asked.limits!.costs![node]!, 0);
}
