import type { ExternalId } from '../interactions/id.js';
import type { History } from './histories.js';
import type { ListOrigin } from './lists.js';

/** Somebody who a list is for. */
export interface Asker {
  readonly by: ListOrigin;
  readonly history: History;
  /** Number of a fitted user. */
  readonly number?: number;
  readonly id?: string | number;
  /** Of a given history, items that the catalogue does not have. */
  readonly unknownItems?: readonly ExternalId[];
}

/** Somebody of whom nothing is known. */
export const stranger: Asker = {
  by: 'popularity',
  history: { items: new Int32Array(0), strengths: new Float32Array(0) },
};

/** Somebody with a history that was not fitted. */
export function askerWith(history: History, rest: Pick<Asker, 'id' | 'unknownItems'> = {}): Asker {
  return { by: history.items.length > 0 ? 'folded-in' : 'popularity', history, ...rest };
}
