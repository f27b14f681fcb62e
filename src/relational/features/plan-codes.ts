import type { Program } from '../aggregates/program.js';
import { type Asked, grouped } from './columns.js';
import { mismatch } from './mismatch.js';
import { shareOf } from './plan-numbers.js';
import type { RowValues } from './row-values.js';

type Codes = Extract<RowValues, { kind: 'category' }>;

/** Adds aggregates of one column of categories to a program; the codes of the last ones are those of the database. */
export function planCodes(program: Program, asked: readonly Asked[], values: Codes): void {
  const groups = grouped(asked, ({ feature: { measure } }) =>
    measure.what === 'share' ? ['share', measure.of] : 'each',
  );
  for (const group of groups) {
    if (group[0]!.feature.measure.what === 'share') planShares(program, group, values);
    else for (const each of group) planOne(program, each);
  }
}

function planShares(program: Program, group: readonly Asked[], { column }: Codes): void {
  const { feature } = group[0]!;
  const { measure, kind } = feature;
  if (measure.what !== 'share' || kind === 'category' || !column || typeof measure.of !== 'string') {
    throw mismatch(feature);
  }
  const code = column.categories.indexOf(measure.of);
  // Where the category is unknown, a code that no row has.
  program.shares('code', code < 0 ? column.categories.length : code, group.flatMap(shareOf));
}

function planOne(program: Program, { feature, out }: Asked): void {
  const { measure, kind } = feature;
  if ((measure.what === 'last') !== (kind === 'category')) throw mismatch(feature);
  if (measure.what === 'last') program.lastCode(out);
  else if (measure.what === 'distinct' || measure.what === 'active') program.distinct(measure.window, out);
  else throw mismatch(feature);
}
