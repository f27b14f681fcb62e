import type { Pieces } from '../../core/index.js';
import { distinct } from '../aggregates/distinct.js';
import { type Answer, eachKey } from '../aggregates/each-key.js';
import { KeyCodes } from '../aggregates/key-codes.js';
import { lastCode } from '../aggregates/last.js';
import { shares } from '../aggregates/shares.js';
import type { Spans } from '../aggregates/spans.js';
import { type Asked, codesIn, grouped } from './columns.js';
import { shareOf } from './evaluate-numbers.js';
import { mismatch } from './mismatch.js';
import type { RowValues } from './row-values.js';

type Codes = Extract<RowValues, { kind: 'category' }>;

/** Aggregates of one column of categories. @param values of the rows of the index */
export function* evaluateCodes(asked: readonly Asked[], spans: Spans, values: Codes): Pieces<void> {
  const groups = grouped(asked, ({ feature: { measure } }) => (measure.what === 'share' ? measure.of : measure));
  const answers = groups.map((group) => answerOf(group, spans, values));
  yield* eachKey(spans, new KeyCodes(spans.index, values.codes, values.numCodes), answers);
  for (const { feature, out } of asked) if (feature.measure.what === 'last') out.set(codesIn(feature, values, out));
}

function answerOf(group: readonly Asked[], spans: Spans, { column, numCodes }: Codes): Answer<KeyCodes> {
  const { feature, out } = group[0]!;
  const { measure } = feature;
  if ((measure.what === 'last') !== (feature.kind === 'category')) throw mismatch(feature);
  switch (measure.what) {
    case 'distinct':
    case 'active':
      return distinct(out, numCodes, spans, measure.window);
    case 'last':
      return lastCode(out, spans);
    case 'share': {
      if (!column || typeof measure.of !== 'string') throw mismatch(feature);
      const code = column.categories.indexOf(measure.of);
      // Where the category is unknown, a code that no row has.
      return shares(code < 0 ? column.categories.length : code, spans, group.flatMap(shareOf));
    }
    default:
      throw mismatch(feature);
  }
}
