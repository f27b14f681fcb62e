/** Bytes of a stream by number instead of by chunk. */
export class ByteQueue {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #buffer = new Uint8Array(0);
  #start = 0;
  #end = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `count` bytes, fewer at the end; valid until the next call. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#end - this.#start < count) if (!(await this.#more())) break;
    return this.#buffer.subarray(this.#start, Math.min(this.#end, this.#start + count));
  }

  /** A copy of the next `count` bytes. @throws {RangeError} where there are fewer */
  async take(count: number): Promise<Uint8Array> {
    const bytes = await this.peek(count);
    if (bytes.length < count) throw new RangeError('The bytes end too early.');
    this.#start += count;
    return bytes.slice();
  }

  /** All that is left. */
  async rest(): Promise<Uint8Array> {
    while (await this.#more());
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Ends the stream, also where it was not read to its end. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next();
    if (done) return false;
    const held = this.#end - this.#start;
    if (this.#end + value.length > this.#buffer.length) {
      const room = held + value.length;
      const to = room > this.#buffer.length ? new Uint8Array(room * 2) : this.#buffer;
      to.set(this.#buffer.subarray(this.#start, this.#end));
      this.#buffer = to;
      this.#start = 0;
      this.#end = held;
    }
    this.#buffer.set(value, this.#end);
    this.#end += value.length;
    return true;
  }
}
