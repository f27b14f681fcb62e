import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import { type Arrivals, attachmentLikelihood } from './simple/attachment-likelihood.js';

export interface AttachmentEdges {
  readonly numNodes: number;
  /** [E] */
  readonly source: ArrayLike<number>;
  /** [E], of which the in-degrees count. */
  readonly target: ArrayLike<number>;
  /** [E], when each edge came: any finite numbers. */
  readonly time: ArrayLike<number>;
}

export interface AttachmentFit {
  /** A node of in-degree k is chosen in proportion to (k + 1)^exponent: 0 at random, 1 in proportion to degrees. */
  readonly exponent: number;
  /** Standard error of the exponent; infinite where the edges say nothing of it. */
  readonly sigma: number;
  /** Edges to nodes that had had an edge before: those that it is fitted to. */
  readonly numEdges: number;
  readonly logLikelihood: number;
  /** Of nodes chosen at random (exponent 0), to compare with. */
  readonly logLikelihoodAtRandom: number;
}

const list = z.custom<ArrayLike<number>>(
  (value) => Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView)),
  'an array of numbers',
);
const schema = z.strictObject({ numNodes: option.countFrom(0), source: list, target: list, time: list });

/** Exponents are looked for between these. */
const [LEAST, MOST] = [-10, 10];

/**
 * How strongly new edges prefer nodes that have many: the exponent of preferential attachment of the largest likelihood, over the edges in
 * the order of their times (Barabasi and Albert 1999; Pham, Sheridan, Shimodaira, "PAFit", 2015, with a power as kernel). Edges of one time
 * see the degrees before it; a node is there from its first edge on. O(E log E), some twenty passes.
 *
 * @example
 * const { exponent, sigma } = fitAttachment({ numNodes: 4, source: [1, 2, 3, 3], target: [0, 0, 0, 1], time: [1, 2, 3, 4] });
 * @throws {HeteroGraphError} INVALID_OPTION; SHAPE_MISMATCH; INDEX_OUT_OF_RANGE; NON_FINITE for a time; NO_ROWS where no edge goes to a node
 * that was there
 */
export function fitAttachment(edges: AttachmentEdges): AttachmentFit {
  checkOptions(schema, edges, { what: 'edges' });
  const arrivals = inOrder(edges);
  const random = attachmentLikelihood(arrivals, 0);
  if (random.numEdges === 0) {
    throw new HeteroGraphError('NO_ROWS', 'No edge goes to a node that had an edge before.', {
      column: 'time',
      hint: 'Edges of several times are needed, some of them to the same nodes.',
    });
  }
  // The likelihood is concave: its slope falls, and is halved in between.
  let [low, high] = [LEAST, MOST];
  let [exponent, found] = [0, random];
  const isFlat = () => Math.abs(found.slope) <= 1e-12 * found.numEdges;
  for (let round = 0; round < 60 && high - low > 1e-10 && !isFlat(); round++) {
    if (found.slope > 0) low = exponent;
    else high = exponent;
    const newton = exponent - found.slope / found.curvature;
    exponent = newton > low && newton < high ? newton : (low + high) / 2;
    found = attachmentLikelihood(arrivals, exponent);
  }
  return {
    exponent,
    sigma: found.curvature < 0 ? 1 / Math.sqrt(-found.curvature) : Number.POSITIVE_INFINITY,
    numEdges: found.numEdges,
    logLikelihood: found.value,
    logLikelihoodAtRandom: random.value,
  };
}

function inOrder({ numNodes, source, target, time }: AttachmentEdges): Arrivals {
  const count = source.length;
  for (const [name, values] of Object.entries({ target, time })) {
    if (values.length === count) continue;
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${count} sources and ${values.length} of ${name}.`, {
      column: name,
      hint: 'Each edge has one of them.',
    });
  }
  for (const [name, nodes] of Object.entries({ source, target })) {
    for (let e = 0; e < count; e++) {
      if (Number.isInteger(nodes[e]) && nodes[e]! >= 0 && nodes[e]! < numNodes) continue;
      throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `${name} of edge ${e} is ${nodes[e]}.`, {
        ...{ column: name, row: e },
        hint: `Nodes are numbers from 0, below ${numNodes}.`,
      });
    }
  }
  for (let e = 0; e < count; e++) {
    if (Number.isFinite(time[e])) continue;
    throw new HeteroGraphError('NON_FINITE', `The time of edge ${e} is ${time[e]}.`, {
      ...{ column: 'time', row: e },
      hint: 'Leave out edges whose time is not known.',
    });
  }
  const order = Int32Array.from({ length: count }, (_, e) => e).sort((a, b) => time[a]! - time[b]!);
  const starts = Array.from(order.keys()).filter((i) => i === 0 || time[order[i]!] !== time[order[i - 1]!]);
  return {
    numNodes,
    source: order.map((e) => source[e]!),
    target: order.map((e) => target[e]!),
    starts: Int32Array.from([...starts, count]),
  };
}
