import { guessTags } from '../../graph/internal.js';
import type { ColumnMapping } from '../mapping/mapping.js';
import { labelRank } from './label-names.js';
import { words } from './names.js';
import type { ColumnProfile, TableProfile } from './profile.js';

/** Share of the values that must be of a kind; the rest are taken as dirt. */
const MOST = 0.9;
/** Different values up to which texts are categories, however few rows there are. */
const FEW = 20;
/** Rows from which values that are all different look like names. */
const MANY_ROWS = 20;
/** More different ids are taken as numbers, or as names of rows. */
const MOST_IDS = 1_000;

/** What a column is, and why; for people. */
export interface ColumnGuess {
  readonly mapping: ColumnMapping;
  readonly note: string;
}

/** The kind and role of a column of a table that is neither an id nor a key. */
export function guessColumn(column: ColumnProfile, { numRows, columns }: TableProfile): ColumnGuess {
  const { numValues, distinct } = column;
  if (column.declared?.kind === 'binary') return ignored(`${column.declared.type}: bytes are not read`);
  if (numValues === 0) return ignored(column.binary > 0 ? 'bytes are not read' : 'no row has a value');
  if (distinct.size === 1 && numValues === numRows)
    return ignored(`always ${JSON.stringify([...distinct][0]!.slice(0, 40))}`);
  if (isNested(column)) return ignored('objects of JSON are not read');
  const guess = guessKind(column);
  const unknown = numRows - numValues;
  if (labelRank(column.name, columns) !== undefined)
    return {
      ...guess,
      mapping: labelMapping(guess.mapping, distinct.size),
      note: joined(
        'by its name what is to be predicted, so never an input',
        guess.note,
        unknown > 0 ? `unknown in ${unknown} of ${numRows} rows` : '',
      ),
    };
  const hasKind = !['category', 'text'].includes(guess.mapping.kind);
  if (!hasKind && distinct.size === numValues && numValues >= MANY_ROWS && column.words < 3 * numValues)
    return ignored('every row has another value: it names the rows');
  const binary = column.binary > 0 ? `${column.binary} cells hold bytes, which are not read` : '';
  return { ...guess, note: joined(guess.note, binary, missing(unknown, numRows)) };
}

/** Whether every value is an object of JSON. */
export function isNested({ distinct, numValues }: ColumnProfile): boolean {
  return numValues > 0 && [...distinct].every((text) => text.startsWith('{') && text.endsWith('}'));
}

function labelMapping(mapping: ColumnMapping, numDistinct: number): ColumnMapping {
  const isClasses = mapping.kind !== 'number' || numDistinct <= FEW;
  return isClasses ? { kind: 'category', role: 'label' } : { ...mapping, role: 'label' };
}

function guessKind(column: ColumnProfile): ColumnGuess {
  const { numValues, distinct, name } = column;
  const isMost = (count: number) => count >= MOST * numValues;
  if (column.booleans === numValues && distinct.size <= 2) return guess('boolean', '');
  if (isMost(column.isoDates)) return date(column, 'iso', column.isoDates);
  if (isMost(column.yearLast)) return yearLastDate(column);
  if (column.wholes === numValues && (isTimeName(name) || column.declared?.kind === 'date')) {
    const form =
      column.least > 1e8 && column.most < 1e10
        ? 'seconds'
        : column.least > 1e11 && column.most < 1e13
          ? 'milliseconds'
          : undefined;
    if (form) return date(column, form, numValues);
  }
  // Few ids of what has no table of its own, such as `status_id`, say which, not how much.
  if (column.wholes === numValues && isIdName(name) && distinct.size <= MOST_IDS && distinct.size < numValues / 2)
    return guess('category', `${distinct.size} different ids of what has no table`);
  const comma = column.commaNumbers > column.numbers;
  const numbers = comma ? column.commaNumbers : column.numbers;
  if (isMost(numbers)) {
    return {
      mapping: { kind: 'number', role: 'feature', ...(comma ? { decimal: ',' } : {}) },
      note: dirt(numValues - numbers, 'number'),
    };
  }
  if (column.numbers === 0 && column.isoDates === 0 && guessTags(column.counts, false))
    return guess('tags', 'lists of tags');
  if (column.words >= 3 * numValues && distinct.size > numValues / 2 && distinct.size > FEW)
    return guess('text', 'free text');
  return guess('category', `${distinct.size} different values`);
}

function yearLastDate(column: ColumnProfile): ColumnGuess {
  const { firstAbove12, secondAbove12 } = column;
  const form = secondAbove12 > firstAbove12 ? 'mdy' : 'dmy';
  const why =
    firstAbove12 + secondAbove12 === 0
      ? 'day first or month first cannot be told; day first is taken'
      : form === 'dmy'
        ? 'day first'
        : 'month first';
  const { mapping, note } = date(column, form, column.yearLast);
  return { mapping, note: joined(why, note) };
}

function date({ numValues }: ColumnProfile, form: NonNullable<ColumnMapping['form']>, count: number): ColumnGuess {
  return {
    mapping: { kind: 'date', role: 'feature', ...(form === 'iso' ? {} : { form }) },
    note: dirt(numValues - count, 'date'),
  };
}

function isIdName(name: string): boolean {
  return words(name).some((word) => word === 'id' || word === 'ids');
}

function isTimeName(name: string): boolean {
  return words(name).some((word) =>
    ['at', 'time', 'date', 'timestamp', 'ts', 'datetime', 'created', 'updated'].includes(word),
  );
}

function guess(kind: ColumnMapping['kind'], note: string): ColumnGuess {
  return { mapping: { kind, role: 'feature' }, note };
}

function ignored(note: string): ColumnGuess {
  return { mapping: { kind: 'text', role: 'ignore' }, note };
}

function dirt(count: number, kind: string): string {
  return count > 0 ? `${count} cells are no ${kind}: taken as missing` : '';
}

function missing(count: number, numRows: number): string {
  return count > 0 ? `${((100 * count) / numRows).toFixed(1)} % missing` : '';
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}
