import { writeIdTable } from '../../data/internal.js';
import { type AppliedForecast, mainFigure } from '../../relational/index.js';
import { timeText } from '../../relational/internal.js';
import { textTable } from '../terminal/text-table.js';

/** Longer names are cut where they are printed. */
const WIDEST = 40;

/** The first forecasts of a list, what changed in the tables and what then happened, for programs. */
export function listObject(applied: AppliedForecast, top: number): object {
  const { table, at, until, ids, values, predicted, happened, changes, remarks } = applied;
  return {
    ...{ table, at: timeText(at), until: timeText(until), rows: ids.length },
    forecasts: ids.slice(0, top).map((id, i) => ({
      ...{ id, [valueName(applied)]: values[i] },
      ...(predicted ? { class: predicted[i] } : {}),
      ...(happened ? { happened: labelOf(applied, i) ?? null } : {}),
    })),
    ...(happened ? { scores: happened.scores } : {}),
    ...{ changes, remarks },
  };
}

/** The same for people. */
export function listText(applied: AppliedForecast, top: number): string {
  const { table, at, until, ids, values, predicted, happened, changes, kind } = applied;
  const head = ['', table, valueName(applied), ...(predicted ? ['class'] : []), ...(happened ? ['happened'] : [])];
  const rows = ids
    .slice(0, top)
    .map((id, i) => [
      ...[String(i + 1), short(String(id)), number(values[i]!)],
      ...(predicted ? [short(predicted[i]!)] : []),
      ...(happened ? [short(String(labelOf(applied, i) ?? '-'))] : []),
    ]);
  const { name: main, title } = mainFigure[kind];
  const changed = changes.map(({ change, what, name, isUsed }) => [change, what, short(name), isUsed ? 'yes' : 'no']);
  return [
    `${ids.length} forecasts of ${table}: what happens after ${timeText(at)}, until ${timeText(until)}.`,
    ...(rows.length > 0 ? ['', textTable(head, rows)] : []),
    ...(rows.length < ids.length ? [`and ${ids.length - rows.length} more: --out writes them all`] : []),
    ...(changed.length > 0 ? ['', textTable(['changed', 'what', 'name', 'used'], changed)] : []),
    ...(happened && happened.scores.length > 0
      ? [
          '',
          textTable(
            ['', 'what then happened', title, '95 %'],
            happened.scores.map(({ name, isKept, figures }) => {
              const { value, low, high } = figures[main]!;
              return [isKept ? '>' : '', name, number(value), `${number(low)}–${number(high)}`];
            }),
          ),
        ]
      : []),
  ].join('\n');
}

/** Writes all forecasts of a list with their ids, the highest first. */
export async function writeList(path: string, applied: AppliedForecast): Promise<void> {
  const { ids, values, predicted, probabilities, classes, happened } = applied;
  const texts = {
    ...(predicted ? { class: predicted } : {}),
    ...(happened ? { happened: ids.map((_, i) => String(labelOf(applied, i) ?? '')) } : {}),
  };
  await writeIdTable(path, {
    ...{ ids, texts, matrices: {} },
    numbers: { [valueName(applied)]: values, ...probabilityColumns(classes, probabilities) },
  });
}

/** A column for each class, named as in the forecasts of test rows. */
function probabilityColumns(
  classes: readonly string[] = [],
  probabilities?: Float64Array,
): Record<string, Float64Array> {
  if (!probabilities) return {};
  const width = classes.length;
  const column = (c: number) =>
    Float64Array.from({ length: probabilities.length / width }, (_, i) => probabilities[i * width + c]!);
  return Object.fromEntries(classes.map((name, c) => [`probability of ${name}`, column(c)]));
}

function valueName({ kind }: AppliedForecast): string {
  return kind === 'numbers' ? 'forecast' : 'probability';
}

/** What happened to a row of the list; undefined where nothing says. */
function labelOf({ kind, classes, happened }: AppliedForecast, i: number): string | number | undefined {
  const label = happened!.labels[i]!;
  if (Number.isNaN(label)) return undefined;
  return kind === 'classes' ? classes![label] : label;
}

function short(text: string): string {
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text;
}

/** To four decimals, or five digits; a hyphen where there is none. */
export function number(value: number): string {
  if (Number.isNaN(value)) return '-';
  return Math.abs(value) < 10 ? value.toFixed(4) : value.toPrecision(5);
}
