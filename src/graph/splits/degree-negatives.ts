import type { RandomStream } from '../../core/index.js';
import type { EdgeType } from '../schema/schema.js';
import { joinLinks, ofRelation } from './link-lists.js';
import type { LinkPairs, LinkSpace } from './link-negatives.js';
import { NegativeSampler } from './negative-sampler.js';

/**
 * Pairs without a link for some links, one after another and again from the first: each keeps a source, and has a target by its links to the
 * power of 0.75. A pair may come twice.
 *
 * @param space of the relation: which links there are
 * @throws {HeteroGraphError} TOO_FEW_CANDIDATES
 */
export function drawByDegree(
  { numSources, numTargets, isSymmetric, links }: LinkSpace,
  type: EdgeType,
  of: LinkPairs,
  count: number,
  stream: RandomStream,
): LinkPairs {
  const there = ofRelation(links, 0);
  const known = isSymmetric ? joinLinks([there, { ...there, source: links.target, target: links.source }]) : there;
  const sizes = (node: string) => (node === type[0] ? numSources : numTargets);
  const sampler = new NegativeSampler(known, [type], sizes, { by: 'degree', replace: 'target' });
  const rows = Int32Array.from({ length: of.source.length === 0 ? 0 : count }, (_, i) => i % of.source.length);
  const asked = { source: rows.map((i) => of.source[i]!), target: rows.map((i) => of.target[i]!) };
  const { source, target } = sampler.draw(ofRelation(asked, 0), 1, stream);
  return { source, target };
}
