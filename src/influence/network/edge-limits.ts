import { type ErrorCode, HeteroGraphError, RandomStream } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import type { ChunkedPasses } from './chunked-passes.js';
import type { EdgeCallback } from './diffusion-options.js';
import type { RelationFlow } from './flows.js';
import { MIN_PROBABILITY, thresholdOf } from './network.js';
import { edgeNumbers } from './number-column.js';

const LEVELS: readonly number[] = [0.1, 0.01, 0.001];

/**
 * Thresholds of the edges of a relation that has its own for each, [E], 0 where an edge is never live; undefined where one number
 * says it all.
 *
 * @throws {HeteroGraphError} INVALID_PROBABILITY naming the first bad row, as `edgeNumbers` does, ABORTED
 */
export async function edgeLimits(
  graph: HeteroGraph,
  flow: RelationFlow,
  seed: number,
  passes: ChunkedPasses,
): Promise<Uint32Array | undefined> {
  if (flow.model === 'trivalency') return drawnLimits(graph.numEdges(flow.type), flow, seed, passes);
  if (flow.model !== 'ic' || typeof flow.probability === 'number') return undefined;
  const values = await valuesOf(graph, flow, flow.probability!, passes);
  const limits = new Uint32Array(values.length);
  await passes.run(values.length, values.length, (from, to) => {
    for (let e = from; e < to; e++) {
      const p = values[e]!;
      // NaN fails both.
      if (!(p >= 0 && p <= 1)) throw badNumber('INVALID_PROBABILITY', 'probability', p, e, flow);
      if (p >= MIN_PROBABILITY) limits[e] = thresholdOf(p);
    }
  });
  return limits;
}

/**
 * Weights of the edges of a relation under linear threshold, [E]; undefined where they follow from degrees.
 *
 * @throws {HeteroGraphError} INVALID_WEIGHT naming the first bad row, as `edgeNumbers` does, ABORTED
 */
export async function edgeWeights(
  graph: HeteroGraph,
  flow: RelationFlow,
  passes: ChunkedPasses,
): Promise<ArrayLike<number> | undefined> {
  if (flow.model !== 'lt' || flow.weight === undefined) return undefined;
  const values = await valuesOf(graph, flow, flow.weight, passes);
  await passes.run(values.length, values.length, (from, to) => {
    for (let e = from; e < to; e++) {
      const weight = values[e]!;
      if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
        throw badNumber('INVALID_WEIGHT', 'weight', weight, e, flow);
    }
  });
  return values;
}

/** Passes over the edges of a relation that {@link edgeLimits} and {@link edgeWeights} make. */
export function passesOf({ model, probability, weight }: RelationFlow): number {
  if (model === 'trivalency') return 1;
  const given = model === 'ic' ? probability : model === 'lt' ? weight : undefined;
  return given === undefined || typeof given === 'number' ? 0 : typeof given === 'string' ? 1 : 2;
}

async function valuesOf(
  graph: HeteroGraph,
  { type }: RelationFlow,
  given: string | EdgeCallback,
  passes: ChunkedPasses,
): Promise<ArrayLike<number>> {
  if (typeof given === 'string') return edgeNumbers(graph, type, given);
  const { source, target } = graph.edgeIndex(type);
  const values = new Float64Array(source.length);
  await passes.run(values.length, values.length, (from, to) => {
    for (let e = from; e < to; e++) values[e] = given(e, source[e]!, target[e]!);
  });
  return values;
}

async function drawnLimits(
  numEdges: number,
  { name, levels = LEVELS }: RelationFlow,
  seed: number,
  passes: ChunkedPasses,
): Promise<Uint32Array> {
  const table = Uint32Array.from(levels, (p) => (p >= MIN_PROBABILITY ? thresholdOf(p) : 0));
  const stream = new RandomStream(seed, 'influence', 'trivalency', name);
  const limits = new Uint32Array(numEdges);
  await passes.run(numEdges, numEdges, (from, to) => {
    for (let e = from; e < to; e++) limits[e] = table[Math.floor(stream.next() * table.length)]!;
  });
  return limits;
}

function badNumber(code: ErrorCode, what: 'probability' | 'weight', value: number, row: number, flow: RelationFlow) {
  const given = flow[what];
  const range = what === 'weight' ? 'finite and at least 0' : 'in [0, 1]';
  return new HeteroGraphError(code, `A ${what} is ${value}; it must be ${range}.`, {
    type: flow.name,
    column: typeof given === 'string' ? given : what,
    row,
    hint:
      what === 'weight'
        ? 'Leave out edges that carry nothing, or give them 0.'
        : 'Scale the numbers, or learn probabilities from them first.',
  });
}
