import { type RunOptions, YieldTimer } from '../../core/index.js';
import { buildAdjacency } from '../../graph/index.js';
import type { PlainEdges } from '../network/from-edges.js';
import type { OrderedLog } from './action-log.js';

/** What a log says about every edge u to v. */
export interface Credits {
  /** Actions a node took, [N]. */
  readonly acts: Int32Array;
  /** Actions that both ends took, [E]. */
  readonly both: Int32Array;
  /** Those of them in which v was not behind u, so that u had nothing to try, [E]. */
  readonly early: Int32Array;
  /** Those in which v was behind u within the window, so that u may have led to it, [E]. */
  readonly possible: Int32Array;
  /**
   * Acts that somebody may have led to: act i shares its credit among the edges `edges[starts[i]]` .. `edges[starts[i + 1] - 1]`,
   * at least one.
   */
  readonly starts: Int32Array;
  readonly edges: Int32Array;
}

/**
 * Finds for every act the in-edges whose sources acted before it, at most `window` earlier. O(N + E + sum of in-degrees over all acts).
 *
 * @throws {HeteroGraphError} ABORTED
 */
export async function findCredits(
  { numNodes, source, target }: PlainEdges,
  log: OrderedLog,
  window: number,
  { signal, onProgress }: RunOptions = {},
): Promise<Credits> {
  const into = buildAdjacency(target, source, numNodes, numNodes);
  const acts = new Int32Array(numNodes);
  const [both, early, possible] = [0, 0, 0].map(() => new Int32Array(source.length)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const [starts, edges] = [new Numbers(), new Numbers()];
  const actionOf = new Int32Array(numNodes).fill(-1);
  const timeOf = new Float64Array(numNodes);
  const yieldTimer = new YieldTimer(signal);
  for (let a = 0; a < log.numActions; a++) {
    const [begin, end] = [log.starts[a]!, log.starts[a + 1]!];
    for (let i = begin; i < end; i++) {
      actionOf[log.users[i]!] = a;
      timeOf[log.users[i]!] = log.times[i]!;
    }
    for (let i = begin; i < end; i++) {
      const v = log.users[i]!;
      const before = edges.length;
      acts[v]!++;
      for (let at = into.indptr[v]!; at < into.indptr[v + 1]!; at++) {
        const u = into.indices[at]!;
        if (actionOf[u] !== a) continue;
        const e = into.edges[at]!;
        const delay = log.times[i]! - timeOf[u]!;
        both[e]!++;
        if (delay <= 0) early[e]!++;
        else if (delay <= window) {
          possible[e]!++;
          edges.push(e);
        }
      }
      if (edges.length > before) starts.push(before);
    }
    if (!yieldTimer.isDue()) continue;
    onProgress?.({ stage: 'credits', done: a + 1, total: log.numActions, unit: 'actions' });
    await yieldTimer.yieldNow();
  }
  starts.push(edges.length);
  return { acts, both, early, possible, starts: starts.values(), edges: edges.values() };
}

/** Numbers one after the other. */
class Numbers {
  #values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const values = new Int32Array(2 * this.length);
      values.set(this.#values);
      this.#values = values;
    }
    this.#values[this.length++] = value;
  }

  values(): Int32Array {
    return this.#values.slice(0, this.length);
  }
}
