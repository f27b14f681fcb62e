/** A growable typed array. */
export class Growable<T extends Int32Array | Float32Array | Uint8Array> {
  #values: T;
  length = 0;
  readonly #make: (length: number) => T;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#values = make(1024);
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = this.#make(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  at(index: number): number {
    return this.#values[index]!;
  }

  /** Forgets all values and keeps the room. */
  clear(): void {
    this.length = 0;
  }

  /** The values so far, copied out. */
  done(): T {
    return this.#values.slice(0, this.length) as T;
  }
}

export const growableInt32 = (): Growable<Int32Array> => new Growable((length) => new Int32Array(length));
export const growableFloat32 = (): Growable<Float32Array> => new Growable((length) => new Float32Array(length));
