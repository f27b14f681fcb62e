import { HeteroGraphError } from '../../core/index.js';
import type { DiffusionNetwork } from '../network/network.js';
import { nodeList, nodeMask } from '../network/node-set.js';
import { rootsOf, targetWeights } from '../network/targets.js';
import type { InfluenceOptions } from './influence-options.js';
import { limitsOf } from './seed-limits.js';
import type { SeedQuestion } from './seed-question.js';

/** A person's question in numbers of the network, and how many may be chosen. */
export interface Question {
  readonly asked: SeedQuestion;
  readonly numCandidates: number;
}

/**
 * @throws {HeteroGraphError} NO_ROWS, TOO_FEW_CANDIDATES, and as {@link nodeList} and {@link targetWeights} do
 */
export function questionOf(network: DiffusionNetwork, options: InfluenceOptions): Question {
  const { epsilon = 0.1, seed = 1, sets, exclude, alreadySeeded, targets, signal, onProgress } = options;
  const { numNodes } = network;
  if (numNodes === 0) {
    throw new HeteroGraphError('NO_ROWS', 'There are no nodes.', {
      hint: 'See whether the right files were read.',
    });
  }
  const delta = options.delta ?? 1 / Math.max(2, numNodes);
  const roots = rootsOf(numNodes, targetWeights(network, targets));
  const given = alreadySeeded === undefined ? undefined : nodeList(network, alreadySeeded, 'alreadySeeded');
  const candidates = candidatesOf(network, options);
  for (const node of given ?? []) if (candidates) candidates[node] = 0;
  const allowed = candidates ? candidates.reduce((sum, flag) => sum + flag, 0) : numNodes - (given?.length ?? 0);
  const { k = allowed } = options;
  if (k > allowed || allowed === 0) {
    const narrowed = exclude !== undefined || given || options.candidates !== undefined;
    throw new HeteroGraphError(
      'TOO_FEW_CANDIDATES',
      `${options.k ?? 'Some'} seeds are asked for, and ${allowed} nodes may be chosen.`,
      {
        column: 'k',
        hint: narrowed ? 'Allow more candidates, or ask for fewer seeds.' : 'Ask for fewer seeds.',
      },
    );
  }
  const limits = limitsOf(network, options, candidates);
  const asked: SeedQuestion = {
    ...{ k, epsilon, delta, seed, roots, hasK: options.k !== undefined },
    ...(limits ? { limits } : {}),
    ...(sets === undefined ? {} : { sets }),
    ...(candidates ? { candidates } : {}),
    ...(given && given.length > 0 ? { given } : {}),
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
  };
  return { asked, numCandidates: allowed };
}

/** Undefined for all nodes. */
function candidatesOf(network: DiffusionNetwork, { candidates, exclude }: InfluenceOptions): Uint8Array | undefined {
  if (candidates === undefined && exclude === undefined) return undefined;
  const mask =
    candidates === undefined ? new Uint8Array(network.numNodes).fill(1) : nodeMask(network, candidates, 'candidates');
  if (exclude !== undefined) for (const node of nodeList(network, exclude, 'exclude')) mask[node] = 0;
  return mask;
}
