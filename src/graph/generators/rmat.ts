import { expectArgument, HeteroGraphError, RandomStream } from '../../core/index.js';
import { GraphBuilder } from '../build/builder.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { checkCount, checkNumber, withinMemory } from '../options/check-option.js';
import type { EdgeType } from '../schema/schema.js';

export interface RmatOptions {
  /** The graph has 2^scale nodes; in [0, 30]. */
  readonly scale: number;
  /** Edges; parallel edges and self loops occur. */
  readonly numEdges: number;
  /** Shares of the upper left, upper right and lower left quadrant; the fourth is the rest. Default 0.57, 0.19, 0.19. */
  readonly a?: number;
  readonly b?: number;
  readonly c?: number;
  readonly seed: number;
  /** Default `['node', 'edge', 'node']`; source and target type must be the same. */
  readonly type?: EdgeType;
}

/** Probabilities are compared in 16 bits: two levels a random word. */
const ONE = 65536;

/**
 * A recursive-matrix graph: skewed degrees and communities within communities. Probabilities are rounded to 1/65,536 and
 * not perturbed from level to level. O(numEdges * scale).
 *
 * @throws {HeteroGraphError} INVALID_OPTION, OUT_OF_MEMORY
 * @see Chakrabarti, Zhan and Faloutsos, "R-MAT: a recursive model for graph mining", SDM 2004
 */
export function rmatGraph(options: RmatOptions): HeteroGraph {
  return withinMemory(() => drawRmat(options));
}

function drawRmat(options: RmatOptions): HeteroGraph {
  expectArgument(options, 'object', 'options');
  const { a = 0.57, b = 0.19, c = 0.19, seed, type = ['node', 'edge', 'node'] } = options;
  const scale = checkCount('scale', options.scale, 0, 30);
  const numEdges = checkCount('numEdges', options.numEdges);
  for (const [name, share] of Object.entries({ a, b, c })) checkNumber(name, share, 0, 1);
  checkNumber('a + b + c', a + b + c, 0, 1 + 1e-12);
  if (type[0] !== type[2]) {
    throw new HeteroGraphError('INVALID_OPTION', 'An R-MAT graph has one node type.', {
      type: type.join('>'),
      hint: "Name the same node type for both ends, such as ['page', 'links', 'page'].",
    });
  }
  const [upToA, upToB, upToC] = [a * ONE, (a + b) * ONE, (a + b + c) * ONE].map(Math.round) as [number, number, number];
  const stream = new RandomStream(seed, 'rmat');
  const source = new Int32Array(numEdges);
  const target = new Int32Array(numEdges);
  for (let e = 0; e < numEdges; e++) {
    let from = 0;
    let to = 0;
    let word = 0;
    for (let level = 0; level < scale; level++) {
      word = level % 2 === 0 ? stream.nextUint32() : word >>> 16;
      const draw = word & (ONE - 1);
      from = from * 2 + (draw >= upToB ? 1 : 0);
      to = to * 2 + ((draw >= upToA && draw < upToB) || draw >= upToC ? 1 : 0);
    }
    source[e] = from;
    target[e] = to;
  }
  const builder = new GraphBuilder().addNodes(type[0], 2 ** scale);
  return builder.addEdges(type, { source, target }, { endpoints: 'index', adopt: true }).build();
}
