import { createHash } from 'node:crypto';

/** What a run measures of itself: never a seeded result. */
const MEASURED = new Set(['seconds', 'execution', 'peakMiB', 'stats', 'timing', 'graph']);

/**
 * A short hash of a value's numbers. Typed arrays count by their bytes, arrays by order; the properties of an object count without
 * names and order, so that a renamed field changes nothing. Texts count only in arrays.
 */
export function digest(value) {
  return hash([partOf(value)]).slice(0, 16);
}

function partOf(value) {
  if (ArrayBuffer.isView(value)) {
    return hash([value.constructor.name, new Uint8Array(value.buffer, value.byteOffset, value.byteLength)]);
  }
  if (Array.isArray(value))
    return hash(value.map((item) => (typeof item === 'string' ? `text ${item}` : partOf(item))));
  if (value !== null && typeof value === 'object') {
    const parts = Object.entries(value)
      .filter(([key]) => !MEASURED.has(key))
      .map(([, item]) => partOf(item))
      .filter((part) => part !== '');
    return parts.length === 0 ? '' : hash(parts.sort());
  }
  return ['number', 'boolean', 'bigint'].includes(typeof value) ? `${typeof value} ${value}` : '';
}

function hash(parts) {
  const sum = createHash('sha256');
  for (const part of parts) {
    sum.update(`${part.length}\n`);
    sum.update(part);
  }
  return sum.digest('hex');
}
