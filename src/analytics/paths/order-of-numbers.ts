const DIGIT_BITS = 16;
const NUM_DIGITS = 4;
/** Below this many, counting digits costs more than comparing. */
const FEW = 4096;

/** Places of numbers from the smallest to the largest, equal ones (0 and -0 among them) as they stand; no NaN. O(N), a radix sort. */
export function orderOfNumbers(values: Float64Array): Int32Array {
  const order = Int32Array.from({ length: values.length }, (_, i) => i);
  if (values.length < FEW) return order.sort((a, b) => values[a]! - values[b]! || a - b);
  const bits = new Uint16Array(sortableBits(values).buffer);
  let from = order;
  let to = new Int32Array(values.length);
  const starts = new Int32Array((1 << DIGIT_BITS) + 1);
  for (let digit = 0; digit < NUM_DIGITS; digit++) {
    starts.fill(0);
    for (let i = digit; i < bits.length; i += NUM_DIGITS) starts[bits[i]! + 1]!++;
    if (starts.includes(values.length)) continue;
    for (let d = 0; d < 1 << DIGIT_BITS; d++) starts[d + 1] = starts[d + 1]! + starts[d]!;
    for (let i = 0; i < from.length; i++) {
      const place = from[i]!;
      to[starts[bits[NUM_DIGITS * place + digit]!]!++] = place;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** 64-bit whole numbers in the order of the values, low half first. */
function sortableBits(values: Float64Array): Uint32Array {
  const copy = values.slice();
  // -0 becomes 0.
  for (let i = 0; i < copy.length; i++) copy[i]! += 0;
  const bits = new Uint32Array(copy.buffer);
  for (let i = 1; i < bits.length; i += 2) {
    const isNegative = bits[i]! >>> 31 === 1;
    bits[i] = isNegative ? ~bits[i]! : bits[i]! | 0x80000000;
    if (isNegative) bits[i - 1] = ~bits[i - 1]!;
  }
  return bits;
}
