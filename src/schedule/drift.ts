/** Measured over predicted, from which on a device is off its estimate, and the least work to tell it by. */
const OFF = 2;
const LEAST_MS = 5;
/** Below this many milliseconds a single operator tells nothing. */
const LEAST_OPERATOR_MS = 0.5;

/** How far a run is from its estimates: measured over predicted times by device and kind, since its start. */
export class Drift {
  readonly #factors = new Map<number, Map<string, number>>();
  readonly #sums = new Map<number, { predicted: number; measured: number }>();

  /** How long to wait for an operator before it counts as late. */
  static patience(predicted: number): number {
    return OFF * predicted + LEAST_MS;
  }

  /**
   * Takes a measurement in.
   *
   * @param base what the costs foresaw; @param predicted what the last plan foresaw
   * @returns whether the device has been off its estimate since the last plan
   */
  observe(device: number, kind: string, measured: number, base: number, predicted: number): boolean {
    if (Math.max(measured, base) >= LEAST_OPERATOR_MS) this.#move(device, kind, ratio(measured, base));
    const sums = this.#sums.get(device) ?? { predicted: 0, measured: 0 };
    this.#sums.set(device, sums);
    sums.measured += measured;
    sums.predicted += predicted;
    const { measured: m, predicted: p } = sums;
    return Math.max(m, p) >= LEAST_MS && (m > OFF * p || p > OFF * m);
  }

  /** An operator that still runs, longer than was foreseen. */
  observeLate(device: number, kind: string, soFar: number, base: number): void {
    const known = this.factor(device, kind);
    if (ratio(soFar, base) > known) this.#kinds(device).set(kind, ratio(soFar, base));
  }

  /** What to multiply predictions by; for a kind that was not seen, that of the device's other kinds. */
  factor(device: number, kind: string): number {
    const kinds = this.#factors.get(device);
    if (!kinds || kinds.size === 0) return 1;
    const own = kinds.get(kind);
    if (own !== undefined) return own;
    const logs = [...kinds.values()].reduce((sum, each) => sum + Math.log(each), 0);
    return Math.exp(logs / kinds.size);
  }

  /** There is a new plan: whether it is kept is told anew. */
  restart(): void {
    this.#sums.clear();
  }

  #move(device: number, kind: string, factor: number): void {
    const kinds = this.#kinds(device);
    const earlier = kinds.get(kind);
    kinds.set(kind, earlier === undefined ? factor : Math.sqrt(earlier * factor));
  }

  #kinds(device: number): Map<string, number> {
    const kinds = this.#factors.get(device) ?? new Map<string, number>();
    this.#factors.set(device, kinds);
    return kinds;
  }
}

function ratio(measured: number, base: number): number {
  return Math.max(measured, 1e-3) / Math.max(base, 1e-3);
}
