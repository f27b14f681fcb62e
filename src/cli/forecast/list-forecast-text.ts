import { writeIdTable } from '../../data/internal.js';
import type { AppliedListForecast, ScoredRanker } from '../../relational/index.js';
import { timeText } from '../../relational/internal.js';
import { textTable } from '../terminal/text-table.js';
import { number } from './forecast-list.js';

/** Items of a list that are printed. */
const FIRST = 3;
/** Longer names are cut where they are printed. */
const WIDEST = 26;

/** The first lists, what changed in the tables and what then happened, for programs. */
export function listsObject(applied: AppliedListForecast, top: number): object {
  const { table, items, k, at, until, lists, scores, changes, remarks } = applied;
  return {
    ...{ table, items, k, at: timeText(at), until: timeText(until), rows: lists.length },
    lists: lists.slice(0, top).map(({ id, items: own, scores: values, happened }) => ({
      id,
      items: own.map((item, i) => ({ rank: i + 1, item, score: values[i] })),
      ...(happened ? { happened } : {}),
    })),
    ...(scores ? { scores } : {}),
    ...{ changes, remarks },
  };
}

/** The same for people. */
export function listsText(applied: AppliedListForecast, top: number): string {
  const { table, items, k, at, until, lists, scores, changes } = applied;
  const head = [table, 'rank', items, 'score', ...(lists[0]?.happened ? ['happened'] : [])];
  const rows = lists
    .slice(0, top)
    .flatMap(({ id, items: own, scores: values, happened }) =>
      own
        .slice(0, FIRST)
        .map((item, i) => [
          ...[i === 0 ? short(id) : '', String(i + 1), short(item), number(values[i]!)],
          ...(happened ? [happened.includes(item) ? 'yes' : 'no'] : []),
        ]),
    );
  const changed = changes.map(({ change, what, name, isUsed }) => [change, what, short(name), isUsed ? 'yes' : 'no']);
  const isCut = lists.length > top || lists.some(({ items: own }) => own.length > FIRST);
  return [
    `${lists.length} lists of up to ${k}: ${items} for ${table}`,
    `after ${timeText(at)}, until ${timeText(until)}.`,
    ...(rows.length > 0 ? ['', textTable(head, rows)] : []),
    ...(isCut ? [`the first ${FIRST} of each of ${Math.min(top, lists.length)} lists: --out writes them all`] : []),
    ...(changed.length > 0 ? ['', textTable(['changed', 'what', 'name', 'used'], changed)] : []),
    ...(scores && scores.length > 0
      ? [
          '',
          textTable(
            ['', 'what then happened', `MAP@${k}`, '95 %'],
            scores.map(({ name, isKept, figures: { map } }) => [
              ...[isKept ? '>' : '', name, number(map.value), `${number(map.low)}–${number(map.high)}`],
            ]),
          ),
        ]
      : []),
  ].join('\n');
}

/** Rows of a table of scores. */
export function rankerTable(scores: readonly ScoredRanker[], k: number): string {
  const rows = scores.map(({ name, valid, test, isKept, seconds }) => [
    ...[isKept ? '>' : '', name, number(valid.map.value), number(test.map.value)],
    ...[`${number(test.map.low)}–${number(test.map.high)}`, number(test.recall.value), number(test.ndcg.value)],
    seconds.toFixed(1),
  ]);
  return textTable(['', 'ranker', `MAP@${k} valid`, 'test', '95 %', 'recall', 'NDCG', 's'], rows);
}

/** Writes all lists: a row an item, with the id of whom it is for, the item, its rank and its score. */
export async function writeLists(path: string, { lists }: AppliedListForecast): Promise<void> {
  const each = <T>(of: (list: AppliedListForecast['lists'][number], i: number) => T) =>
    lists.flatMap((list) => list.items.map((_, i) => of(list, i)));
  await writeIdTable(path, {
    ids: each(({ id }) => id),
    texts: {
      item: each(({ items }, i) => String(items[i]!)),
      ...(lists.some(({ happened }) => happened)
        ? { happened: each(({ items, happened }, i) => (happened!.includes(items[i]!) ? 'yes' : 'no')) }
        : {}),
    },
    numbers: {
      rank: Float64Array.from(each((_, i) => i + 1)),
      score: Float64Array.from(each(({ scores }, i) => scores[i]!)),
    },
    matrices: {},
  });
}

function short(name: string | number): string {
  const text = String(name);
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text;
}
