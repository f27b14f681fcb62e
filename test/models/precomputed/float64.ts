/** Parts of networks in float64, for gradients by differences. Matrices are arrays of rows. */
export type Matrix = number[][];

export const matrix = (values: ArrayLike<number>, width: number): Matrix =>
  Array.from({ length: values.length / width }, (_, r) =>
    Array.from({ length: width }, (__, c) => values[r * width + c]!),
  );

export const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, c) => row.reduce((sum, value, k) => sum + value * b[k]![c]!, 0)));

export const plus = (a: Matrix, b: Matrix): Matrix => a.map((row, r) => row.map((value, c) => value + b[r]![c]!));

export const joined = (parts: readonly Matrix[]): Matrix => parts[0]!.map((_, r) => parts.flatMap((part) => part[r]!));

export const columns = (x: Matrix, from: number, to: number): Matrix => x.map((row) => row.slice(from, to));

export const prelu = (x: Matrix, slope: number): Matrix => x.map((row) => row.map((v) => (v > 0 ? v : slope * v)));

export const softmax = (row: readonly number[]): number[] => {
  const powers = row.map((value) => Math.exp(value - Math.max(...row)));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
};

export const norm = (x: Matrix, scale: ArrayLike<number>, shift: ArrayLike<number>): Matrix =>
  x.map((row) => {
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
    return row.map((value, c) => ((value - mean) / Math.sqrt(variance + 1e-5)) * scale[c]! + shift[c]!);
  });

/** Parameters by name. */
export class Named {
  readonly #values: ReadonlyMap<string, Float64Array>;

  constructor(names: readonly string[], values: readonly Float64Array[]) {
    this.#values = new Map(names.map((name, i) => [name, values[i]!]));
  }

  of(name: string): Float64Array {
    const values = this.#values.get(name);
    if (!values) throw new Error(`no parameter ${name}`);
    return values;
  }

  linear(x: Matrix, name: string): Matrix {
    const bias = this.of(`${name}/bias`);
    return times(x, matrix(this.of(`${name}/weight`), bias.length)).map((row) =>
      row.map((value, c) => value + bias[c]!),
    );
  }
}
