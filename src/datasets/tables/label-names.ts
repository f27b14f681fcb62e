import { words } from './names.js';

/** Words for what is to be predicted, as people call columns. */
const ASKED = new Set(['label', 'target', 'class']);
const OUTCOMES = new Set([
  'churn',
  'churned',
  'attrition',
  'fraud',
  'fraudulent',
  'outcome',
  'survived',
  'converted',
  'defaulted',
  'readmitted',
  'renewed',
]);
const LATER = new Set(['next', 'future']);
const PERIODS = new Set(['day', 'week', 'month', 'quarter', 'year']);

/** How sure a name is to be that of what is to be predicted, the surest first; undefined: it is not. */
export type LabelRank = 0 | 1 | 2 | 3;

/**
 * What a column says, by its name, of being to be predicted: `label`, `target`, `class` before `churned` and the like, these before
 * `next_month_spend`, and `y` last, which beside an `x` is a coordinate.
 *
 * @param among all columns of the table
 */
export function labelRank(name: string, among: readonly { readonly name: string }[]): LabelRank | undefined {
  const all = words(name);
  const [first] = all;
  const last = all.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const isShort = all.length <= 2;
  if (first === 'target' || first === 'label' || (isShort && ASKED.has(last))) return 0;
  if (isShort && OUTCOMES.has(last)) return 1;
  if (LATER.has(first) || (all.includes('next') && PERIODS.has(last))) return 2;
  if (last !== 'y' || !isShort) return undefined;
  const other = [...all.slice(0, -1), 'x'].join(' ');
  return among.some((each) => words(each.name).join(' ') === other) ? undefined : 3;
}
