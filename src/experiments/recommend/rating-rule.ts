import { words } from '../../datasets/internal.js';

/** A numeric column of the rows. */
export interface ValueColumn {
  readonly name: string;
  /** [rows], NaN where missing. */
  readonly values: ArrayLike<number>;
}

/** Which rows count. */
export interface RatingRule {
  /** The column, where its values decide. */
  readonly column?: ValueColumn;
  /** Rows of a lower value do not count. */
  readonly atLeast?: number;
  /** What was decided and why. */
  readonly remark: string;
}

const RATINGS = new Set([
  'rating',
  'ratings',
  'score',
  'stars',
  'star',
  'grade',
  'rate',
  'vote',
  'review',
  'preference',
]);
/** Different values that a scale of ratings has at most. */
const MOST_STEPS = 101;
/** Where on its scale a rating means that something was liked: 4 of 1 to 5. */
const LIKED = 0.75;
/** Share of the rows that must be liked for the rule to be of use. */
const FEWEST = 0.05;

/**
 * Whether a row counts by itself, or by its value: a column that is called a rating and has few different values is one, and a row counts from three
 * quarters of the scale on.
 *
 * @param texts names of columns of texts: one that is called a rating is remarked
 * @param asked.value the column, or false for none; asked.atLeast from which value on a row counts
 */
export function ratingRule(
  columns: readonly ValueColumn[],
  asked: { readonly value?: string | false; readonly atLeast?: number },
  texts: readonly string[] = [],
): RatingRule {
  const column =
    asked.value === false
      ? undefined
      : asked.value !== undefined
        ? columns.find(({ name }) => name === asked.value)
        : columns.find(
            ({ name, values }) => words(name).some((word) => RATINGS.has(word)) && stepsOf(values) !== undefined,
          );
  if (!column) {
    const ignored = columns.map(({ name }) => name);
    const why =
      asked.value === false
        ? ''
        : ignored.length > 0
          ? `; ${ignored.join(', ')} ${ignored.length === 1 ? 'is' : 'are'} no rating by name (--value names one)`
          : '';
    const rating = texts.find((name) => words(name).some((word) => RATINGS.has(word)));
    const unread =
      rating === undefined
        ? ''
        : ` ${rating} is called a rating, but some of its cells are no numbers: graph.yaml can say that it is one (kind: number, decimal: ",").`;
    return { remark: `Every row counts as taken${why}.${asked.value === false ? '' : unread}` };
  }
  const { name } = column;
  if (asked.atLeast !== undefined) {
    return {
      column,
      atLeast: asked.atLeast,
      remark: `A row counts where ${name} is at least ${asked.atLeast}${shareText(column, asked.atLeast)}.`,
    };
  }
  const steps = stepsOf(column.values) ?? [];
  const [low, high] = [steps[0] ?? 0, steps.at(-1) ?? 0];
  const atLeast = steps.find((step) => step >= low + LIKED * (high - low));
  if (steps.length < 2 || atLeast === undefined || shareFrom(column, atLeast) < FEWEST) {
    return { remark: `Every row counts as taken: ${name} tells too few of them apart.` };
  }
  return {
    ...{ column, atLeast },
    remark: `A row counts where ${name} is at least ${atLeast}, the upper quarter of its scale from ${low} to ${high}${shareText(column, atLeast)}. --at-least sets another value, --no-value counts every row.`,
  };
}

function shareFrom({ values }: ValueColumn, atLeast: number): number {
  let count = 0;
  for (let row = 0; row < values.length; row++) if (values[row]! >= atLeast) count++;
  return count / Math.max(1, values.length);
}

function shareText(column: ValueColumn, atLeast: number): string {
  return `: ${(100 * shareFrom(column, atLeast)).toFixed(0)} % of the rows`;
}

/** The different values, ascending; undefined where they are too many for a scale. */
function stepsOf(values: ArrayLike<number>): number[] | undefined {
  const steps = new Set<number>();
  for (let row = 0; row < values.length && steps.size <= MOST_STEPS; row++) {
    if (Number.isFinite(values[row])) steps.add(values[row]!);
  }
  return steps.size > MOST_STEPS || steps.size === 0 ? undefined : [...steps].sort((a, b) => a - b);
}
