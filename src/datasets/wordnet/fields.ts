const SPACE = 32;

/** Reads the fields of a synset's line, one after another; a single space ends each. */
export class Fields {
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #limit = 0;
  readonly #bad: (why: string) => Error;
  /** Where the next field starts. */
  at = 0;

  /** @param bad makes the error that is thrown where a field is not as it should be */
  constructor(bad: (why: string) => Error) {
    this.#bad = bad;
  }

  /** Starts with the fields of `bytes[start, limit)`. */
  begin(bytes: Uint8Array, start: number, limit: number): void {
    this.#bytes = bytes;
    this.#start = start;
    this.#limit = limit;
    this.at = start;
  }

  /** A number of exactly so many digits. */
  number(digits: number, base: 10 | 16): number {
    const end = this.at + digits;
    let value = 0;
    for (let i = this.at; i < end; i++) {
      const digit = i < this.#limit ? digitOf(this.#bytes[i]!) : base;
      if (digit >= base) {
        throw this.#bad(`a number of ${digits} digits must be at character ${this.at - this.#start + 1}`);
      }
      value = value * base + digit;
    }
    if (end >= this.#limit || this.#bytes[end] !== SPACE) {
      throw this.#bad(`no space follows character ${end - this.#start}`);
    }
    this.at = end + 1;
    return value;
  }

  /** A field of one byte. */
  letter(): number {
    const start = this.at;
    if (this.word() !== start + 1) throw this.#bad(`a single letter must be at character ${start - this.#start + 1}`);
    return this.#bytes[start]!;
  }

  /** Passes over a field that is not empty; answers where it ends. */
  word(): number {
    const end = this.#bytes.indexOf(SPACE, this.at);
    if (end <= this.at || end >= this.#limit) throw this.#bad('it ends too early or has an empty field');
    this.at = end + 1;
    return end;
  }
}

/** Value of a hexadecimal digit, 16 where the byte is none. */
function digitOf(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : 16;
}
