import { expect } from 'vitest';
import { type Parameter, type Scalar, tidy, valueAndGradients } from '../../../src/compute/tensor/index.js';

/**
 * Expects value and gradients of `f` to agree with a float64 reference: the value itself, the gradients with its central
 * differences. `reference` sees the values of the parameters, in order.
 */
export function checkGradients(
  f: () => Scalar,
  parameters: readonly Parameter[],
  reference: (values: Float64Array[]) => number,
  { tolerance = 1e-4, probes = 12 } = {},
): void {
  const { value, gradients } = read(f, parameters);
  const at = parameters.map((parameter) => Float64Array.from(parameter.read()));
  expect(Math.abs(value - reference(at))).toBeLessThan(tolerance * (1 + Math.abs(value)));
  for (const [p, parameter] of parameters.entries()) {
    for (let i = 0; i < parameter.size; i += Math.max(1, Math.floor(parameter.size / probes))) {
      const probe = (step: number) => {
        const moved = at.map((values) => values.slice());
        moved[p]![i]! += step;
        return reference(moved);
      };
      const slope = (probe(1e-5) - probe(-1e-5)) / 2e-5;
      const error = Math.abs(gradients[p]![i]! - slope);
      expect(error, `${parameter.name}[${i}]: ${gradients[p]![i]}, not ${slope}`).toBeLessThan(
        tolerance * (1 + Math.abs(slope)),
      );
    }
  }
}

/** Value and gradients as plain numbers; nothing stays behind. */
export function read(f: () => Scalar, parameters: readonly Parameter[]): { value: number; gradients: Float32Array[] } {
  let value = Number.NaN;
  let gradients: Float32Array[] = [];
  tidy(() => {
    const result = valueAndGradients(f, parameters);
    value = result.value.dataSync()[0]!;
    gradients = result.gradients.map((gradient) => gradient.dataSync().slice() as Float32Array);
  });
  return { value, gradients };
}
