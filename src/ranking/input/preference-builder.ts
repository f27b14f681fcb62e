import { HeteroGraphError } from '../../core/index.js';
import type { RankingId } from './input.js';
import type { Preferences } from './preferences.js';

/** Collects orders in flat arrays and puts them into one form. */
export class PreferenceBuilder {
  readonly #contestants = new Map<string, number>();
  readonly #tasks = new Map<string, number>();
  readonly #offsets: number[] = [0];
  readonly #items: number[] = [];
  readonly #levels: number[] = [];
  readonly #weights: number[] = [];
  /** -1: a task of its own. */
  readonly #taskOf: number[] = [];

  /** The number of a contestant, for now. @throws {HeteroGraphError} NULL_VALUE, WRONG_DTYPE */
  contestant(id: RankingId, row: number, column: string): number {
    return numberIn(this.#contestants, textOf(id, row, column));
  }

  /** The number of a task; undefined is one of its own. @throws {HeteroGraphError} NULL_VALUE, WRONG_DTYPE */
  task(id: RankingId, row: number): number {
    return numberIn(this.#tasks, textOf(id, row, 'task'));
  }

  /** Puts a contestant into the order that is open; lower levels are better. */
  add(contestant: number, level: number): void {
    this.#items.push(contestant);
    this.#levels.push(level);
  }

  /** Ends the order that is open; false where it has fewer than two contestants and is left out. */
  close(weight: number, task: number): boolean {
    const start = this.#offsets.at(-1)!;
    if (this.#items.length - start < 2) {
      this.#items.length = start;
      this.#levels.length = start;
      return false;
    }
    this.#offsets.push(this.#items.length);
    this.#weights.push(weight);
    this.#taskOf.push(task);
    return true;
  }

  /** All orders: contestants by text, orders by task and then by what they say. */
  build(): Preferences {
    const { names, ranks } = sorted(this.#contestants);
    const { ranks: taskRanks } = sorted(this.#tasks);
    const count = this.#weights.length;
    const offsets = Int32Array.from(this.#offsets);
    const { items, ends } = this.#byLevel(ranks);
    const taskOf = Int32Array.from(this.#taskOf, (task) => (task < 0 ? taskRanks.length : taskRanks[task]!));
    const compare = (values: Int32Array, a: number, b: number) => {
      const [startA, startB] = [offsets[a]!, offsets[b]!];
      const [lengthA, lengthB] = [offsets[a + 1]! - startA, offsets[b + 1]! - startB];
      for (let k = 0; k < lengthA && k < lengthB; k++) {
        const difference = values[startA + k]! - values[startB + k]!;
        if (difference !== 0) return difference;
      }
      return lengthA - lengthB;
    };
    const sequence = Int32Array.from({ length: count }, (_, r) => r).sort(
      (a, b) =>
        taskOf[a]! - taskOf[b]! ||
        compare(items, a, b) ||
        compare(ends, a, b) ||
        this.#weights[a]! - this.#weights[b]! ||
        a - b,
    );
    const sortedOffsets = new Int32Array(count + 1);
    const sortedItems = new Int32Array(items.length);
    const levelEnds = new Int32Array(items.length);
    const units = new Int32Array(count);
    let numUnits = 0;
    for (let at = 0; at < count; at++) {
      const r = sequence[at]!;
      const [from, to, start] = [offsets[r]!, offsets[r + 1]!, sortedOffsets[at]!];
      for (let k = from; k < to; k++) {
        sortedItems[start + k - from] = items[k]!;
        levelEnds[start + k - from] = start + ends[k]!;
      }
      sortedOffsets[at + 1] = start + to - from;
      const isSame = at > 0 && taskOf[r]! < taskRanks.length && taskOf[r] === taskOf[sequence[at - 1]!];
      units[at] = isSame ? numUnits - 1 : numUnits++;
    }
    const weights = Float64Array.from(sequence, (r) => this.#weights[r]!);
    return { names, offsets: sortedOffsets, items: sortedItems, levelEnds, weights, units, numUnits, sequence };
  }

  /** Contestants of every order by level and number, and where in the order the level of each ends. */
  #byLevel(ranks: Int32Array): { readonly items: Int32Array; readonly ends: Int32Array } {
    const items = Int32Array.from(this.#items, (item) => ranks[item]!);
    const ends = new Int32Array(items.length);
    for (let r = 0; r < this.#weights.length; r++) {
      const [start, end] = [this.#offsets[r]!, this.#offsets[r + 1]!];
      const levels = this.#levels.slice(start, end);
      const own = items.slice(start, end);
      const places = levels.map((_, k) => k).sort((a, b) => levels[a]! - levels[b]! || own[a]! - own[b]!);
      for (let k = places.length - 1; k >= 0; k--) {
        const isTied = k + 1 < places.length && levels[places[k]!] === levels[places[k + 1]!];
        ends[start + k] = isTied ? ends[start + k + 1]! : k + 1;
        items[start + k] = own[places[k]!]!;
      }
    }
    return { items, ends };
  }
}

function numberIn(numbers: Map<string, number>, text: string): number {
  let number = numbers.get(text);
  if (number === undefined) {
    number = numbers.size;
    numbers.set(text, number);
  }
  return number;
}

function textOf(id: unknown, row: number, column: string): string {
  if (typeof id === 'string' && id !== '') return id;
  if (typeof id === 'number' && !Number.isNaN(id)) return String(id);
  if (id === undefined || id === null || id === '' || typeof id === 'number') {
    throw new HeteroGraphError('NULL_VALUE', 'A name is missing.', {
      ...{ row, column },
      hint: 'Leave the row out, or name what it is about.',
    });
  }
  throw new HeteroGraphError('WRONG_DTYPE', 'A name is neither a text nor a number.', { row, column });
}

/** Texts in order, and the place of each number in it. */
function sorted(numbers: ReadonlyMap<string, number>): { names: string[]; ranks: Int32Array } {
  const names = [...numbers.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const ranks = new Int32Array(names.length);
  for (const [rank, name] of names.entries()) ranks[numbers.get(name)!] = rank;
  return { names, ranks };
}
