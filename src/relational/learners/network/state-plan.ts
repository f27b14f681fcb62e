import type { Down } from '../../features/plan.js';

/** What the state of a row is computed of. */
export interface StatePlan {
  readonly table: string;
  /** Rows that it refers to, each with what refers to those. */
  readonly ups: readonly { readonly key: string; readonly table: string; readonly downs: readonly Down[] }[];
  /** What refers to it. */
  readonly downs: readonly Down[];
  /** Numbers of the moment: the season, and how old all that is seen is. Of the anchors alone. */
  readonly hasMoment: boolean;
}

interface StatePlans {
  readonly self: StatePlan;
  readonly relations: readonly { readonly down: Down; readonly state: StatePlan }[];
}

/** The tables whose rows a network reads, each with the keys of it that are followed, up or down. */
export function followedKeys({ self, relations }: StatePlans): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (table: string, key?: string) => {
    const keys = found.get(table) ?? new Set();
    found.set(table, keys);
    if (key !== undefined) keys.add(key);
  };
  for (const { table, ups, downs } of [self, ...relations.map(({ state }) => state)]) {
    add(table);
    for (const up of ups) {
      add(table, up.key);
      add(up.table);
    }
    for (const down of [...downs, ...ups.flatMap((up) => up.downs)]) add(down.table, down.key);
  }
  for (const { down } of relations) add(down.table, down.key);
  return found;
}
