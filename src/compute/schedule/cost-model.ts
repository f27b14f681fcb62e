import { HeteroGraphError } from '../../core/index.js';
import type { Operator } from './operator.js';
import type { TransferCost } from './task-graph.js';

/** t = overhead + max(flops / flopsPerMs, bytes / bytesPerMs), milliseconds. */
export interface KindCost {
  readonly overhead: number;
  readonly flopsPerMs: number;
  readonly bytesPerMs: number;
}

/** What {@link CostModel} holds, as plain data: costs by device and kind, and transfers by `from>to`. */
export interface CostTable {
  readonly devices: Readonly<Record<string, Readonly<Record<string, KindCost>>>>;
  /** Milliseconds = latency + bytes / bytesPerMs; pairs that are left out cost nothing (shared memory). */
  readonly transfers?: Readonly<Record<string, { readonly latency: number; readonly bytesPerMs: number }>>;
}

type Work = Pick<Operator, 'kind' | 'flops' | 'bytes'>;

/** Used where a kind has never been seen on a device: the order of magnitude of one core. */
const unknownKind: KindCost = { overhead: 0.01, flopsPerMs: 1e6, bytesPerMs: 4e6 };

/** Weight of a new measurement. */
const STEP = 0.3;
/** Below this many milliseconds a clock tells little about a rate. */
const LEAST_MS = 0.2;

/**
 * Predicts how long an operator takes on a device, by the roofline t = a + max(flops / F, bytes / B) for every kind (Williams,
 * Waterman, Patterson 2009), and learns from what was measured.
 */
export class CostModel {
  readonly #devices: Map<string, Map<string, KindCost>>;
  readonly #transfers: NonNullable<CostTable['transfers']>;

  /** @throws {HeteroGraphError} INVALID_COSTS naming device and kind */
  constructor(table: CostTable = { devices: {} }) {
    this.#devices = new Map();
    for (const [device, kinds] of Object.entries(table.devices)) {
      for (const [kind, cost] of Object.entries(kinds)) this.set(device, kind, cost);
    }
    this.#transfers = { ...table.transfers };
  }

  set(device: string, kind: string, cost: KindCost): void {
    if (!(cost.overhead >= 0 && cost.flopsPerMs > 0 && cost.bytesPerMs > 0)) {
      throw new HeteroGraphError('INVALID_COSTS', `The costs of "${kind}" on "${device}" are no costs.`, {
        hint: 'Give an overhead from 0 and rates above 0.',
      });
    }
    const kinds = this.#devices.get(device) ?? new Map<string, KindCost>();
    this.#devices.set(device, kinds.set(kind, cost));
  }

  /** Whether the kind was calibrated or seen on the device. */
  knows(device: string, kind: string): boolean {
    return this.#devices.get(device)?.has(kind) ?? false;
  }

  /** Milliseconds. */
  predict(device: string, { kind, flops, bytes }: Work): number {
    const cost = this.#devices.get(device)?.get(kind) ?? unknownKind;
    return cost.overhead + Math.max(flops / cost.flopsPerMs, bytes / cost.bytesPerMs);
  }

  /**
   * Moves the rates of the kind towards what was measured, by an exponential average of the ratio measured / predicted; the first
   * measurement of an unknown kind counts in full. What is too short to time is left alone.
   */
  observe(device: string, work: Work, ms: number): void {
    if (!(ms > 0)) return;
    const isKnown = this.knows(device, work.kind);
    const cost = this.#devices.get(device)?.get(work.kind) ?? unknownKind;
    const predicted = this.predict(device, work);
    if (Math.max(ms, predicted) < LEAST_MS) return;
    // In the middle between the ratios, so that one slow run does not outweigh one fast run.
    const factor = (ms / predicted) ** (isKnown ? STEP : 1);
    this.set(device, work.kind, {
      overhead: Math.min(cost.overhead, ms),
      flopsPerMs: cost.flopsPerMs / factor,
      bytesPerMs: cost.bytesPerMs / factor,
    });
  }

  /** Transfer costs between devices by their positions in the list. */
  transfer(devices: readonly string[]): TransferCost {
    return (bytes, from, to) => {
      const pair = this.#transfers[`${devices[from]}>${devices[to]}`];
      return pair && bytes > 0 ? pair.latency + bytes / pair.bytesPerMs : 0;
    };
  }

  toJSON(): CostTable {
    const devices = Object.fromEntries(
      [...this.#devices].map(([device, kinds]) => [device, Object.fromEntries(kinds)]),
    );
    return { devices, transfers: this.#transfers };
  }
}
