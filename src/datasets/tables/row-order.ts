const WHOLE = /^(0|[1-9]\d{0,14})$/;

/**
 * The order of rows by their ids, whole numbers by size and other texts by their code units, so that the order of a file's rows changes
 * nothing. [N]
 */
export function orderByIds(ids: readonly string[]): Int32Array {
  const rows = Int32Array.from(ids.keys());
  if (ids.every((id) => WHOLE.test(id))) {
    const numbers = Float64Array.from(ids, Number);
    return rows.sort((a, b) => numbers[a]! - numbers[b]!);
  }
  return rows.sort((a, b) => (ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : a - b));
}

/** The order of rows by numbers first, the rest being equal by texts. [N] */
export function orderByContent(texts: readonly string[], ...first: readonly ArrayLike<number>[]): Int32Array {
  const rows = Int32Array.from(texts.keys());
  return rows.sort((a, b) => {
    for (const numbers of first) if (numbers[a] !== numbers[b]) return numbers[a]! - numbers[b]!;
    return texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : 0;
  });
}
