import { checkOptions, HeteroGraphError } from '../../core/index.js';
import { grouped } from '../features/columns.js';
import { type FeaturePlan, featurePlanSchema, type PlannedFeature } from '../features/plan.js';
import { eventRows, isText } from './events.js';
import { anchorRows, focusRows, ownValue } from './focus.js';
import { type FeatureSqlOptions, featureSqlSchema } from './layout.js';
import { aggregateOf, isSeen, placeOf } from './measures.js';
import { whyNoSql } from './supported.js';
import { SqlWriter } from './writer.js';

/** A query and what its columns are. */
export interface FeatureSql {
  readonly text: string;
  /** Of the features of the plan, in order: the column of the answer that has it (an engine may fold its case). */
  readonly columns: readonly string[];
}

/** A named part of the query, with the columns that it gives of every anchor. */
interface Part {
  readonly name: string;
  readonly text: string;
}

/**
 * A plan as one SQL query, for data that are larger than memory: the database computes the features where the rows are, and only anchors x features come back.
 * The answer has a row for each different anchor, with the columns `id`, `asked_at` and `seen_until` (seconds since 1970), and `f0`, `f1`, ... in the order of the plan: what
 * {@link computeFeatures} gives, NULL where that is NaN, categories as places in `categories`, up to the rounding of sums.
 *
 * Names and texts are quoted as the engine demands. Texts are compared as bytes: where a database ignores case or accents, give its columns such a collation.
 *
 * @param plan as {@link planFeatures} makes it; {@link sqlPlan} keeps what can be SQL
 * @example
 * const { text } = featureSql(sqlPlan(plan), {
 *   dialect: 'postgres',
 *   tables: {
 *     customer: { id: 'id' },
 *     order: { name: ['shop', 'orders'], id: 'id', time: { column: 'placed' }, keys: { customer: { column: 'customer_id', table: 'customer' } } },
 *   },
 *   anchors: { name: 'asked', id: 'customer_id', time: { column: 'at' } },
 * });
 * @throws {HeteroGraphError} INVALID_OPTION, also for features that are not written as SQL; UNKNOWN_TYPE, UNKNOWN_COLUMN where a table or key is not described;
 *   MODEL_MISMATCH where the kind of a column does not fit the feature
 */
export function featureSql(plan: FeaturePlan, options: FeatureSqlOptions): FeatureSql {
  checkOptions(featurePlanSchema, plan, { what: 'plan' });
  checkOptions(featureSqlSchema, options);
  const { features } = plan;
  refuseOthers(features);
  const writer = new SqlWriter(options);
  const columns = new Map(features.map((feature, i) => [feature, `f${i}`]));
  const parts: Part[] = [{ name: 'anchors', text: anchorRows(writer, options.anchors) }];
  const answers: string[] = [];
  for (const [g, byFocus] of grouped(features, ({ focus }) => focus).entries()) {
    const focus = `focus${g}`;
    const own = byFocus.filter(({ rows }) => !rows);
    const values = own.map((feature) => `${ownValue(writer, plan.table, feature)} AS ${columns.get(feature)}`);
    parts.push({ name: focus, text: focusRows(writer, plan.table, byFocus[0]!.focus, values) });
    answers.push(focus);
    const ofEvents = byFocus.filter(({ rows }) => rows);
    for (const [s, group] of grouped(ofEvents, ({ rows, value }) => [rows, value?.ups ?? []]).entries()) {
      const made = eventParts(writer, group, focus, `${g}_${s}`, columns);
      parts.push(...made.parts);
      answers.push(...made.answers);
    }
  }
  const names = features.map((feature) => columns.get(feature)!);
  const text = [
    `WITH ${parts.map((part) => `${part.name} AS (\n  ${part.text}\n)`).join(',\n')}`,
    `SELECT ${['b.id AS id', 'b.asked_at AS asked_at', 'b.seen_until AS seen_until', ...names.map((name) => `${name} AS ${name}`)].join(', ')}`,
    'FROM anchors AS b',
    ...answers.map(
      (name) =>
        `LEFT JOIN ${name} ON ${name}.id = b.id AND ${name}.asked_at = b.asked_at AND ${name}.seen_until = b.seen_until`,
    ),
    ...(writer.dialect.ending ? [writer.dialect.ending] : []),
  ].join('\n');
  return { text, columns: names };
}

function refuseOthers(features: readonly PlannedFeature[]): void {
  for (const feature of features) {
    const why = whyNoSql(feature);
    if (why === undefined) continue;
    throw new HeteroGraphError('INVALID_OPTION', `The feature ${feature.name} has no SQL: ${why}.`, {
      hint: 'sqlPlan(plan) is the part of a plan that has.',
    });
  }
}

/** Aggregates of the rows of one path: those rows, what is known of all of them together, and of each value that was last. */
function eventParts(
  writer: SqlWriter,
  group: readonly PlannedFeature[],
  focus: string,
  suffix: string,
  columns: ReadonlyMap<PlannedFeature, string>,
): { parts: Part[]; answers: string[] } {
  const values = grouped(
    group.filter(({ value }) => value),
    (feature) => [feature.value?.column, isText(feature)],
  );
  const takenOf = new Map(values.flatMap((same, i) => same.map((feature) => [feature, `e.v${i}`] as const)));
  const events = `events${suffix}`;
  const { rows, value } = group[0]!;
  const parts: Part[] = [
    {
      name: events,
      text: eventRows(
        writer,
        rows!,
        value?.ups ?? [],
        values.map((same) => same[0]!),
      ),
    },
  ];
  const answers: string[] = [];
  const put = (name: string, text: string) => {
    parts.push({ name, text });
    answers.push(name);
  };
  // By equality alone: ClickHouse has no other joins that keep anchors without events.
  const joined = `JOIN ${events} AS e ON e.row_id = a.row_id`;
  const plain = group.filter(({ measure }) => measure.what !== 'last');
  const aggregates = plain.map(
    (feature) => `${aggregateOf(writer, feature, takenOf.get(feature) ?? '1')} AS ${columns.get(feature)}`,
  );
  if (plain.length > 0) {
    put(
      `sums${suffix}`,
      `SELECT ${['a.id', 'a.asked_at', 'a.seen_until', ...aggregates].join(',\n    ')}\n  FROM ${focus} AS a LEFT ${joined}\n  GROUP BY a.id, a.asked_at, a.seen_until`,
    );
  }
  for (const feature of group) {
    if (feature.measure.what !== 'last') continue;
    const taken = takenOf.get(feature)!;
    const anchor = ['a.id', ...['a.asked_at', 'a.seen_until'].map((time) => writer.dialect.partition(time))].join(', ');
    const one = feature.kind === 'category' ? placeOf(writer, feature, writer.dialect.smallest('r.v')) : 'AVG(r.v)';
    put(
      `last_${columns.get(feature)}`,
      `SELECT r.id, r.asked_at, r.seen_until, ${one} AS ${columns.get(feature)}
  FROM (SELECT a.id, a.asked_at, a.seen_until, ${taken} AS v, RANK() OVER (PARTITION BY ${anchor} ORDER BY e.t DESC) AS place
    FROM ${focus} AS a ${joined}
    WHERE ${isSeen} AND ${taken} IS NOT NULL) AS r
  WHERE r.place = 1 GROUP BY r.id, r.asked_at, r.seen_until`,
    );
  }
  return { parts, answers };
}
