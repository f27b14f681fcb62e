const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Without the blanks around a cell, which are those that delimit; other spaces and U+FEFF are part of a text. */
export function trimBlanks(cell: string): string {
  return cell.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}

const POWERS = Float64Array.from({ length: 17 }, (_, i) => 10 ** i);

/**
 * The number a cell spells, equal to `Number(cell)` for decimals; blanks around it are allowed. NaN for anything else:
 * the words NaN and Infinity, hexadecimals, numbers beyond the range of doubles.
 */
export function parseDecimal(cell: string): number {
  const length = cell.length;
  let i = 0;
  const isNegative = cell.charCodeAt(0) === 45;
  if (isNegative) i = 1;
  if (length - i <= 16) {
    // At most 15 digits: an integer below 2^53 over a power of ten, rounded once.
    let mantissa = 0;
    let digits = 0;
    let point = -1;
    for (; i < length; i++) {
      const digit = cell.charCodeAt(i) - 48;
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digits++;
      } else if (digit === -2 && point < 0) point = i;
      else break;
    }
    if (i === length && digits > 0 && digits <= 15) {
      const value = point < 0 ? mantissa : mantissa / POWERS[length - point - 1]!;
      return isNegative ? -value : value;
    }
  }
  const trimmed = trimBlanks(cell);
  if (!DECIMAL.test(trimmed)) return Number.NaN;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : Number.NaN;
}

/** True for `true` and `1`, false for `false` and `0`, in any case; undefined for anything else. */
export function parseBoolCell(cell: string): boolean | undefined {
  const word = trimBlanks(cell).toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : undefined;
}

/**
 * True for a number that must stay text because as a number it would be another: a whole number too large for a double
 * to hold exactly, and one with leading zeros, which tell "007" from "7".
 */
export function mustStayText(cell: string, value: number): boolean {
  const first = cell.charCodeAt(0);
  if (first === 48 || first <= 45) {
    if (/^\s*[+-]?0\d/.test(cell)) return true;
  }
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^\s*[+-]?\d+\s*$/.test(cell);
}
