import type { Pool } from '../../../compute/index.js';
import { Placement } from '../../../compute/internal.js';

/** Where the rows of levels lie in the memory of the threads: each level until the next one is made. To be disposed of. */
export class LevelPlaces {
  readonly #pool: Pool;
  #held: Placement | undefined;

  /** @param held the place of the level to begin with, where it is to go with the others */
  constructor(pool: Pool, held?: Placement) {
    this.#pool = pool;
    this.#held = held;
  }

  /** A level in a place of its own; that of the level before is freed. */
  next<Level>(make: (place: Placement) => Level): Level {
    const place = new Placement(this.#pool.arena);
    try {
      return make(place);
    } finally {
      this.dispose();
      this.#held = place;
    }
  }

  dispose(): void {
    this.#held?.dispose();
    this.#held = undefined;
  }
}
