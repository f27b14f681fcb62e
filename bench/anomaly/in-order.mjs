/** The different values of a column: numbers by size where all are some, else texts by their characters. */
export function inOrder(values) {
  const different = [...new Set(values)].sort();
  const isNumber = (text) => text.trim() !== '' && Number.isFinite(Number(text));
  return different.every(isNumber) ? different.sort((a, b) => Number(a) - Number(b)) : different;
}
