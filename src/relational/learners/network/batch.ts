import type { WeightedCsr } from '../../../core/index.js';
import type { Anchors } from '../../features/types.js';
import type { Neighbours } from './neighbours.js';
import type { NetworkPlan } from './network-plan.js';
import { type Asked, StateInputs } from './state-inputs.js';
import { withTiesInOrder } from './tied-rows.js';

/** Anchors and all that the network reads of them. */
export interface Batch {
  /** Places of the anchors. */
  readonly anchors: Int32Array;
  /** What the anchors' own states are computed of, [anchors, width]. */
  readonly self: Float32Array;
  /** Of each relation what the states of its rows are computed of, and the weights of these, [anchors * {@link FADES.length}, rows]. */
  readonly relations: readonly { readonly inputs: Float32Array; readonly weights: WeightedCsr }[];
}

/** The latest rows of a relation whose states an anchor reads. */
const NEIGHBOURS = 32;

/** Rows of the same time and content that are read beyond that, since nothing says which to leave out. */
const MOST_TIES = 256;

/** Means of the states of neighbours: a row counts half as much as one that so many rows later appeared. */
export const FADES: readonly number[] = [0.5, 2, 6, Number.POSITIVE_INFINITY];

/** Makes batches of a database. */
export class BatchMaker {
  readonly neighbours: Neighbours;
  readonly plan: NetworkPlan;
  readonly widths: { readonly self: number; readonly relations: readonly number[] };
  readonly #self: StateInputs;
  readonly #relations: readonly StateInputs[];

  constructor(neighbours: Neighbours, plan: NetworkPlan) {
    this.neighbours = neighbours;
    this.plan = plan;
    this.#self = new StateInputs(neighbours, plan, plan.self);
    this.#relations = plan.relations.map(({ state }) => new StateInputs(neighbours, plan, state));
    this.widths = { self: this.#self.width, relations: this.#relations.map(({ width }) => width) };
  }

  /** @param places of the anchors to take, in their order */
  make(anchors: Anchors, places: Int32Array): Batch {
    const asked = Array.from(places, (place): Asked => {
      const time = anchors.times[place]!;
      return { row: anchors.rows[place]!, time, until: Math.min(time, anchors.seenUntil?.[place] ?? time) };
    });
    return {
      anchors: places,
      self: written(this.#self, asked),
      relations: this.plan.relations.map(({ down }, r) => {
        const [hashes, inputs] = [this.neighbours.hashes.get(down.table)!, this.#relations[r]!];
        const found = new Map<number, number>();
        const rows: Asked[] = [];
        const numRows = asked.length * FADES.length;
        const indptr = new Int32Array(numRows + 1);
        const [indices, values]: [number[], number[]] = [[], []];
        for (const [i, { row, until }] of asked.entries()) {
          const near = this.neighbours.latest(down, row, until, NEIGHBOURS, MOST_TIES);
          const columns = Array.from(withTiesInOrder(near.rows, near.times, hashes, inputs), (child, n) => {
            const known = found.get(child);
            if (known !== undefined) return known;
            found.set(child, rows.length);
            rows.push({ row: child, time: near.times[n]!, until: near.times[n]! });
            return rows.length - 1;
          });
          const later = rowsLater(near.times);
          for (const [f, half] of FADES.entries()) {
            const weights = later.map((count) => 2 ** (-count / half));
            const total = weights.reduce((sum, weight) => sum + weight, 0);
            indices.push(...columns);
            values.push(...weights.map((weight) => weight / total));
            indptr[i * FADES.length + f + 1] = indices.length;
          }
        }
        return {
          inputs: written(inputs, rows),
          weights: {
            ...{ numRows, numCols: Math.max(1, rows.length), indptr },
            indices: Int32Array.from(indices),
            values: Float32Array.from(values),
          },
        };
      }),
    };
  }
}

/** Of each time how many are later. */
function rowsLater(times: Float64Array): number[] {
  const later: number[] = new Array(times.length);
  for (let i = times.length - 1; i >= 0; i--)
    later[i] = i + 1 < times.length && times[i] === times[i + 1] ? later[i + 1]! : times.length - 1 - i;
  return later;
}

/** One row of zeros where there is none, which nothing reads. */
function written(inputs: StateInputs, asked: readonly Asked[]): Float32Array {
  const { width } = inputs;
  const out = new Float32Array(width * Math.max(1, asked.length));
  const row = new Float64Array(width);
  for (const [i, each] of asked.entries()) {
    row.fill(0);
    inputs.write(each, row);
    out.set(row, i * width);
  }
  return out;
}
