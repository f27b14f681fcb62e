import type { TaskThreads } from '../../compute/internal.js';
import type { Slot } from '../memory/slot.js';

/** Threads that sample, each with a working memory of its own. */
export class SamplerThreads {
  readonly tasks: TaskThreads;
  /** By thread; undefined until its first task. */
  readonly slots: (Slot | undefined)[];
  readonly #giveBack: (slots: readonly Slot[]) => void;

  constructor(tasks: TaskThreads, giveBack: (slots: readonly Slot[]) => void) {
    this.tasks = tasks;
    this.slots = Array.from({ length: tasks.count }, () => undefined);
    this.#giveBack = giveBack;
  }

  get count(): number {
    return this.tasks.count;
  }

  /** Ends the threads; resolves when they are gone. A second call does nothing. */
  async close(): Promise<void> {
    await this.tasks.close();
    this.#giveBack(this.slots.splice(0).filter((slot) => slot !== undefined));
  }
}
