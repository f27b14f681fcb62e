import { expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import { RGcn } from '../../src/layers/index.js';
import {
  addAll,
  initTensors,
  multiply,
  type Scalar,
  sum,
  tensor2d,
  tidy,
  valueAndGradients,
} from '../../src/tensor/index.js';
import { evaluation } from './cases.js';
import { near, normal } from './check-layer.js';
import { type Edge, messageGraph, type TypedGraph } from './reference/graph.js';

const WIDTH = 48;

/** Relations of few edges between many nodes, of which one has none, in both directions. */
function graphOf(numRelations: number): TypedGraph {
  const counts = { a: 300, b: 250 };
  const random = new RandomStream(1, 'edges');
  return {
    counts,
    relations: Array.from({ length: numRelations }, (_, r) => {
      const [source, target] = r % 2 === 0 ? (['a', 'b'] as const) : (['b', 'a'] as const);
      const edges = Array.from(
        { length: r === 0 ? 0 : 6 },
        (): Edge => [random.nextInt(counts[source]), random.nextInt(counts[target])],
      );
      return { name: `r${r}`, source, target, edges };
    }),
  };
}

it('of few senders along many relations the sum is that of the relations one by one, gradients too', async () => {
  await initTensors();
  const graph = graphOf(8);
  const whole = messageGraph(graph);
  const layer = new RGcn({ name: 'l', seed: 1, schema: whole, inputWidth: WIDTH, outputWidth: WIDTH });
  const matrix = (name: string, count: number) => tensor2d(normal(name, count * WIDTH), [count, WIDTH]);
  const ofRelations = layer.parameters.filter(({ name }) => !/self/.test(name));
  const outputs = async (parts: readonly TypedGraph[]) => {
    const messages = parts.map((each) => messageGraph(each));
    const scalar = () => {
      const x = new Map(Object.entries(graph.counts).map(([type, count]) => [type, matrix(type, count)]));
      const factors = { a: matrix('factors of a', 300), b: matrix('factors of b', 250) };
      const each = messages.flatMap((part) =>
        [...layer.forward(x, part, evaluation)].map(([type, out]) => sum(multiply(out, factors[type as 'a']))),
      );
      return addAll(each) as Scalar;
    };
    const { value, gradients } = valueAndGradients(scalar, ofRelations);
    const found = [...gradients];
    const values = await Promise.all(found.map(async (gradient) => [...(await gradient.data())]));
    for (const each of [value, ...found, ...messages]) each.dispose();
    return values.flat();
  };
  const together = await outputs([graph]);
  const oneByOne = await outputs(graph.relations.map((relation) => ({ ...graph, relations: [relation] })));
  expect(together.length).toBe(8 * WIDTH * WIDTH);
  near(together, oneByOne, 1e-3, 'gradients');
  const states = async (part: TypedGraph) => {
    const messages = messageGraph(part);
    const x = new Map(Object.entries(graph.counts).map(([type, count]) => [type, matrix(type, count)]));
    const out = tidy(() => layer.forward(x, messages, evaluation).get('b')!.clone());
    const values = [...(await out.data())];
    messages.dispose();
    return values;
  };
  const own = await states({ ...graph, relations: [] });
  const added = [...own];
  for (const relation of graph.relations) {
    const one = await states({ ...graph, relations: [relation] });
    for (const [i, value] of one.entries()) added[i]! += value - own[i]!;
  }
  near(await states(graph), added, 1e-4, 'states');
  layer.dispose();
  whole.dispose();
});
