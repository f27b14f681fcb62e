import { RandomStream } from '../core/index.js';
import { type Dependency, TaskGraph, type TransferCost } from './task-graph.js';

export interface RandomTaskGraphOptions {
  readonly numTasks: number;
  readonly numDevices: number;
  /** Mean time to move a result over mean time to make it ("communication to computation ratio"). */
  readonly ccr: number;
  /** Above 1 wide and short, below 1 narrow and long; default 1. */
  readonly shape?: number;
  /** How much devices differ, in [0, 2]; default 1. */
  readonly heterogeneity?: number;
  readonly seed: number;
}

/** One millisecond for every byte between any two devices: sizes are times. */
export const unitTransfer: TransferCost = (bytes) => bytes;

/**
 * A random layered graph with costs, as schedulers are compared on (Topcuoglu, Hariri, Wu 2002, section 5): layers of about
 * sqrt(tasks) x shape tasks, each task needing one to three of earlier layers.
 */
export function randomTaskGraph(options: RandomTaskGraphOptions): TaskGraph {
  const { numTasks, numDevices, ccr, shape = 1, heterogeneity = 1, seed } = options;
  const stream = new RandomStream(seed, 'task-graph');
  const mean = 20;
  const tasks = Array.from({ length: numTasks }, (_, t) => {
    const own = mean * 2 * stream.next();
    const costs = Array.from({ length: numDevices }, () => own * (1 + heterogeneity * (stream.next() - 0.5)));
    return { name: `task ${t}`, costs };
  });
  const layerSize = Math.max(1, Math.round(Math.sqrt(numTasks) * shape));
  const dependencies: Dependency[] = [];
  for (let to = layerSize; to < numTasks; to++) {
    const end = Math.floor(to / layerSize) * layerSize;
    const parents = 1 + stream.nextInt(3);
    const chosen = new Set(
      Array.from({ length: parents }, () => end - 1 - stream.nextInt(Math.min(end, 2 * layerSize))),
    );
    for (const from of chosen) dependencies.push({ from, to, bytes: mean * ccr * 2 * stream.next() });
  }
  return new TaskGraph({ tasks, dependencies });
}
