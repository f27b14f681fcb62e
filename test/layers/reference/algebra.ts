/** Slow and obvious algebra of lists of rows, in float64. */
export type Row = readonly number[];
export type Rows = readonly Row[];

/** Values of the parameters by what follows the layer's name, such as `self/weight`. */
export type Values = (name: string) => ArrayLike<number>;

export const rowsOf = (values: ArrayLike<number>, numRows: number, width: number): Rows =>
  Array.from({ length: numRows }, (_, i) => Array.from({ length: width }, (_, c) => values[i * width + c]!));
export const zeros = (width: number): Row => new Array<number>(width).fill(0);
export const plus = (...rows: Row[]): Row => rows[0]!.map((_, c) => rows.reduce((sum, row) => sum + row[c]!, 0));
export const times = (row: Row, factor: number): Row => row.map((value) => value * factor);
export const dot = (a: Row, b: Row): number => a.reduce((sum, value, c) => sum + value * b[c]!, 0);
export const sumOf = (rows: Rows, width: number): Row => rows.reduce((sum, row) => plus(sum, row), zeros(width));

/** x W, W row-major [x, width]. */
export const mapped = (x: Row, weight: ArrayLike<number>, width: number): Row =>
  Array.from({ length: width }, (_, c) => x.reduce((sum, value, k) => sum + value * weight[k * width + c]!, 0));

/** The layer `Linear`. */
export const linearMap = (x: Row, values: Values, name: string): Row => {
  const bias = Array.from(values(`${name}/bias`));
  return plus(mapped(x, values(`${name}/weight`), bias.length), bias);
};

export const leaky = (value: number, slope: number): number => (value > 0 ? value : slope * value);
export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
export const softmax = (scores: Row): Row => {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
};

/** The part of a row that belongs to a head. */
export const headOf = (row: ArrayLike<number>, head: number, heads: number): Row => {
  const width = row.length / heads;
  return Array.from({ length: width }, (_, c) => row[head * width + c]!);
};

/** erf by its series and, far out, its continued fraction: 1e-15. */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, total] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-18 * (1 + Math.abs(total)); n++) {
    term *= -(x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}
export const gelu = (value: number): number => 0.5 * value * (1 + erf(value / Math.SQRT2));

/** Attention: for each head, softmax of the scores over the edges, then the weighted sum of the values. */
export function attended(
  edges: readonly { readonly scores: Row; readonly value: Row }[],
  heads: number,
  width: number,
): Row {
  if (edges.length === 0) return zeros(width);
  return Array.from({ length: heads }, (_, h) => {
    const weights = softmax(edges.map(({ scores }) => scores[h]!));
    return sumOf(
      edges.map(({ value }, e) => times(headOf(value, h, heads), weights[e]!)),
      width / heads,
    );
  }).flat();
}

/** <a_h, x_h> for every head. */
export const perHead = (x: Row, vectors: ArrayLike<number>, heads: number): Row =>
  Array.from({ length: heads }, (_, h) => dot(headOf(x, h, heads), headOf(vectors, h, heads)));
