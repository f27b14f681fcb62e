import { expect } from 'vitest';
import { type Parameter, type Scalar, valueAndGradients } from '../../src/tensor/index.js';

/**
 * Expects value and gradients of `f` to agree with a float64 reference: the value itself, the gradients with its central
 * differences. `reference` sees the values of the parameters, in order.
 */
export async function checkGradients(
  f: () => Scalar,
  parameters: readonly Parameter[],
  reference: (values: Float64Array[]) => number,
  { tolerance = 1e-4, probes = 12 } = {},
): Promise<void> {
  const { value, gradients } = await read(f, parameters);
  const at = await Promise.all(parameters.map(async (parameter) => Float64Array.from(await parameter.read())));
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
export async function read(
  f: () => Scalar,
  parameters: readonly Parameter[],
): Promise<{ value: number; gradients: Float32Array[] }> {
  const { value, gradients } = valueAndGradients(f, parameters);
  const result = {
    value: (await value.data())[0]!,
    gradients: await Promise.all(gradients.map(async (gradient) => (await gradient.data()).slice() as Float32Array)),
  };
  for (const tensor of [value, ...gradients]) tensor.dispose();
  return result;
}
