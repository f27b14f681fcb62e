import { expect } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import { add, makeTensor, multiply, numTensors, Parameter, sum, tidy, usedBytes } from '../../src/tensor/index.js';
import { read } from '../tensor/check-gradients.js';
import type { LayerCase } from './cases.js';
import { rowsOf, type Values } from './reference/algebra.js';
import { messageGraph, type TypedGraph } from './reference/graph.js';
import type { States } from './reference/typed.js';

export const normal = (name: string, size: number, seed = 1): Float32Array =>
  new RandomStream(seed, 'test', name).fillNormal(new Float32Array(size));

/** Fixed factors of every output, by its name: they make a scalar of what a layer gives. */
const factors = (name: string, size: number) => normal(`factor of ${name}`, size);
const weighed = (states: States) =>
  Object.entries(states).reduce((total, [name, rows]) => {
    const flat = rows.flat();
    const c = factors(name, flat.length);
    return flat.reduce((sumSoFar, value, i) => sumSoFar + value * c[i]!, total);
  }, 0);

export interface CheckOptions {
  readonly tolerance: number;
  /** Values of every parameter whose gradient is compared, at most; default all. */
  readonly probes?: number;
  readonly seed?: number;
}

/** Expects outputs and gradients, by all parameters and inputs, to be those of the slow reference; nothing may stay behind. */
export async function checkLayer(of: LayerCase, graph: TypedGraph, options: CheckOptions): Promise<void> {
  const { tolerance, probes = Number.POSITIVE_INFINITY, seed = 1 } = options;
  const before = [numTensors(), usedBytes()];
  const messages = messageGraph(graph, of.third);
  const layer = of.make(messages);
  for (const p of layer.parameters) p.write(normal(p.name, p.size, seed).map((value) => 0.7 * value + 0.1));
  const types = Object.keys(graph.counts);
  const inputs = types.map((type) => {
    const shape = [graph.counts[type]!, of.inputWidth];
    return new Parameter(`x/${type}`, shape, (values) => values.set(normal(`x/${type}`, values.length, seed)));
  });
  const parameters = [...layer.parameters, ...inputs];
  expect(new Set(parameters.map(({ name }) => name)).size).toBe(parameters.length);
  const order = graph.relations.map(({ name }) => name);
  const run = () => layer.forward(new Map(types.map((type, t) => [type, inputs[t]!.value as never])), messages);
  const reference = (at: readonly ArrayLike<number>[]) => {
    const byName = new Map(parameters.map(({ name }, p) => [name, at[p]!]));
    const values: Values = (name) => {
      const found = byName.get(`l/${name}`);
      if (!found) throw new Error(`There is no parameter ${name}.`);
      return found;
    };
    const x = types.map(
      (type) => [type, rowsOf(byName.get(`x/${type}`)!, graph.counts[type]!, of.inputWidth)] as const,
    );
    return of.reference(Object.fromEntries(x), graph, values, order);
  };
  const at = await Promise.all(parameters.map(async (p) => Float64Array.from(await p.read())));
  const right = reference(at);

  const outputs = tidy(() => [...run()].map(([name, tensor]) => [name, tensor.clone()] as const));
  const found = new Map<string, number[]>();
  for (const [name, tensor] of outputs) {
    found.set(name, [...(await tensor.data())]);
    tensor.dispose();
  }
  expect([...found.keys()].sort()).toEqual(Object.keys(right).sort());
  for (const [name, rows] of Object.entries(right)) near(found.get(name)!, rows.flat(), tolerance, `output ${name}`);

  const scalar = () =>
    [...run()]
      .filter(([, { size }]) => size > 0)
      .map(([name, out]) =>
        sum(
          multiply(
            out,
            makeTensor(out.shape, (c) => c.set(factors(name, c.length))),
          ),
        ),
      )
      .reduce((a, b) => add(a, b));
  const { gradients } = await read(scalar, parameters);
  for (const [p, parameter] of parameters.entries()) {
    const step = Math.max(1, Math.ceil(parameter.size / probes));
    for (let i = 0; i < parameter.size; i += step) {
      const probe = (by: number) =>
        weighed(reference(at.map((values, q) => (q === p ? values.with(i, values[i]! + by) : values))));
      near([gradients[p]![i]!], [(probe(1e-5) - probe(-1e-5)) / 2e-5], tolerance, `gradient ${parameter.name}[${i}]`);
    }
  }
  for (const parameter of inputs) parameter.dispose();
  layer.dispose();
  messages.dispose();
  expect([numTensors(), usedBytes()]).toEqual(before);
}

export function near(found: readonly number[], right: readonly number[], tolerance: number, what: string): void {
  expect(found.length, what).toBe(right.length);
  for (const [i, value] of right.entries()) {
    const error = Math.abs(found[i]! - value);
    if (!(error < tolerance * (1 + Math.abs(value)))) expect.fail(`${what}: ${found[i]} at ${i}, not ${value}`);
  }
}
