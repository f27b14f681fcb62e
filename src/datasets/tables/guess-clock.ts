import type { ColumnGuess } from './guess-column.js';
import { words } from './names.js';
import type { TableProfile } from './profile.js';

const TIME_WORDS = new Set(['date', 'day', 'time', 'clock', 'at', 'of', 'hour', 'on']);

/**
 * Joins dates without a time of day with the column that holds it: `race_date` with `race_time`, or the only column of times of day with the
 * only dates.
 */
export function withClocks(
  { columns }: TableProfile,
  guesses: ReadonlyMap<string, ColumnGuess>,
): ReadonlyMap<string, ColumnGuess> {
  const guessed = columns.filter(({ name }) => guesses.has(name));
  const clocks = guessed.filter(
    ({ name, numValues, clocks: count }) =>
      numValues > 0 && count === numValues && guesses.get(name)!.mapping.role !== 'label',
  );
  if (clocks.length === 0) return guesses;
  const dates = guessed.filter(({ name }) => guesses.get(name)!.mapping.kind === 'date');
  const days = dates.filter(({ timed }) => timed === 0);
  const joined = new Map(guesses);
  for (const { name } of days) {
    const stem = plainStem(name);
    const suits =
      clocks.find((clock) => plainStem(clock.name) === stem) ??
      (dates.length === 1 && clocks.length === 1 ? clocks[0] : undefined);
    if (!suits || joined.get(suits.name)!.note.startsWith(TAKEN)) continue;
    const { mapping, note } = guesses.get(name)!;
    joined.set(name, { mapping: { ...mapping, clock: suits.name }, note });
    joined.set(suits.name, { mapping: { kind: 'text', role: 'ignore' }, note: `${TAKEN} ${name}` });
  }
  return joined;
}

const TAKEN = 'read with';

/** What a column of dates or times is about: `race` of `race_date` and of `raceTime`. */
function plainStem(name: string): string {
  return words(name)
    .filter((word) => !TIME_WORDS.has(word))
    .join('_');
}
