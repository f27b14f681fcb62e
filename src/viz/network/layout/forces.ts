import iterate from 'graphology-layout-forceatlas2/iterate.js';
import type { Pieces } from '../../../core/index.js';
import type { Parts } from './parts.js';

/** How strong the forces are. */
export interface ForceSettings {
  readonly iterations: number;
  readonly gravity: number;
  readonly scaling: number;
  readonly linLog: boolean;
}

/** One part as the library works on it: its settings, 10 numbers a node, 3 a pair. Plain data, to be handed to a thread. */
export interface ForceJob {
  readonly settings: Readonly<Record<string, number | boolean>>;
  readonly nodes: Float64Array;
  readonly pairs: Float64Array;
}

const PER_NODE = 10;
const PER_PAIR = 3;
/** From so many nodes on, far nodes are taken together (Barnes and Hut). */
const FROM_NODES = 400;

/** A job for each part of several nodes; a lone node has no forces. */
export function forceJobs(parts: Parts, positions: Float64Array, settings: ForceSettings): ForceJob[] {
  const jobs: ForceJob[] = [];
  for (let part = 0; part + 1 < parts.nodeStarts.length; part++) {
    const [first, end] = [parts.nodeStarts[part]!, parts.nodeStarts[part + 1]!];
    if (end - first < 2) continue;
    const [from, to] = [parts.pairStarts[part]!, parts.pairStarts[part + 1]!];
    const nodes = new Float64Array(PER_NODE * (end - first));
    const pairs = new Float64Array(PER_PAIR * (to - from));
    for (let i = 0; i < end - first; i++) {
      const at = PER_NODE * i;
      nodes[at] = positions[2 * (first + i)]!;
      nodes[at + 1] = positions[2 * (first + i) + 1]!;
      // Mass, convergence and size; the mass grows by the weights of the edges.
      for (const member of [6, 7, 8]) nodes[at + member] = 1;
    }
    for (let e = from; e < to; e++) {
      const [u, v] = [PER_NODE * parts.source[e]!, PER_NODE * parts.target[e]!];
      pairs.set([u, v, parts.weight[e]!], PER_PAIR * (e - from));
      nodes[u + 6]! += parts.weight[e]!;
      nodes[v + 6]! += parts.weight[e]!;
    }
    jobs.push({ nodes, pairs, settings: settingsOf(settings, end - first) });
  }
  return jobs;
}

/** What the library itself infers from the number of nodes, where nothing else is asked for. */
function settingsOf({ gravity, scaling, linLog }: ForceSettings, numNodes: number): ForceJob['settings'] {
  return {
    linLogMode: linLog,
    outboundAttractionDistribution: false,
    adjustSizes: false,
    edgeWeightInfluence: 1,
    scalingRatio: scaling,
    strongGravityMode: true,
    gravity,
    slowDown: 1 + Math.log(numNodes),
    barnesHutOptimize: numNodes >= FROM_NODES,
    barnesHutTheta: 1.2,
  };
}

/** Works on the jobs on the calling thread. @param onDone given the iterations times nodes so far */
export function* runForces(
  jobs: readonly ForceJob[],
  iterations: number,
  onDone: (done: number) => void,
): Pieces<void> {
  let done = 0;
  for (const { settings, nodes, pairs } of jobs) {
    for (let i = 0; i < iterations; i++) {
      iterate(settings, nodes, pairs);
      onDone((done += nodes.length / PER_NODE));
      yield;
    }
  }
}

/** Where the jobs left their nodes, into the positions, [N, 2] in the order of the parts. */
export function takePositions(parts: Parts, jobs: readonly Pick<ForceJob, 'nodes'>[], positions: Float64Array): void {
  let job = 0;
  for (let part = 0; part + 1 < parts.nodeStarts.length; part++) {
    const [first, end] = [parts.nodeStarts[part]!, parts.nodeStarts[part + 1]!];
    if (end - first < 2) continue;
    const { nodes } = jobs[job++]!;
    for (let i = 0; i < end - first; i++) {
      positions[2 * (first + i)] = nodes[PER_NODE * i]!;
      positions[2 * (first + i) + 1] = nodes[PER_NODE * i + 1]!;
    }
  }
}
