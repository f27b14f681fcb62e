import type { RunOptions } from '../../../core/index.js';
import { idKey } from '../../../graph/internal.js';
import type { Database } from '../../database/types.js';
import { computeFeatures } from '../../features/compute-features.js';
import type { Anchors, Feature } from '../../features/types.js';
import type { ListHistory } from '../history/history.js';
import { attributeNamed } from './attributes.js';
import { PairMaker, type Pairs } from './pairs.js';
import type { PairPlan } from './plan.js';

/** Makes the candidates of anchors with all features of a plan. */
export class PairSource {
  readonly #database: Database;
  readonly #history: ListHistory;
  readonly #plan: PairPlan;
  readonly #maker: PairMaker;
  readonly #named: ReadonlyMap<string | number, number>;

  /** @param k items of lists at most @throws {Error} where the database lacks what the plan names */
  constructor(database: Database, history: ListHistory, plan: PairPlan, k: number) {
    this.#database = database;
    this.#history = history;
    this.#plan = plan;
    const { table } = history.question.items;
    const attributes = plan.attributes.map((name) => attributeNamed(database, table!, name));
    this.#maker = new PairMaker(history, attributes, k);
    this.#named = new Map(plan.named.map((id, code) => [idKey(id), code]));
  }

  /** O(anchors x candidates x features). */
  async of(anchors: Anchors, { signal }: RunOptions = {}): Promise<Pairs> {
    const pairs = this.#maker.make(anchors);
    const run = signal ? { signal } : {};
    const ofRows = await computeFeatures(this.#database, this.#plan.entity, anchors, run);
    const columns: Feature[] = [...pairs.columns, ...ofRows.map((feature) => taken(feature, pairs.anchors))];
    if (this.#plan.item) {
      const { asked, places } = itemAnchors(pairs, anchors, this.#history.question.items.table!.name);
      const ofItems = await computeFeatures(this.#database, this.#plan.item, asked, run);
      columns.push(...ofItems.map((feature) => ({ ...taken(feature, places), name: `item: ${feature.name}` })));
    }
    if (this.#named.size > 0) columns.push(this.#names(pairs.items));
    return { ...pairs, columns };
  }

  #names(items: Int32Array): Feature {
    const { ids } = this.#history.question.items;
    const categories = this.#plan.named.map(String);
    const values = Float64Array.from(items, (item) => this.#named.get(idKey(ids[item]!)) ?? Number.NaN);
    return { name: 'item', path: 'links', kind: 'category', values, categories };
  }
}

/** Each different item of a time once, and which of these each pair has. */
function itemAnchors(
  { items, anchors }: Pairs,
  { times, seenUntil = times }: Anchors,
  table: string,
): { readonly asked: Anchors; readonly places: Int32Array } {
  const known = new Map<string, number>();
  const [rows, at, until]: [number[], number[], number[]] = [[], [], []];
  const places = items.map((item, pair) => {
    const anchor = anchors[pair]!;
    const key = `${item} ${times[anchor]} ${seenUntil[anchor]}`;
    const place = known.get(key);
    if (place !== undefined) return place;
    known.set(key, rows.length);
    rows.push(item);
    at.push(times[anchor]!);
    until.push(seenUntil[anchor]!);
    return rows.length - 1;
  });
  const asked = { rows: Int32Array.from(rows), times: Float64Array.from(at), seenUntil: Float64Array.from(until) };
  return { asked: { table, ...asked }, places };
}

function taken(feature: Feature, places: Int32Array): Feature {
  return { ...feature, values: Float64Array.from(places, (place) => feature.values[place]!) };
}
