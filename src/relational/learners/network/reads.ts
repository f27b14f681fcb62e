import type { Down, Move, PlannedFeature, PlannedValue } from '../../features/plan.js';
import type { NetworkPlan } from './network-plan.js';
import type { StatePlan } from './state-plan.js';

/** What a network reads, said as features are: of each row that it comes to its columns, or that it is there. */
export function readsOf({ columns, self, relations }: NetworkPlan): PlannedFeature[] {
  const reads: PlannedFeature[] = [];
  const add = (table: string, focus: readonly Move[], rows: readonly Down[], ups: readonly string[]) => {
    const values: PlannedValue[] = [{ ups }, ...columns[table]!.map(({ column }) => ({ ups, column }))];
    for (const value of values) {
      const name = JSON.stringify([focus, rows, value]);
      const measure = { what: 'value' } as const;
      reads.push({ name, path: table, kind: 'number', focus, ...(rows.length > 0 ? { rows } : {}), value, measure });
    }
  };
  const addState = ({ table, ups, downs }: StatePlan, focus: readonly Move[]) => {
    add(table, focus, [], []);
    for (const down of downs) add(down.table, focus, [down], []);
    for (const up of ups) {
      add(up.table, focus, [], [up.key]);
      for (const down of up.downs) add(down.table, [...focus, { up: up.key }], [down], []);
    }
  };
  addState(self, []);
  for (const { down, state } of relations) addState(state, [{ last: down }]);
  return reads;
}
