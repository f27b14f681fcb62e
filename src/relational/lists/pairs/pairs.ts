import type { Anchors, Feature } from '../../features/types.js';
import { daysBetween, type ListHistory } from '../history/history.js';
import { ListView } from '../history/view.js';
import type { Attribute } from './attributes.js';
import { candidatesOf, mostCandidates } from './candidates.js';
import { Likeness } from './likeness.js';

/** Anchors with their candidates, and what is known of each pair. */
export interface Pairs {
  /** Of each anchor, where its pairs begin, [anchors + 1]. */
  readonly offsets: Int32Array;
  /** Item of each pair, [pairs]. */
  readonly items: Int32Array;
  /** Anchor of each pair, [pairs]. */
  readonly anchors: Int32Array;
  /** Of the links alone; of all pairs in the same order. */
  readonly columns: readonly Feature[];
}

const WINDOWS = ['1', '3', '12'];

/** Names of what links say of a pair; windows are counted in horizons. */
export function pairNames(attributes: readonly Pick<Attribute, 'name'>[]): string[] {
  return [
    ...['pair links', ...WINDOWS.map((n) => `pair links ${n} h`)],
    ...['pair days since last', 'pair days since first', 'pair share', 'pair place', 'pair days between', 'pair due'],
    ...['beside', 'row links', 'row items', 'row days since last'],
    ...['item links', 'item links 1 h', 'item trend', 'item place', 'item days since last'],
    ...attributes.flatMap(({ name }) => [
      `same ${name} share`,
      `same ${name} share 3 h`,
      `same ${name} days since last`,
    ]),
  ];
}

/** The candidates of anchors with what links say of each pair, as known at each anchor. */
export class PairMaker {
  readonly #view: ListView;
  readonly #history: ListHistory;
  readonly #likenesses: readonly Likeness[];
  readonly #names: readonly string[];
  readonly #k: number;

  constructor(history: ListHistory, attributes: readonly Attribute[], k: number) {
    this.#history = history;
    this.#view = new ListView(history);
    this.#likenesses = attributes.map((attribute) => new Likeness(attribute));
    this.#names = pairNames(attributes);
    this.#k = k;
  }

  make({ rows, times, seenUntil = times }: Anchors): Pairs {
    const most = rows.length * mostCandidates(this.#k, this.#history.numItems);
    const columns = this.#names.map(() => new Float64Array(most));
    const [items, anchors] = [new Int32Array(most), new Int32Array(most)];
    const offsets = new Int32Array(rows.length + 1);
    let at = 0;
    for (const [i, row] of rows.entries()) {
      this.#view.look(row, times[i]!, seenUntil[i]!);
      for (const likeness of this.#likenesses) likeness.look(this.#view);
      const candidates = candidatesOf(this.#view, this.#k);
      const rowEnd = this.#history.entityEnd(row, seenUntil[i]!);
      for (const item of candidates) {
        items[at] = item;
        anchors[at] = i;
        for (const [c, value] of this.#values(item, row, rowEnd).entries()) columns[c]![at] = value;
        at++;
      }
      offsets[i + 1] = at;
    }
    return {
      offsets,
      ...{ items: items.slice(0, at), anchors: anchors.slice(0, at) },
      columns: columns.map((values, c) => ({
        ...{ name: this.#names[c]!, path: 'links', kind: 'number', values: values.slice(0, at) },
      })),
    };
  }

  /** In the order of {@link pairNames}. */
  #values(item: number, row: number, rowEnd: number): number[] {
    const { own, popularity, together, at, seen } = this.#view;
    const { byEntity, byItem } = this.#history;
    const count = own.counts[item]!;
    const [first, last] = count > 0 ? [own.first[item]!, own.last[item]!] : [Number.NaN, Number.NaN];
    const between = count > 1 ? daysBetween(first, last) / (count - 1) : Number.NaN;
    const since = daysBetween(last, at);
    const rowLast = rowEnd > byEntity.begin[row]! ? byEntity.times[rowEnd - 1]! : Number.NaN;
    const itemEnd = this.#history.itemEnd(item, seen);
    const recent = popularity.recent[item]!;
    const longer = itemEnd - this.#history.itemEnd(item, seen - this.#history.windows[1]!);
    return [
      ...[count, ...own.windows.map((counts) => counts[item]!)],
      ...[since, daysBetween(first, at), count / own.total, count > 0 ? own.items.indexOf(item) : Number.NaN],
      ...[between, since / between],
      ...[together.scores[item]!, own.total, own.items.length, daysBetween(rowLast, at)],
      ...[popularity.ever[item]!, recent, recent / longer, popularity.places[item]!],
      itemEnd > byItem.begin[item]! ? daysBetween(byItem.times[itemEnd - 1]!, at) : Number.NaN,
      ...this.#likenesses.flatMap((likeness) => {
        const [ever, late, lastLike] = likeness.of(item, seen);
        return [ever, late, daysBetween(lastLike, at)];
      }),
    ];
  }
}
