import { HeteroGraphError } from '../core/index.js';
import type { Work } from './kernel-work.js';
import type { TransferCost } from './task-graph.js';

/** The name by which costs and plans know the pool of threads. */
export const POOL_DEVICE = 'threads';

/** t = overhead + max(flops / flopsPerMs, bytes / bytesPerMs), milliseconds. */
export interface KindCost {
  readonly overhead: number;
  readonly flopsPerMs: number;
  readonly bytesPerMs: number;
}

/** What {@link CostModel} holds, as plain data. */
export interface CostTable {
  /** By device and kind. */
  readonly devices: Readonly<Record<string, Readonly<Record<string, KindCost>>>>;
  /** By `from>to`: milliseconds = latency + bytes / bytesPerMs; pairs that are left out cost nothing (shared memory). */
  readonly transfers?: Readonly<Record<string, { readonly latency: number; readonly bytesPerMs: number }>>;
  /** Measured over predicted, by device and kind, and by device, kind and size. */
  readonly factors?: Readonly<Record<string, number>>;
}

/** Used where a kind is not in the table: the order of magnitude of one core. */
const unknownKind: KindCost = { overhead: 0.01, flopsPerMs: 2e6, bytesPerMs: 8e6 };

/** Longer than anything takes: a plan adds such times up, whatever rates a table has. */
const MAX_MS = 1e12;

/** Weight of a new measurement among earlier ones of its size, and of its kind. */
const SIZE_STEP = 0.5;
const KIND_STEP = 0.1;

/**
 * Predicts how long an operator takes on a device, by the roofline t = a + max(flops / F, bytes / B) of its kind (Williams, Waterman,
 * Patterson, "Roofline", CACM 2009), and learns from what was measured: exponential averages of measured over predicted time, for
 * operators of about the same size, and for the kind as a whole where a size has not been seen.
 */
export class CostModel {
  readonly #devices = new Map<string, Map<string, KindCost>>();
  readonly #transfers: NonNullable<CostTable['transfers']>;
  /** Logarithms. */
  readonly #factors = new Map<string, number>();

  /** @throws {HeteroGraphError} INVALID_OPTION naming device and kind */
  constructor({ devices, transfers, factors = {} }: CostTable = { devices: {} }) {
    for (const [device, kinds] of Object.entries(devices)) {
      for (const [kind, cost] of Object.entries(kinds)) this.set(device, kind, cost);
    }
    for (const [pair, { latency, bytesPerMs }] of Object.entries(transfers ?? {})) {
      if (!(latency >= 0 && bytesPerMs > 0))
        throw invalid(`The costs of the transfer "${pair}" are not usable numbers.`);
    }
    this.#transfers = { ...transfers };
    for (const [key, factor] of Object.entries(factors)) {
      if (!(factor > 0 && Number.isFinite(factor))) throw invalid(`The factor of "${key}" is ${factor}.`);
      this.#factors.set(key, Math.log(factor));
    }
  }

  set(device: string, kind: string, cost: KindCost): void {
    if (!(cost.overhead >= 0 && cost.flopsPerMs > 0 && cost.bytesPerMs > 0))
      throw invalid(`The costs of "${kind}" on "${device}" are not usable numbers.`);
    const kinds = this.#devices.get(device) ?? new Map<string, KindCost>();
    this.#devices.set(device, kinds.set(kind, cost));
  }

  /** Whether there are costs of any kind, and not just what was learned. */
  get isCalibrated(): boolean {
    return this.#devices.size > 0;
  }

  /** Whether there are costs of any kind for the device. */
  knows(device: string): boolean {
    return this.#devices.has(device);
  }

  /** Milliseconds. */
  predict(device: string, work: Work): number {
    const { kind } = work;
    const factor = this.#factors.get(sizeKey(device, work)) ?? this.#factors.get(kindKey(device, kind)) ?? 0;
    return Math.min(MAX_MS, this.#base(device, work) * Math.exp(factor));
  }

  /** Learns from a measurement. */
  observe(device: string, work: Work, ms: number): void {
    if (!(ms > 0)) return;
    const ratio = Math.log(ms / this.#base(device, work));
    this.#move(sizeKey(device, work), ratio, SIZE_STEP);
    this.#move(kindKey(device, work.kind), ratio, KIND_STEP);
  }

  /** Transfer costs between devices by their positions in the list. */
  transfer(devices: readonly string[]): TransferCost {
    return (bytes, from, to) => {
      const pair = this.#transfers[`${devices[from]}>${devices[to]}`];
      return pair && bytes > 0 ? Math.min(MAX_MS, pair.latency + bytes / pair.bytesPerMs) : 0;
    };
  }

  toJSON(): CostTable {
    const devices = Object.fromEntries(
      [...this.#devices].map(([device, kinds]) => [device, Object.fromEntries(kinds)]),
    );
    const factors = Object.fromEntries([...this.#factors].map(([key, log]) => [key, Math.exp(log)]));
    return { devices, transfers: this.#transfers, factors };
  }

  #base(device: string, { kind, flops, bytes }: Work): number {
    const { overhead, flopsPerMs, bytesPerMs } = this.#devices.get(device)?.get(kind) ?? unknownKind;
    return Math.min(MAX_MS, Math.max(1e-4, overhead + Math.max(flops / flopsPerMs, bytes / bytesPerMs)));
  }

  #move(key: string, ratio: number, step: number): void {
    const earlier = this.#factors.get(key);
    this.#factors.set(key, earlier === undefined ? ratio : earlier + step * (ratio - earlier));
  }
}

function kindKey(device: string, kind: string): string {
  return `${device}/${kind}`;
}

/** Sizes within a few per cent of each other are one. */
function sizeKey(device: string, { kind, flops, bytes }: Work): string {
  const step = (size: number) => Math.round(16 * Math.log2(1 + size));
  return `${device}/${kind}/${step(flops)}/${step(bytes)}`;
}

function invalid(message: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', message, {
    hint: 'Give an overhead or latency from 0, and rates (per ms) and factors above 0.',
  });
}
