import { parseDecimal } from '../../graph/internal.js';

/**
 * Reads one decimal number from bytes [start, end): plain digits fast, everything else (exponents) by the engine.
 * NaN where it is no number.
 */
export function parseNumber(block: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = block[at] === 45;
  if (negative) at++;
  let value = 0;
  let digits = 0;
  let scale = 0;
  for (; at < end; at++) {
    const byte = block[at]!;
    if (byte >= 48 && byte <= 57) {
      value = value * 10 + (byte - 48);
      digits++;
      scale *= 10;
    } else if (byte === 46 && scale === 0) scale = 1;
    else break;
  }
  if (at === end && digits > 0 && digits <= 15) {
    const magnitude = scale > 1 ? value / scale : value;
    return negative ? -magnitude : magnitude;
  }
  return parseDecimal(Buffer.from(block.buffer, block.byteOffset + start, end - start).toString('latin1'));
}
