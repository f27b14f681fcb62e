import type { DiffusionNetwork } from '../network/network.js';
import type { Roots } from '../network/roots.js';
import { RrSets } from './rr-sets.js';

/** Names of the streams of sets, on which the sets depend. */
const STREAMS = ['choose', 'judge'] as const;

/**
 * Two independent pools of reverse-reachable sets: seeds are selected by the one and validated by the other, as in OPIM (Tang, Tang, Xiao,
 * Yuan, SIGMOD 2018).
 */
export class TwoPools {
  readonly selection: RrSets;
  readonly validation: RrSets;

  /** @throws {HeteroGraphError} OUT_OF_MEMORY */
  constructor(network: DiffusionNetwork, roots: Roots, seed: number, [select, validate]: readonly string[] = STREAMS) {
    this.selection = new RrSets(network, roots, { seed, pool: select! });
    this.validation = new RrSets(network, roots, { seed, pool: validate! });
  }

  dispose(): void {
    this.selection.dispose();
    this.validation.dispose();
  }
}

/** Streams of the pools of one of several problems, independent of those of the others. */
export function numberedStreams(i: number): readonly string[] {
  return STREAMS.map((name) => `${name}/${i}`);
}
