/** Rows by the question that they answer, those of one in the order of rows. */
export class Queries {
  /** Where the rows of each question begin, [questions + 1]. */
  readonly offsets: Int32Array;
  /** Rows, question by question. */
  readonly rows: Int32Array;
  readonly #sorted: Int32Array;

  /** @param given number of the question of each row: any, in the order of which questions are numbered here */
  constructor(given: Int32Array) {
    const places = new Map(
      Array.from(new Set(given))
        .sort((a, b) => a - b)
        .map((group, place) => [group, place]),
    );
    const groups = given.map((group) => places.get(group)!);
    const count = places.size;
    this.offsets = new Int32Array(count + 1);
    for (const group of groups) this.offsets[group + 1]!++;
    for (let group = 0; group < count; group++) this.offsets[group + 1]! += this.offsets[group]!;
    const next = this.offsets.slice();
    this.rows = new Int32Array(groups.length);
    for (const [row, group] of groups.entries()) this.rows[next[group]!++] = row;
    this.#sorted = new Int32Array(groups.length);
  }

  get count(): number {
    return this.offsets.length - 1;
  }

  /** Rows of a question, the highest number first; those of equal numbers in the order of rows. The array is used again by the next call. */
  ranked(query: number, numbers: Float64Array): Int32Array {
    const [from, to] = [this.offsets[query]!, this.offsets[query + 1]!];
    const rows = this.#sorted.subarray(0, to - from);
    rows.set(this.rows.subarray(from, to));
    return rows.sort((a, b) => numbers[b]! - numbers[a]! || a - b);
  }
}

/** What a row of a relevance is worth. */
export function gainOf(relevance: number): number {
  return 2 ** relevance - 1;
}

/** What a place of a list, from 0, makes of it. */
export function discountOf(place: number): number {
  return 1 / Math.log2(place + 2);
}

/** Discounted gain of the first places of a list. */
export function dcgOf(rows: Int32Array, relevances: Float64Array, places: number): number {
  let sum = 0;
  for (let i = 0; i < Math.min(rows.length, places); i++) sum += gainOf(relevances[rows[i]!]!) * discountOf(i);
  return sum;
}

/**
 * Mean over questions of the discounted gain of the first places, as part of the best there could be; 1 of a question without a relevant row, as LightGBM
 * counts it.
 */
export function meanNdcg(queries: Queries, scores: Float64Array, relevances: Float64Array, places: number): number {
  let [sum, counted] = [0, 0];
  for (let query = 0; query < queries.count; query++) {
    const best = dcgOf(queries.ranked(query, relevances), relevances, places);
    if (queries.offsets[query + 1] === queries.offsets[query]) continue;
    counted++;
    sum += best > 0 ? dcgOf(queries.ranked(query, scores), relevances, places) / best : 1;
  }
  return counted > 0 ? sum / counted : 1;
}
