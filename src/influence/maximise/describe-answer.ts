import { type DiffusionNetwork, type NetworkRule, typeOf } from '../network/network.js';
import type { SeedAnswer } from '../proof/certificate.js';
import type { InfluenceOptions } from './influence-options.js';
import type { Question } from './question.js';
import type { InfluenceQuestion, InfluenceSeed } from './result-parts.js';

/** Seeds with the names that users know them by. */
export function namedSeeds(
  network: DiffusionNetwork,
  { seeds, gains }: Pick<SeedAnswer, 'seeds' | 'gains'>,
): InfluenceSeed[] {
  return Array.from(seeds, (node, i) => {
    const { name, start } = typeOf(network.types, node);
    return { type: name, row: node - start, id: network.idOf?.(node) ?? node - start, gain: gains[i]! };
  });
}

/** What was asked, as plain data. */
export function describeQuestion(
  network: DiffusionNetwork,
  { asked, numCandidates }: Question,
  { k, quotas, budget }: Pick<InfluenceOptions, 'k' | 'quotas' | 'budget'>,
): InfluenceQuestion {
  const { epsilon, delta, seed, roots, given } = asked;
  const { model, rules, numNodes, numEdges, maxHops, maxTime } = network;
  return {
    ...(k === undefined ? {} : { k }),
    ...{ epsilon, delta, seed, model, numNodes, numEdges, numCandidates },
    rules: rules.map((rule: NetworkRule) => ({ ...rule })),
    targetWeight: roots.weight,
    alreadySeeded: given?.length ?? 0,
    ...(quotas ? { quotas: { ...quotas } } : {}),
    ...(budget === undefined ? {} : { budget }),
    ...(maxHops === undefined ? {} : { maxHops }),
    ...(maxTime === undefined ? {} : { maxTime }),
  };
}

/** Most memory of the process so far, MiB; in a browser there is no telling. */
export function peakMemory(): number | undefined {
  if (typeof process === 'undefined' || typeof process.resourceUsage !== 'function') return undefined;
  return process.resourceUsage().maxRSS / 1024;
}
