/** Entries of one JavaScript Map; engines refuse more than 2^24. */
const MAP_LIMIT = 2 ** 23;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

function hashNumber(key: number): number {
  float[0] = key;
  let hash = Math.imul(words[0]! ^ Math.imul(words[1]!, 0x9e3779b1), 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/**
 * External ids to non-negative integers. Numbers live in an open-addressing hash over typed arrays, texts in Maps. A
 * text that is the decimal form of a safe integer means that number, so that "12" from a file finds 12.
 */
export class IdMap {
  #keys: Float64Array;
  /** Value + 1; 0 where free. */
  #values: Int32Array;
  #used = 0;
  readonly #texts: Map<string, number>[] = [];

  /** @param expected numeric ids to make room for */
  constructor(expected = 0) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 1.6)));
    this.#keys = new Float64Array(capacity);
    this.#values = new Int32Array(capacity);
  }

  /** The value of an id, -1 where there is none. */
  get(id: string | number | bigint): number {
    const key = idKey(id);
    return typeof key === 'number' ? this.#values[this.#slot(key)]! - 1 : this.#textValue(key);
  }

  /** Stores a value where the id has none; answers the value it had, or -1. */
  add(id: string | number | bigint, value: number): number {
    const key = idKey(id);
    if (typeof key === 'number') return this.addNumber(key, value);
    const known = this.#textValue(key);
    if (known >= 0) return known;
    let last = this.#texts.at(-1);
    if (!last || last.size >= MAP_LIMIT) {
      last = new Map();
      this.#texts.push(last);
    }
    last.set(key, value);
    return -1;
  }

  addNumber(key: number, value: number): number {
    const slot = this.#slot(key);
    const known = this.#values[slot]! - 1;
    if (known >= 0) return known;
    this.#keys[slot] = key;
    this.#values[slot] = value + 1;
    if (++this.#used * 1.6 > this.#keys.length) this.#grow();
    return -1;
  }

  #textValue(key: string): number {
    for (const map of this.#texts) {
      const value = map.get(key);
      if (value !== undefined) return value;
    }
    return -1;
  }

  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = hashNumber(key) & mask;
    while (this.#values[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Float64Array(keys.length * 2);
    this.#values = new Int32Array(values.length * 2);
    for (let i = 0; i < keys.length; i++) {
      if (values[i] === 0) continue;
      const slot = this.#slot(keys[i]!);
      this.#keys[slot] = keys[i]!;
      this.#values[slot] = values[i]!;
    }
  }
}

/**
 * What an id is looked up as: whole numbers up to 2^53 count as the same id whether they come as number or as text. NaN is
 * kept as a text, since it equals nothing; -0 is 0.
 */
export function idKey(id: string | number | bigint): string | number {
  if (typeof id === 'number') return Number.isNaN(id) ? 'NaN' : id + 0;
  const text = typeof id === 'bigint' ? String(id) : id;
  const first = text.charCodeAt(0);
  if (text.length > 16 || !((first >= 48 && first <= 57) || first === 45)) return text;
  const number = Number(text);
  return Number.isSafeInteger(number) && String(number) === text ? number : text;
}
