/** How often each of many things was seen before a bucket of time, and within it so far. */
export class CountsInTime {
  readonly #before: Float64Array;
  readonly #within: Float64Array;
  readonly #bucket: Float64Array;

  constructor(size: number) {
    this.#before = new Float64Array(size);
    this.#within = new Float64Array(size);
    this.#bucket = new Float64Array(size).fill(Number.NaN);
  }

  add(key: number, bucket: number): void {
    this.#turn(key, bucket);
    this.#within[key]!++;
  }

  /** In all so far. */
  total(key: number): number {
    return this.#before[key]! + this.#within[key]!;
  }

  /** In the bucket so far. */
  within(key: number, bucket: number): number {
    return this.#bucket[key] === bucket ? this.#within[key]! : 0;
  }

  /**
   * How unlikely so many in the bucket are, as -log: Chernoff's bound of the upper tail of a Poisson distribution with the mean of the earlier buckets,
   * to which one event and one bucket are added (1 where none came earlier: that somebody is new is no burst); 0 for no more than that, and in the first bucket, which says nothing of
   * how much is usual.
   *
   * @param numEarlier buckets before this one
   */
  surprise(key: number, bucket: number, numEarlier: number): number {
    const count = this.within(key, bucket);
    const mean = this.expected(key, bucket, numEarlier);
    return numEarlier > 0 && count > mean ? count * Math.log(count / mean) - count + mean : 0;
  }

  /** The mean of {@link surprise}. */
  expected(key: number, bucket: number, numEarlier: number): number {
    const earlier = this.total(key) - this.within(key, bucket);
    return earlier === 0 ? 1 : (earlier + 1) / (numEarlier + 1);
  }

  #turn(key: number, bucket: number): void {
    if (this.#bucket[key] === bucket) return;
    this.#before[key]! += this.#within[key]!;
    this.#within[key] = 0;
    this.#bucket[key] = bucket;
  }
}
