import type { Window } from '../aggregates/window.js';
import type { Column, Database, ForeignKey, Table } from '../database/types.js';
import { growsLater } from './grows.js';
import type { LeftOut, PlannedFeature } from './plan.js';
import { type Summary, summarize } from './summaries.js';

export interface Settings {
  /** All history, then spans of days, the longest first. */
  readonly windows: readonly Window[];
  readonly recent: Window;
  /** In seconds; rows later than this are not looked at. */
  readonly fitUntil: number;
  readonly omit: ReadonlySet<string>;
}

/** Categories that a feature distinguishes at most: the most frequent. */
const MOST_CATEGORIES = 255;

/** Features that there could be, each with its tier: the lower, the sooner it is kept. */
export class Candidates {
  readonly database: Database;
  readonly settings: Settings;
  readonly #planned: { tier: number; feature: PlannedFeature }[] = [];
  readonly #leftOut = new Map<string, string>();
  readonly #summaries = new Map<Column, Summary>();
  readonly #grows = new Map<ForeignKey, boolean>();

  constructor(database: Database, settings: Settings) {
    this.database = database;
    this.settings = settings;
  }

  add(tier: number, feature: PlannedFeature): void {
    this.#planned.push({ tier, feature });
  }

  /** Columns worth a look: neither omitted nor the same in all rows. */
  columns(table: Table): readonly Column[] {
    return table.columns.filter((column) => {
      const name = `${table.name}.${column.name}`;
      if (this.#isOmitted(table, column.name)) return false;
      if (column.use) {
        this.#leftOut.set(name, column.use === 'time' ? 'the time of the rows' : 'to be predicted, so never an input');
        return false;
      }
      const { present, rows, distinct } = this.summary(table, column);
      if (present > 0 && (distinct > 1 || present < rows)) return true;
      this.#leftOut.set(name, present === 0 ? 'no value' : 'the same in all rows');
      return false;
    });
  }

  /** Keys of a table that may be followed. */
  keys(table: Table): readonly ForeignKey[] {
    const { omit } = this.settings;
    return table.keys.filter((key) => !this.#isOmitted(table, key.name) && !omit.has(key.table));
  }

  /** Keys by which tables refer to this one. */
  children(table: Table): { readonly child: Table; readonly key: ForeignKey }[] {
    return [...this.database.tables.values()].flatMap((child) => {
      if (this.settings.omit.has(child.name)) return [];
      return this.keys(child)
        .filter((key) => key.table === table.name)
        .map((key) => ({ child, key }));
    });
  }

  /** Whether rows go on to refer to a row of `parent` after it became known. */
  grows(parent: Table, child: Table, key: ForeignKey): boolean {
    const known = this.#grows.get(key) ?? growsLater(parent, child, key, this.settings.fitUntil);
    this.#grows.set(key, known);
    return known;
  }

  summary(table: Table, column: Column): Summary {
    const known = this.#summaries.get(column) ?? summarize(table, column, this.settings.fitUntil);
    this.#summaries.set(column, known);
    return known;
  }

  /** Categories that codes are places of, in the order of their names; undefined, saying so, where nearly every row has its own. */
  categories(table: Table, column: Column): readonly string[] | undefined {
    const { frequent, present } = this.summary(table, column);
    if (frequent.length > 20 && frequent.length > present / 2) {
      this.#leftOut.set(`${table.name}.${column.name}`, 'nearly every row has a category of its own');
      return undefined;
    }
    if (frequent.length > MOST_CATEGORIES) {
      const rest = `${frequent.length - MOST_CATEGORIES} rare categories count as missing`;
      this.#leftOut.set(`${table.name}.${column.name}, rare categories`, rest);
    }
    const kept = frequent.slice(0, MOST_CATEGORIES).map(({ value }) => String(value));
    return kept.sort((a, b) => (a < b ? -1 : 1));
  }

  /** The first by tier, then in the order in which they were added, and what was left out. */
  best(most: number): { features: PlannedFeature[]; leftOut: LeftOut[] } {
    const sorted = [...this.#planned].sort((a, b) => a.tier - b.tier).map(({ feature }) => feature);
    const leftOut = [...this.#leftOut].map(([name, why]) => ({ name, why }));
    const beyond = sorted.slice(most).map(({ name }) => ({ name, why: `beyond the first ${most} features` }));
    return { features: sorted.slice(0, most), leftOut: [...leftOut, ...beyond] };
  }

  #isOmitted(table: Table, name: string): boolean {
    const is = this.settings.omit.has(`${table.name}.${name}`);
    if (is) this.#leftOut.set(`${table.name}.${name}`, 'omitted');
    return is;
  }
}
