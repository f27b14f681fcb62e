import { checkRows, HeteroGraphError, RandomStream } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';

/** The nodes that a batch is about. */
export interface Seeds {
  /** Rows by node type; one type, or several, such as both ends of links. A row may be there twice. */
  readonly rows: Readonly<Record<string, Int32Array>>;
  /** Of time-aware samplers: the time of every seed, by node type. Default: the nodes' own times. */
  readonly times?: Readonly<Record<string, ArrayLike<number>>>;
}

/** What all that is random about a batch follows from. */
export interface BatchKey {
  readonly seed: number;
  /** Default 0. */
  readonly epoch?: number;
  /** Number of the batch in its epoch; default 0. */
  readonly batch?: number;
}

/** Seeds in the order of the graph's node types, as a kernel reads them. */
export interface SeedArrays {
  readonly rows: readonly Int32Array[];
  /** Of all seeds, type by type; undefined where the sampler knows no time. */
  readonly times: Float64Array | undefined;
}

/**
 * @param ownTimes times of the nodes by type; undefined where the sampler knows no time
 * @throws {HeteroGraphError} UNKNOWN_TYPE, WRONG_DTYPE, INDEX_OUT_OF_RANGE; MISSING_TIME, SHAPE_MISMATCH of times
 */
export function seedArrays(
  graph: HeteroGraph,
  { rows, times }: Seeds,
  ownTimes: ReadonlyMap<string, Float64Array> | undefined,
): SeedArrays {
  const given = new Map(Object.entries(rows));
  for (const [type, each] of given) checkRows(each, graph.numNodes(type), `The seeds of "${type}"`, { type });
  const byType = graph.nodeTypes.map((type) => given.get(type) ?? new Int32Array(0));
  if (!ownTimes) return { rows: byType, times: undefined };
  const givenTimes = new Map(Object.entries(times ?? {}));
  const total = byType.reduce((sum, { length }) => sum + length, 0);
  const all = new Float64Array(total);
  let at = 0;
  for (const [t, type] of graph.nodeTypes.entries()) {
    const own = byType[t]!;
    const values = givenTimes.get(type) ?? timesOf(type, own, ownTimes.get(type));
    if (values.length !== own.length) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${values.length} times for ${own.length} seeds.`, {
        type,
        hint: 'Give a time for every seed, in the order of the seeds.',
      });
    }
    for (let i = 0; i < own.length; i++) {
      all[at] = values[i]!;
      if (Number.isNaN(all[at++])) throw missingTime(type, i);
    }
  }
  return { rows: byType, times: all };
}

function timesOf(type: string, rows: Int32Array, own: Float64Array | undefined): ArrayLike<number> {
  if (own || rows.length === 0) return Float64Array.from(rows, (row) => own![row]!);
  throw missingTime(type, 0);
}

function missingTime(type: string, row: number): HeteroGraphError {
  return new HeteroGraphError('MISSING_TIME', 'A seed has no time.', {
    ...{ type, row },
    hint: 'Give the times of seeds: { rows: { author: rows }, times: { author: times } }.',
  });
}

/** State of a kernel's random words, two words of 32 bits. */
export function randomState({ seed, epoch = 0, batch = 0 }: BatchKey): [number, number] {
  const stream = new RandomStream(seed, 'sampling', epoch, batch);
  return [stream.uint32At(0), stream.uint32At(1)];
}
