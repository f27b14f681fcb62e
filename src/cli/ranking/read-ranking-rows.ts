import { HeteroGraphError } from '../../core/index.js';
import type { Better, RankingInput } from '../../ranking/index.js';
import { invalidOption } from '../options/options.js';
import type { ReadRows } from '../tables/read-rows.js';

/** Columns by what they are; those that are not named have the names of the flags. */
export interface RankingColumns {
  readonly contestant?: string;
  readonly task?: string;
  readonly value?: string;
  readonly winner?: string;
  readonly loser?: string;
  readonly tie?: string;
  readonly weight?: string;
  readonly better?: Better;
}

/** Comparisons of rows with a winner and a loser, else measurements. @throws {HeteroGraphError} UNKNOWN_COLUMN, WRONG_DTYPE, INVALID_OPTION */
export function rankingRows(rows: ReadRows, flags: RankingColumns): RankingInput {
  const { contestant, task, value, winner, loser, tie, weight, better } = flags;
  const isNamed = winner !== undefined || loser !== undefined;
  const isComparison = isNamed || (contestant === undefined && has(rows, 'winner') && has(rows, 'loser'));
  if (!isComparison) {
    if (tie !== undefined || weight !== undefined) {
      throw invalidOption('--tie and --weight are of comparisons.', 'Leave them out, or name --winner and --loser.');
    }
    return {
      measurements: {
        contestant: idsOf(rows, contestant ?? 'contestant', '--contestant'),
        task: idsOf(rows, task ?? 'task', '--task'),
        value: numbersOf(rows, value ?? 'value', '--value'),
        ...(better !== undefined && { better }),
      },
    };
  }
  if (contestant !== undefined || value !== undefined || better !== undefined) {
    throw invalidOption('--contestant, --value and --better are of measurements.', 'Leave them out.');
  }
  return {
    comparisons: {
      winner: idsOf(rows, winner ?? 'winner', '--winner'),
      loser: idsOf(rows, loser ?? 'loser', '--loser'),
      ...((tie !== undefined || has(rows, 'tie')) && { tie: flagsOf(rows, tie ?? 'tie') }),
      ...((weight !== undefined || has(rows, 'weight')) && {
        weight: numbersOf(rows, weight ?? 'weight', '--weight').map((number) => number ?? Number.NaN),
      }),
      ...((task !== undefined || has(rows, 'task')) && { task: idsOf(rows, task ?? 'task', '--task') }),
    },
  };
}

function has({ texts }: ReadRows, name: string): boolean {
  return Object.hasOwn(texts, name);
}

/** Ids as texts, so that 007 stays what it is. */
function idsOf(rows: ReadRows, name: string, flag: string): string[] {
  // What is missing is refused by the library, which names the row.
  return textsOf(rows, name, flag).map((text) => text ?? '');
}

function textsOf(rows: ReadRows, name: string, flag: string): readonly (string | null)[] {
  if (has(rows, name)) return rows.texts[name]!;
  throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${name}".`, {
    column: name,
    hint: `There are: ${Object.keys(rows.texts).slice(0, 20).join(', ')}. Name it by ${flag}, or give the columns winner and loser.`,
  });
}

function numbersOf(rows: ReadRows, name: string, flag: string): (number | null)[] {
  const texts = textsOf(rows, name, flag);
  const isMissing = (text: string | null) => text === null || /^\s*(nan|na|n\/a|null)?\s*$/i.test(text);
  return texts.map((text, row) => {
    if (isMissing(text)) return null;
    const number = Number(text);
    if (!Number.isNaN(number)) return number;
    throw new HeteroGraphError('WRONG_DTYPE', `"${text!.slice(0, 40)}" is no number.`, {
      ...{ row, column: name },
      hint: 'Leave the cell empty where nothing was measured.',
    });
  });
}

function flagsOf(rows: ReadRows, name: string): boolean[] {
  return textsOf(rows, name, '--tie').map((text, row) => {
    const shown = (text ?? '').trim().toLowerCase();
    if (['1', 'true', 'yes', 'tie'].includes(shown)) return true;
    if (['', '0', 'false', 'no'].includes(shown)) return false;
    throw new HeteroGraphError('WRONG_DTYPE', `"${shown.slice(0, 40)}" does not say whether it is a tie.`, {
      ...{ row, column: name },
      hint: 'Write 1, true or yes, or leave the cell empty.',
    });
  });
}
