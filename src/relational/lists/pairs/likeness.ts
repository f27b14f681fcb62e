import type { ListView } from '../history/view.js';
import type { Attribute } from './attributes.js';

/** How much of what a row had is like an item by one attribute. */
export class Likeness {
  readonly attribute: Attribute;
  readonly #ever: Int32Array;
  readonly #recent: Int32Array;
  readonly #last: Float64Array;
  #touched: number[] = [];
  #sums = { ever: 0, recent: 0 };

  constructor(attribute: Attribute) {
    this.attribute = attribute;
    this.#ever = new Int32Array(attribute.numCodes);
    this.#recent = new Int32Array(attribute.numCodes);
    this.#last = new Float64Array(attribute.numCodes);
  }

  /** Counts the items of the row. */
  look({ own, seen }: ListView): void {
    for (const code of this.#touched) this.#ever[code] = this.#recent[code] = 0;
    this.#touched = [];
    this.#sums = { ever: 0, recent: 0 };
    for (const item of own.items) {
      const code = this.#codeOf(item, seen);
      if (code < 0) continue;
      if (this.#ever[code] === 0) {
        this.#touched.push(code);
        this.#last[code] = Number.NEGATIVE_INFINITY;
      }
      const [ever, recent] = [own.counts[item]!, own.windows[1]![item]!];
      this.#ever[code]! += ever;
      this.#recent[code]! += recent;
      this.#last[code] = Math.max(this.#last[code]!, own.last[item]!);
      this.#sums.ever += ever;
      this.#sums.recent += recent;
    }
  }

  /** Share of the links ever and in the middle window with the same, and the time of the last; NaN where there are none. */
  of(item: number, seen: number): readonly [ever: number, recent: number, last: number] {
    const code = this.#codeOf(item, seen);
    if (code < 0) return [Number.NaN, Number.NaN, Number.NaN];
    const ever = this.#ever[code]!;
    return [ever / this.#sums.ever, this.#recent[code]! / this.#sums.recent, ever > 0 ? this.#last[code]! : Number.NaN];
  }

  #codeOf(item: number, seen: number): number {
    const { codes, known } = this.attribute;
    return known && !(known[item]! <= seen) ? -1 : codes[item]!;
  }
}
