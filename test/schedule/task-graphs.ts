import type { RandomStream } from '../../src/core/index.js';
import type { Dependency, Task, TaskGraph, TaskGraphSpec, TransferCost } from '../../src/schedule/index.js';

// Only types are imported: benchmarks run this with the library that they measure, see bench/task-graphs.mjs.

export interface ShapeOptions {
  /** Speeds of the devices relative to the first, by kind of work; a kind that is left out cannot run there. */
  readonly devices: readonly Readonly<Record<string, number>>[];
  readonly seed: number;
}

/** Jobs of one kind that arrive over time, with exponential times between them. */
export interface JobStream {
  readonly graph: TaskGraph;
  /** Arrival of each task's job, milliseconds. */
  readonly arrivals: Float64Array;
  /** Tasks of job j are [j size, (j + 1) size). */
  readonly jobSize: number;
}

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

/** Random task graphs to compare schedulers on. */
export function taskGraphs(library: { TaskGraph: typeof TaskGraph; RandomStream: typeof RandomStream }) {
  /** Devices like those the library has: a pool of threads, a native library without our sparse kernels' speed, and a GPU. */
  const typicalDevices: readonly Readonly<Record<string, number>>[] = [
    { mean: 1, project: 1, add: 1, disk: 1, dense: 1 },
    { mean: 0.3, project: 0.7, add: 1, dense: 2 },
    { mean: 4, project: 3, add: 3, dense: 8 },
  ];

  /** Collects tasks of given work, milliseconds on a device of speed 1. */
  class Shape {
    readonly #devices: ShapeOptions['devices'];
    readonly #tasks: Task[] = [];
    readonly #dependencies: Dependency[] = [];

    constructor(devices: ShapeOptions['devices']) {
      this.#devices = devices;
    }

    add(name: string, kind: string, work: number, before: readonly number[], bytes: number): number {
      const to = this.#tasks.length;
      const costs = this.#devices.map((speeds) => (speeds[kind] ? work / speeds[kind] : Number.POSITIVE_INFINITY));
      this.#tasks.push({ name, costs });
      for (const from of new Set(before)) this.#dependencies.push({ from, to, bytes });
      return to;
    }

    build(): TaskGraph {
      return new library.TaskGraph({ tasks: this.#tasks, dependencies: this.#dependencies });
    }
  }

  /**
   * RpHGNN's pre-computation on a graph with random sizes: every iteration, every relation gives at both ends a mean, a projection, and
   * an addition to the end's sum, in order; the first type is the target and keeps its means.
   */
  function propagationShape({
    types,
    relations,
    hops,
    devices,
    seed,
  }: ShapeOptions & { types: number; relations: number; hops: number }): TaskGraph {
    const stream = new library.RandomStream(seed, 'propagation-shape');
    const shape = new Shape(devices);
    const sizes = Array.from({ length: types }, () => 5 + 45 * stream.next());
    // Every type is reached; the rest is chance.
    const ends = Array.from(
      { length: relations },
      (_, r) =>
        [
          r < types - 1 ? r + 1 : stream.nextInt(types),
          r < types - 1 ? stream.nextInt(r + 1) : stream.nextInt(types),
        ] as const,
    );
    let state = sizes.map((size, t) => shape.add(`type ${t}`, 'add', size / 4, [], size));
    for (let k = 0; k < hops; k++) {
      const next = [...state];
      for (const [r, [a, b]] of ends.entries()) {
        for (const [t, u] of a === b
          ? [[a, b]]
          : [
              [a, b],
              [b, a],
            ]) {
          const mean = shape.add(`mean ${r}.${t}.${k}`, 'mean', sizes[t!]! + sizes[u!]!, [state[u!]!], sizes[u!]!);
          if (t === 0) shape.add(`keep ${r}.${k}`, 'add', sizes[t]! / 4, [mean], sizes[t]!);
          const projected = shape.add(`project ${r}.${t}.${k}`, 'project', 2 * sizes[t!]!, [mean], sizes[t!]!);
          const before = next[t!] === state[t!] ? [projected] : [projected, next[t!]!];
          next[t!] = shape.add(`add ${r}.${t}.${k}`, 'add', sizes[t!]! / 4, before, sizes[t!]!);
        }
      }
      state = next;
    }
    return shape.build();
  }

  /** Means along metapaths, as in SeHGNN: paths share their beginnings, and each is projected at its end. */
  function metapathShape({
    types,
    length,
    devices,
    seed,
  }: ShapeOptions & { types: number; length: number }): TaskGraph {
    const stream = new library.RandomStream(seed, 'metapath-shape');
    const shape = new Shape(devices);
    const sizes = Array.from({ length: types }, () => 5 + 45 * stream.next());
    let paths = sizes.map((size, t) => ({ end: t, task: shape.add(`type ${t}`, 'add', size / 4, [], size) }));
    for (let l = 1; l <= length; l++) {
      paths = paths.flatMap(({ end, task }) =>
        sizes.flatMap((size, t) => {
          if (t === end || stream.next() < 0.4) return [];
          const mean = shape.add(`mean ${l} ${task}>${t}`, 'mean', size + sizes[end]!, [task], sizes[end]!);
          if (t === 0) shape.add(`project ${mean}`, 'project', size, [mean], size);
          return [{ end: t, task: mean }];
        }),
      );
    }
    return shape.build();
  }

  /** Evaluation over many batches: each is gathered, goes through dense layers, and is scored. */
  function batchesShape({
    batches,
    layers,
    devices,
    seed,
  }: ShapeOptions & { batches: number; layers: number }): TaskGraph {
    const stream = new library.RandomStream(seed, 'batches-shape');
    const shape = new Shape(devices);
    for (let b = 0; b < batches; b++) {
      const size = b === batches - 1 ? 10 * (0.1 + 0.9 * stream.next()) : 10;
      let last = shape.add(`gather ${b}`, 'add', size / 2, [], size);
      for (let l = 0; l < layers; l++) last = shape.add(`layer ${b}.${l}`, 'dense', size, [last], size / 2);
      shape.add(`score ${b}`, 'add', size / 5, [last], size / 10);
    }
    return shape.build();
  }

  /** The setting that DeepSoCS (Sung et al. 2020, arXiv 2005.07666) simulates: one job graph, injected over and over. */
  function jobStream(
    job: TaskGraphSpec,
    { jobs, meanGap, seed }: { jobs: number; meanGap: number; seed: number },
  ): JobStream {
    const stream = new library.RandomStream(seed, 'jobs');
    const size = job.tasks.length;
    const arrivals = new Float64Array(jobs * size);
    let at = 0;
    for (let j = 0; j < jobs; j++) {
      arrivals.fill(at, j * size, (j + 1) * size);
      at += -meanGap * Math.log(1 - stream.next());
    }
    const all = <T>(make: (j: number) => readonly T[]) => Array.from({ length: jobs }, (_, j) => make(j)).flat();
    const graph = new library.TaskGraph({
      tasks: all((j) => job.tasks.map(({ name, costs }) => ({ name: `${name} of ${j}`, costs }))),
      dependencies: all((j) =>
        job.dependencies.map(({ from, to, bytes }) => ({ from: from + j * size, to: to + j * size, bytes })),
      ),
    });
    return { graph, arrivals, jobSize: size };
  }

  /** Milliseconds from a job's arrival to its end, on average. */
  function meanJobTime({ arrivals, jobSize }: JobStream, tasks: readonly { readonly end: number }[]): number {
    const jobs = arrivals.length / jobSize;
    let sum = 0;
    for (let j = 0; j < jobs; j++) {
      let end = 0;
      for (let i = j * jobSize; i < (j + 1) * jobSize; i++) end = Math.max(end, tasks[i]!.end);
      sum += end - arrivals[j * jobSize]!;
    }
    return sum / Math.max(1, jobs);
  }

  /** One millisecond for every byte between any two devices: sizes are times. */
  const unitTransfer: TransferCost = (bytes) => bytes;

  /**
   * A random layered graph with costs, as schedulers are compared on (Topcuoglu, Hariri, Wu 2002, section 5): layers of about
   * sqrt(tasks) x shape tasks, each task needing one to three of earlier layers.
   */
  function randomTaskGraph(options: RandomTaskGraphOptions): TaskGraph {
    const { numTasks, numDevices, ccr, shape = 1, heterogeneity = 1, seed } = options;
    const stream = new library.RandomStream(seed, 'task-graph');
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
    return new library.TaskGraph({ tasks, dependencies });
  }

  return {
    typicalDevices,
    propagationShape,
    metapathShape,
    batchesShape,
    jobStream,
    meanJobTime,
    unitTransfer,
    randomTaskGraph,
  };
}
