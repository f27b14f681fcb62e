/** Which rows of a growing column are null: one bit per row, kept from the first null on. */
export class Validity {
  #nulls: Uint8Array | undefined;
  #count = 0;

  get nullCount(): number {
    return this.#count;
  }

  setNull(row: number): void {
    let nulls = this.#nulls;
    if (!nulls || row >> 3 >= nulls.length) {
      const larger = new Uint8Array(Math.max(64, ((row >> 3) + 1) * 2));
      if (nulls) larger.set(nulls);
      nulls = larger;
      this.#nulls = larger;
    }
    nulls[row >> 3]! |= 1 << (row & 7);
    this.#count++;
  }

  isNull(row: number): boolean {
    const byte = this.#nulls?.[row >> 3];
    return byte !== undefined && (byte & (1 << (row & 7))) !== 0;
  }

  /** Forgets the rows from `length` on; `end` is the length so far. */
  truncate(length: number, end: number): void {
    if (this.#count === 0) return;
    for (let row = length; row < end; row++) {
      if (!this.isNull(row)) continue;
      this.#nulls![row >> 3]! &= ~(1 << (row & 7));
      this.#count--;
    }
  }

  /** What Arrow needs to know of the nulls among the first `length` rows; all rows are forgotten. */
  take(length: number): { nullCount: number; nullBitmap?: Uint8Array } {
    const nullCount = this.#count;
    const nullBitmap = this.#bitmap(length);
    this.#nulls = undefined;
    this.#count = 0;
    return nullBitmap ? { nullCount, nullBitmap } : { nullCount };
  }

  /** Arrow's validity bitmap (1 = valid), undefined where nothing is null. */
  #bitmap(length: number): Uint8Array | undefined {
    if (this.#count === 0) return undefined;
    const bitmap = new Uint8Array(Math.ceil(length / 8)).fill(255);
    const nulls = this.#nulls!;
    for (let i = 0; i < bitmap.length && i < nulls.length; i++) bitmap[i] = ~nulls[i]! & 255;
    const rest = length & 7;
    if (rest > 0) bitmap[bitmap.length - 1]! &= (1 << rest) - 1;
    return bitmap;
  }
}
