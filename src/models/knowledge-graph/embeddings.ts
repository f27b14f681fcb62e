import { getPool } from '../../compute/index.js';
import { gatherInto, multiplyInto, Placement } from '../../compute/internal.js';
import type { EdgeType } from '../../graph/index.js';
import type { LinkQueries } from '../core/link-types.js';
import { distances } from './distance.js';
import type { Family } from './family.js';
import type { NodeSpace } from './node-space.js';

/** Values of nodes [N, w] and relations [2 R, v], with what makes scores of them. They may lie in the kernels' memory. */
export interface Embeddings {
  readonly family: Family;
  readonly rank: number;
  readonly space: NodeSpace;
  /** Edge types that were trained on, those to be predicted first. */
  readonly edgeTypes: readonly EdgeType[];
  readonly nodes: Float32Array;
  readonly relations: Float32Array;
}

/** Scores of all nodes of a type as answers, [B, N]. O(B N w). */
export function scoresOfAll(
  embeddings: Embeddings,
  { side, known, relation }: LinkQueries,
  type: string,
): Float32Array {
  const { family, rank, space, edgeTypes, nodes, relations } = embeddings;
  const [w, v] = [family.nodeWidth(rank), family.relationWidth(rank)];
  const pool = getPool();
  const { arena } = pool;
  const place = new Placement(arena);
  try {
    const B = known.length;
    const [start, size] = [space.start(type), space.size(type)];
    const end = side === 'target' ? 0 : 2;
    const shift = side === 'target' ? 0 : edgeTypes.length;
    const rows = known.map((row, i) => space.start(edgeTypes[relation[i]!]![end]) + row);
    const asked = relation.map((r) => r + shift);
    const block = (length: number) => arena.float32(place.block(length * 4), length);
    const [h, r, q] = [block(B * w), block(B * v), block(B * w)];
    gatherInto(pool, place.of(nodes), place.of(rows), B, w, h.byteOffset);
    gatherInto(pool, place.of(relations), place.of(asked), B, v, r.byteOffset);
    family.query(h, r, q, rank);
    const answers = nodes.subarray(start * w, (start + size) * w);
    const scores = block(B * size);
    const product = { bias: 0, m: B, n: size, k: w, transposeA: false, transposeB: true };
    multiplyInto(pool, { ...product, a: q.byteOffset, b: place.of(answers), out: scores.byteOffset });
    if (family.compares === 'distance') distances(q, answers, scores, w);
    return scores.slice();
  } finally {
    place.dispose();
  }
}

/** Scores of pairs: of an answer to the question for the target and to that for the source, the mean. O(pairs x w). */
export function scoresOfPairs(
  { family, rank, space, edgeTypes, nodes, relations }: Embeddings,
  {
    source,
    target,
    relation,
  }: { readonly source: Int32Array; readonly target: Int32Array; readonly relation: Int32Array },
): Float32Array {
  const [w, v] = [family.nodeWidth(rank), family.relationWidth(rank)];
  const query = new Float32Array(w);
  const one = (known: number, asked: number, answer: number) => {
    family.query(
      nodes.subarray(known * w, (known + 1) * w),
      relations.subarray(asked * v, (asked + 1) * v),
      query,
      rank,
    );
    let sum = 0;
    if (family.compares === 'product') for (let k = 0; k < w; k++) sum += query[k]! * nodes[answer * w + k]!;
    else for (let k = 0; k < w; k++) sum += (query[k]! - nodes[answer * w + k]!) ** 2;
    return family.compares === 'product' ? sum : -Math.sqrt(sum);
  };
  return Float32Array.from(source, (from, i) => {
    const r = relation[i]!;
    const [fromType, , toType] = edgeTypes[r]!;
    const [a, b] = [space.start(fromType) + from, space.start(toType) + target[i]!];
    return (one(a, r, b) + one(b, r + edgeTypes.length, a)) / 2;
  });
}
