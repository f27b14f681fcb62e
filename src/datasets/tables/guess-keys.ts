import { labelRank } from './label-names.js';
import { looseId } from './loose-ids.js';
import { isBareKeyName, isKeyName, keyStem, plainName, singular } from './names.js';
import type { ColumnProfile, TableProfile } from './profile.js';
import { sideKind } from './side-words.js';

/** Share of different values below which a column whose name says that it names rows does not. */
const NEARLY_UNIQUE = 0.95;
/** Share of the values that must have a row where the name says which table is meant. */
const SOME = 0.3;
/** The same where the name is nearly that of the table. */
const MOST = 0.9;
/** Different values from which being all there is no accident. */
const SEVERAL = 5;

/** The column that names the rows of a table, and why. */
export interface IdGuess {
  readonly column: ColumnProfile;
  readonly note: string;
  /** What must be mended before the rows can be read. */
  readonly problem?: string;
}

/** A column of a table that names rows of another, or of its own. */
export interface KeyGuess {
  readonly column: ColumnProfile;
  readonly table: TableProfile;
  /** Different values that have no row. */
  readonly unknown: number;
  /** Whether more have one if leading zeros, blanks and case do not matter. */
  readonly isLoose: boolean;
  /** Of a key of several columns: those that say within what the ids count. */
  readonly within?: readonly ColumnProfile[];
  readonly note: string;
  /** A sentence where it may well be none. */
  readonly doubt?: string;
}

/** What a row of the table is called: `customer` of `customers.csv`. */
export function rowName({ file }: TableProfile): string {
  return singular(file.stem);
}

/** The likeliest column with ids of the rows: no value twice, none missing, and a name or a place that suits. */
export function guessId(table: TableProfile): IdGuess | undefined {
  const scored = table.columns
    .map((column, at) => ({ column, score: idScore(table, column, at) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const [best, second] = scored;
  if (!best) return undefined;
  const { column } = best;
  const isUnique = column.twice === undefined && column.numValues === table.numRows;
  const problem = isUnique ? undefined : uniqueProblem(column, table);
  const notes = [
    problem ?? 'no value twice',
    ...(second && isNamed(second.column) && second.column.twice === undefined
      ? [`${second.column.name} would do, too`]
      : []),
  ];
  return { column, note: notes.join('; '), ...(problem === undefined ? {} : { problem }) };
}

export function uniqueProblem({ twice, numValues }: ColumnProfile, { numRows }: TableProfile): string {
  const again = twice
    ? `rows ${twice.first} and ${twice.row} are both ${JSON.stringify(twice.text.slice(0, 40))}: mend one of them`
    : '';
  const empty = numRows > numValues ? `${numRows - numValues} rows have none` : '';
  return `${[again, empty].filter((text) => text !== '').join('; ')} (or read with --skip-bad-rows)`;
}

/** A column that by its name should name the rows of its table, and does not: values stand there twice, or are missing; undefined where there is none. */
export function repeatedId(table: TableProfile): ColumnProfile | undefined {
  return table.columns.find(
    ({ name, twice, numValues }) =>
      (twice !== undefined || (numValues > 0 && numValues < table.numRows)) &&
      (plainName(name) === 'id' || (isKeyName(name) && keyStem(name) === rowName(table))),
  );
}

function isNamed({ name }: ColumnProfile): boolean {
  return isKeyName(name) || plainName(name) === 'id';
}

function idScore(table: TableProfile, column: ColumnProfile, at: number): number {
  const { distinct, numValues, name } = column;
  if (numValues === 0 || isLabel(column, table)) return 0;
  const isUnique = column.twice === undefined && numValues === table.numRows;
  const own = rowName(table);
  const isOwn =
    plainName(name) === 'id' || (isNamed(column) && matches(keyStem(name), own)) || matches(plainName(name), own);
  if (!isUnique && !(isOwn && isNamed(column) && distinct.size >= NEARLY_UNIQUE * table.numRows)) return 0;
  const isText = column.numbers < numValues;
  const isWhole = column.wholes === numValues;
  // Texts of several words are ids only where the name of the column says so.
  const isProse = column.words > 1.5 * numValues && !isNamed(column);
  if (!isWhole && (!isText || column.isoDates + column.yearLast > 0 || isProse)) return 0;
  if (isOwn) return 4 + (plainName(name) === 'id' ? 1 : 0);
  if (isNamed(column)) return 2 + (at === 0 ? 1 : 0);
  // The first column may name the rows without saying so.
  return at === 0 && isText && table.numRows > 1 ? 1 : 0;
}

function isLabel({ name }: ColumnProfile, { columns }: TableProfile): boolean {
  return labelRank(name, columns) !== undefined;
}

/** Whether two names of rows are the same, one perhaps with words before: `billing_customer` is a `customer`. */
function matches(stem: string, own: string): boolean {
  const [a, b] = [singular(stem), plainName(singular(own))];
  return a === b || a.endsWith(`_${b}`) || b.endsWith(`_${a}`);
}

/**
 * The table that a column names rows of: by its name, and by which tables have all of its values as ids.
 *
 * @param isByName whether the name alone counts
 */
export function guessKey(
  column: ColumnProfile,
  own: TableProfile,
  ids: ReadonlyMap<TableProfile, IdGuess>,
  isByName = false,
): KeyGuess | undefined {
  if (column.numValues === 0 || isLabel(column, own)) return undefined;
  // `result_id` of results names them, although `sprint_results` end alike.
  const isOwnId = ids.get(own)?.column === column;
  const stem = plainName(singular(keyStem(column.name)));
  if (isOwnId && isNamed(column) && stem === plainName(rowName(own))) return undefined;
  const isOwnName = isOwnId && isNamed(column) && matches(stem, rowName(own));
  const candidates = [...ids]
    .filter(([table, id]) => id.column !== column && (!isOwnName || stem === plainName(rowName(table))))
    .map(([table, id]) => {
      const exact = numMissing(column.distinct, id.column.distinct);
      const isNamedFully = namesTable(column, table, id.column, own);
      const isNamed = isNamedFully || (table !== own && nearlyNames(column, table));
      const loose = isNamed && exact > 0 ? numMissingLoosely(column.distinct, id.column.distinct) : exact;
      const unknown = Math.min(exact, loose);
      const share = 1 - unknown / column.distinct.size;
      return {
        table,
        id,
        unknown,
        numLoose: exact - unknown,
        share,
        isNamed: isNamedFully || (isNamed && share >= MOST),
      };
    });
  const named = candidates
    .filter(({ isNamed: suits, share }) => suits && share >= SOME)
    .sort((a, b) => b.share - a.share || a.id.column.distinct.size - b.id.column.distinct.size);
  const included = (isByName ? [] : candidates)
    .filter(
      ({ share, table, id }) => !isOwnId && share === 1 && table !== own && byValuesAlone(column, table, id.column),
    )
    .sort((a, b) => a.id.column.distinct.size - b.id.column.distinct.size);
  const [chosen, other] = named.length > 0 ? named : included;
  if (!chosen) return undefined;
  const by = named.length > 0 ? 'by its name' : 'by its values alone: see whether that is meant';
  const notes = keyNotes(column, own, chosen.table, by, chosen.unknown);
  if (chosen.numLoose > 0)
    notes.push(
      `${chosen.numLoose} values are found only where leading zeros, blanks and case do not matter (match: loose): see whether that is meant.`,
    );
  if (other) notes.push(`It could be ${other.table.file.name} as well.`);
  const isFew = chosen.share < MOST;
  if (named.length > 0 && isFew)
    notes.push('So many have no row that it may be something else: see whether that is meant.');
  const doubt = `${own.file.name}: that ${column.name} names rows of ${chosen.table.file.name} is guessed ${named.length > 0 ? 'by its name, and many of its values have no row' : 'by its values alone'}${other ? `; it could be ${other.table.file.name} as well` : ''}: see whether it is meant.`;
  return {
    ...{ column, table: chosen.table, unknown: chosen.unknown, isLoose: chosen.numLoose > 0 },
    note: notes.join('\n'),
    ...(named.length === 0 || isFew ? { doubt } : {}),
  };
}

/** What there is to know of a key, and why it is one. */
export function keyNotes(
  column: ColumnProfile,
  own: TableProfile,
  table: TableProfile,
  why: string,
  unknown: number,
): string[] {
  const all =
    unknown === 0
      ? `all ${column.distinct.size} values have a row`
      : `${unknown} of ${column.distinct.size} values have no row`;
  const none = own.numRows - column.numValues;
  return [
    `${column.name} names a row of ${table.file.name}, ${why}; ${all}.`,
    ...(none > 0 ? [`${none} of ${own.numRows} rows name none.`] : []),
  ];
}

/** How many of the texts are not among the others. */
export function numMissing(texts: ReadonlySet<string>, among: ReadonlySet<string>): number {
  let count = 0;
  for (const text of texts) if (!among.has(text)) count++;
  return count;
}

/** The same where leading zeros, blanks and case do not matter. */
function numMissingLoosely(texts: ReadonlySet<string>, among: ReadonlySet<string>): number {
  const known = new Set(Array.from(among, looseId));
  let count = 0;
  for (const text of texts) if (!known.has(looseId(text))) count++;
  return count;
}

/** Whether the name of a column says which table is meant. */
function namesTable(column: ColumnProfile, table: TableProfile, id: ColumnProfile, own: TableProfile): boolean {
  const name = plainName(column.name).replace(/^fk_/, '');
  // `parent_id` and `manager_id` name rows of their own table.
  if (
    table === own &&
    /^(parent|manager|reports_to|supervisor|boss|leader|mentor|referred_by|referrer|reply_to|predecessor|previous)(_|$)/.test(
      name,
    )
  )
    return true;
  if (name === plainName(id.name) && !isBareKeyName(name)) return true;
  const isPlainKey = isKeyName(column.name) || column.numbers < column.numValues || column.wholes === column.numValues;
  return (
    isPlainKey &&
    name !== 'id' &&
    matches(keyStem(column.name), rowName(table)) &&
    !(table === own && !isKeyName(column.name))
  );
}

/** Endings of plurals in languages that name tables otherwise than English does. */
const PLURAL = /^(e|n|en|er|es|s|i|is|ar|or|ai)$/;

/** Whether the name of a column is that of a table but for the ending of a plural: `patient` of `patienten.csv`, `client_id` of `clientes.csv`. */
function nearlyNames(column: ColumnProfile, table: TableProfile): boolean {
  const [a, b] = [keyStem(column.name), plainName(table.file.stem)];
  const isPlainKey = column.numbers < column.numValues || column.wholes === column.numValues;
  // Few different numbers are ids of anything.
  return (
    isPlainKey && column.distinct.size >= SEVERAL && a.length >= 4 && b.startsWith(a) && PLURAL.test(b.slice(a.length))
  );
}

/** Share of the largest id that the largest number of a column must reach: numbers that end before run from 1 to their own end. */
const REACHED = 0.9;

/**
 * Whether it is no accident that all values of a column, which does not name the rows of its own table, are ids: texts of some kinds, or numbers that
 * are called ids. What is numbered for itself, such as users from 1 to 20, is among the ids of any longer table.
 */
function byValuesAlone(column: ColumnProfile, table: TableProfile, id: ColumnProfile): boolean {
  if (column.distinct.size < SEVERAL) return false;
  // Nobody who takes things is a row of what is taken, nor the other way round.
  const [kind, tableKind] = [sideKind(column.name), sideKind(rowName(table)) ?? sideKind(id.name)];
  if (kind && tableKind && kind !== tableKind) return false;
  if (column.numbers < column.numValues) return column.booleans < column.numValues;
  return isKeyName(column.name) && reaches(column, id);
}

/** Whether the numbers of a column go as far as the ids. */
export function reaches(column: ColumnProfile, id: ColumnProfile): boolean {
  return column.most >= REACHED * id.most;
}

/** Tables whose ids hold all values of a column that is no key: those that it could name rows of, with their ids, the smallest first. */
export function couldName(
  column: ColumnProfile,
  own: TableProfile,
  ids: ReadonlyMap<TableProfile, { readonly column: ColumnProfile }>,
): readonly (readonly [TableProfile, ColumnProfile])[] {
  const { numValues, wholes, distinct, declared } = column;
  const isWhole = numValues > 0 && wholes === numValues;
  const isAsked = isWhole && declared?.kind !== 'date' && (isKeyName(column.name) || distinct.size >= SEVERAL);
  if (!isAsked || ids.get(own)?.column === column || isLabel(column, own)) return [];
  return [...ids]
    .filter(([, id]) => id.column !== column && numMissing(distinct, id.column.distinct) === 0)
    .filter(([, id]) => isKeyName(column.name) || reaches(column, id.column))
    .sort((a, b) => a[1].column.distinct.size - b[1].column.distinct.size)
    .map(([table, id]) => [table, id.column]);
}

/** Numbers that could name the rows of a table, in its first column, though no name says so. */
export function numberedBy({ columns: [first], numRows }: TableProfile): ColumnProfile | undefined {
  const isEach = first?.twice === undefined && first?.numValues === numRows && first.wholes === numRows;
  return isEach && numRows > 1 ? first : undefined;
}
