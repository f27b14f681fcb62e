/** The different values of a column: numbers by size where all are some, else texts by their characters. */
export function inOrder(values: readonly string[]): string[];
