import { nodeModule } from '../../core/index.js';
import type { DiffusionNetwork } from '../network/network.js';

const { createHash } = nodeModule<typeof import('node:crypto')>('node:crypto');

const known = new WeakMap<DiffusionNetwork, string>();

/**
 * SHA-256 in hex of all that decides the sets of a network; of a trigger callback only that there is one. O(bytes), about 1 GB/s, once.
 */
export function networkFingerprint(network: DiffusionNetwork): string {
  let fingerprint = known.get(network);
  if (fingerprint === undefined) {
    const { model, numNodes, numEdges, rules, maxHops = null, maxTime = null, trigger } = network;
    const hash = createHash('sha256');
    hash.update(JSON.stringify({ model, numNodes, numEdges, rules, maxHops, maxTime, trigger: trigger !== undefined }));
    for (const name of ['blockStarts', 'blockRules', 'edgeStarts', 'sources', 'thresholds', 'acceptance'] as const) {
      const values = network[name];
      hash.update(`${name} ${values?.length ?? 'absent'}\n`);
      if (values) hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
    fingerprint = hash.digest('hex');
    known.set(network, fingerprint);
  }
  return fingerprint;
}
