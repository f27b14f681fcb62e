import { isoSeconds, parseDecimal } from '../../graph/internal.js';
import { type ColumnMapping, type DateForm, dateForms, type NumberForm } from '../mapping/mapping.js';

const MISSING = /^(|nan|n\/a|#n\/a|na|<na>|null|\(null\)|none|nil|\\n|-|--|\?)$/i;

/** The text of a cell without blanks around it; undefined where it is empty or one of the usual words for no value. */
export function cellValue(cell: string | undefined, nulls: readonly string[] = []): string | undefined {
  const text = cell?.trim() ?? '';
  return MISSING.test(text) || nulls.includes(text) ? undefined : text;
}

/** An id without what programs add to it: `12` of ` 12.0`, as tables with gaps are often written. */
export function keyText(cell: string | undefined): string | undefined {
  const text = cellValue(cell);
  return text !== undefined && /^\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text;
}

/** A number with marks of currency, per cent or thousands, such as `$1,234.50`; NaN where it is none. */
export function numberOf(text: string, decimal: '.' | ',' = '.'): number {
  const plain = text.replace(/^([-+]?)\s*[$€£¥]\s*|\s*[$€£¥%]$/g, '$1');
  const grouped = decimal === '.' ? /^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$/ : /^[-+]?\d{1,3}([. ]\d{3})+(,\d*)?$/;
  const ungrouped = grouped.test(plain) ? plain.replace(decimal === '.' ? /,/g : /[. ]/g, '') : plain;
  if (decimal === '.') return parseDecimal(ungrouped);
  return ungrouped.includes('.') ? Number.NaN : parseDecimal(ungrouped.replace(',', '.'));
}

/** The number that a text of a form stands for; NaN where it is none. */
function formedNumber(text: string, decimal: '.' | ',' | undefined, form: NumberForm): number {
  if (form === 'percent') return numberOf(text, decimal) / 100;
  const inBrackets = /^\((.*)\)$/.exec(text)?.[1];
  const plain = (inBrackets ?? text).replace(/^([-+]?)\s*(\p{L}{1,3}\.?|\p{Sc})\s*|\s*(\p{L}{1,3}\.?|\p{Sc})$/gu, '$1');
  return inBrackets === undefined ? numberOf(plain, decimal) : -numberOf(plain, decimal);
}

const DAY_FIRST = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[ T]+(\d{1,2})(:\d{2}(?::\d{2})?))?$/;

/** The parts of a date with its year last, as they stand. */
export function yearLast(text: string): { readonly first: number; readonly second: number } | undefined {
  const found = DAY_FIRST.exec(text);
  return found ? { first: Number(found[1]), second: Number(found[2]) } : undefined;
}

/** Seconds since 1970 of a date; NaN where it is none. */
export function dateSeconds(text: string, form: DateForm = 'iso'): number {
  if (form === 'iso') return isoSeconds(text.replaceAll('/', '-'));
  if (form === 'seconds') return parseDecimal(text);
  if (form === 'milliseconds') return parseDecimal(text) / 1000;
  const found = DAY_FIRST.exec(text);
  if (!found) return isoSeconds(text);
  const [day, month] = form === 'dmy' ? [found[1]!, found[2]!] : [found[2]!, found[1]!];
  const time = found[4] === undefined ? '' : `T${found[4].padStart(2, '0')}${found[5]}`;
  return isoSeconds(`${found[3]}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${time}`);
}

/** 1 or 0; NaN where the text says neither. */
export function booleanOf(text: string): number {
  if (/^(true|t|yes|y|1|1\.0)$/i.test(text)) return 1;
  return /^(false|f|no|n|0|0\.0)$/i.test(text) ? 0 : Number.NaN;
}

/** The number of a cell of a column of numbers, dates or booleans; NaN where it is none. */
export function cellNumber(text: string, { kind, decimal, form }: ColumnMapping): number {
  if (kind === 'boolean') return booleanOf(text);
  if (isDateForm(form)) return kind === 'date' ? dateSeconds(text, form) : numberOf(text, decimal);
  return formedNumber(text, decimal, form);
}

function isDateForm(form: ColumnMapping['form']): form is DateForm | undefined {
  return form === undefined || (dateForms as readonly string[]).includes(form);
}
