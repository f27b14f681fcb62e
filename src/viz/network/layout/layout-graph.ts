import * as z from 'zod/mini';
import {
  checkOptions,
  expectMembers,
  HeteroGraphError,
  option,
  type RunOptions,
  throwIfAborted,
  withPauses,
} from '../../../core/index.js';
import { attractionOf } from './attraction.js';
import { forceLibrary, forcesInThread } from './force-thread.js';
import { forceJobs, runForces, takePositions } from './forces.js';
import { packParts } from './pack.js';
import { partsOf } from './parts.js';
import { startPositions } from './start.js';

/** Nodes 0 to `numNodes - 1` and the edges between them; directions do not matter. */
export interface LayoutInput {
  readonly numNodes: number;
  /** Ends of the edges, [E]. Self loops do nothing, parallel edges attract as often as they are there. */
  readonly source: ArrayLike<number>;
  readonly target: ArrayLike<number>;
  /** How strongly the ends attract each other, above 0, [E]; default 1. */
  readonly weights?: ArrayLike<number>;
}

export interface LayoutOptions extends RunOptions {
  /** Default 500 up to 1000 nodes, then fewer, 100 at the least. */
  readonly iterations?: number;
  /** Default 0. */
  readonly seed?: number;
  /** How strongly nodes are held together, from 0; default 0.05. */
  readonly gravity?: number;
  /** How strongly nodes repel each other, above 0; default 10. */
  readonly scaling?: number;
  /** Attraction by the logarithm of the distance, which draws communities tighter; default false. */
  readonly linLog?: boolean;
}

const optionsSchema = z.strictObject({
  ...option.runOptions,
  iterations: z.optional(option.countFrom(0)),
  seed: z.optional(option.seed),
  gravity: z.optional(option.nonNegative),
  scaling: z.optional(option.positive),
  linLog: z.optional(z.boolean('true or false')),
});

/**
 * Places of nodes on a plane so that neighbours are near, [N, 2], x and y: ForceAtlas2, far nodes taken together. Connected components are
 * laid out by themselves and put side by side. The same numbers for the same seed, whatever the order of the edges. In Node a thread of its own
 * works, in a browser the page's, with pauses. O(iterations (N log N + E)).
 *
 * @example const positions = await layoutGraph({ numNodes: 3, source: [0, 1], target: [1, 2] });
 * @throws {HeteroGraphError} INVALID_OPTION; SHAPE_MISMATCH, INDEX_OUT_OF_RANGE of ends; INVALID_WEIGHT; ABORTED, NO_WORKERS
 * @see Jacomy, Venturini, Heymann and Bastian, "ForceAtlas2, a continuous graph layout algorithm", PLoS ONE 2014
 */
export async function layoutGraph(graph: LayoutInput, options: LayoutOptions = {}): Promise<Float32Array> {
  checkInput(graph);
  checkOptions(optionsSchema, options);
  const { numNodes, source, target, weights } = graph;
  const { seed = 0, gravity = 0.05, scaling = 10, linLog = false, signal, onProgress } = options;
  const iterations = options.iterations ?? defaultIterations(numNodes);
  throwIfAborted(signal);
  const parts = partsOf(numNodes, attractionOf(numNodes, source, target, weights));
  const positions = startPositions(parts, seed);
  const jobs = forceJobs(parts, positions, { iterations, gravity, scaling, linLog });
  const total = jobs.reduce((sum, { nodes }) => sum + nodes.length / 10, 0);
  const onDone = (done: number) =>
    onProgress?.({ stage: 'layout', done: Math.floor(done / total), total: iterations, unit: 'iterations' });
  const library = forceLibrary();
  if (library !== undefined && total > 0 && iterations > 0) {
    takePositions(parts, await forcesInThread(library, jobs, iterations, onDone, signal), positions);
  } else {
    await withPauses(runForces(jobs, iterations, onDone), signal);
    takePositions(parts, jobs, positions);
  }
  packParts(parts, positions);
  const placed = new Float32Array(2 * numNodes);
  for (let i = 0; i < numNodes; i++) {
    placed[2 * parts.nodes[i]!] = positions[2 * i]!;
    placed[2 * parts.nodes[i]! + 1] = positions[2 * i + 1]!;
  }
  return placed;
}

function defaultIterations(numNodes: number): number {
  return numNodes <= 1000 ? 500 : Math.max(100, Math.round(500 * Math.sqrt(1000 / numNodes)));
}

function checkInput(graph: LayoutInput): void {
  expectMembers(graph, 'graph', { numNodes: 'number', source: 'numbers', target: 'numbers' });
  const { numNodes, source, target, weights } = graph;
  checkOptions(option.countFrom(0), numNodes, { what: 'graph.numNodes' });
  if (weights !== undefined) expectMembers(graph, 'graph', { weights: 'numbers' });
  for (const [what, list] of Object.entries({ target, weights })) {
    if (list !== undefined && list.length !== source.length)
      throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${source.length} source and ${list.length} ${what}.`);
  }
  for (let e = 0; e < source.length; e++) {
    for (const end of [source[e]!, target[e]!]) {
      if (Number.isInteger(end) && end >= 0 && end < numNodes) continue;
      throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `Edge ${e} ends at ${end}; there are ${numNodes} nodes.`, {
        row: e,
        hint: 'Nodes are numbered from 0.',
      });
    }
    const weight = weights?.[e] ?? 1;
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY))
      throw new HeteroGraphError('INVALID_WEIGHT', `The weight of edge ${e} is ${weight}.`, {
        row: e,
        hint: 'A weight attracts: a finite number above 0. Leave out edges that should not.',
      });
  }
}
