import type { ListHistory } from './history.js';
import { OwnItems } from './own-items.js';
import type { Popularity } from './popularity.js';
import { Together } from './together.js';

/** What rankers see of one anchor; pointed at the next by {@link look}. */
export class ListView {
  readonly history: ListHistory;
  /** When the forecast is made, and up to when links are seen. */
  at = 0;
  seen = 0;
  readonly own: OwnItems;
  readonly #together: Together;
  #row = 0;
  #isTogether = false;

  constructor(history: ListHistory) {
    this.history = history;
    this.own = new OwnItems(history);
    this.#together = new Together(history);
  }

  look(row: number, at: number, seen: number): void {
    this.#row = row;
    this.at = at;
    this.seen = seen;
    this.#isTogether = false;
    this.own.look(row, seen);
  }

  get popularity(): Popularity {
    return this.history.popularity(this.seen);
  }

  /** Looked for when it is first asked for. */
  get together(): Together {
    if (!this.#isTogether) this.#together.look(this.#row, this.seen, this.own.items);
    this.#isTogether = true;
    return this.#together;
  }
}
