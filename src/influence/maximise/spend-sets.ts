import { isHeteroGraphError } from '../../core/index.js';
import type { DiffusionNetwork } from '../network/network.js';
import { OnlineInfluence, type OnlineOptions } from '../online/online-influence.js';
import type { AlgorithmAnswer, SeedQuestion } from './seed-question.js';

/** The part of a question that an online run depends on. */
export function onlineOptions({ k, delta, seed, roots, candidates, given }: SeedQuestion): OnlineOptions {
  return { k, delta, seed, roots, ...(candidates && { candidates }), ...(given && { given }) };
}

/**
 * The answer of an online run after `sets` sets in all. An abort gives the answer by the sets made so far.
 *
 * @param run default a new one, which is disposed in the end
 * @throws {HeteroGraphError} OUT_OF_MEMORY
 */
export async function spendSets(
  network: DiffusionNetwork,
  question: SeedQuestion,
  run?: OnlineInfluence,
): Promise<AlgorithmAnswer> {
  const { sets = 131_072, signal, onProgress } = question;
  const online = run ?? new OnlineInfluence(network, onlineOptions(question));
  try {
    return await online.advance({ sets }, { ...(signal && { signal }), ...(onProgress && { onProgress }) });
  } catch (error) {
    if (!isHeteroGraphError(error) || error.code !== 'ABORTED') throw error;
    return { ...online.answer(), stoppedBy: 'abort' };
  } finally {
    if (!run) online.dispose();
  }
}
