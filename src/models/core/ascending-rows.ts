/** The rows of all parts, ascending, each once. */
export function ascendingRows(...parts: readonly Int32Array[]): Int32Array {
  return Int32Array.from(new Set(parts.flatMap((part) => [...part]))).sort();
}
