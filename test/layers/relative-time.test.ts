import { describe, expect, it } from 'vitest';
import { graphFromArrays, type HeteroGraph } from '../../src/graph/index.js';
import { type HeteroTensors, Hgt, MessageGraph } from '../../src/layers/index.js';
import { timeBase } from '../../src/layers/typed/relative-time.js';
import { type Tensor2D, tensor2d, tidy } from '../../src/tensor/index.js';

interface Times {
  readonly post?: readonly (number | null)[];
  readonly user?: readonly (number | null)[];
  readonly edges?: readonly (number | null)[];
}

/** Two users wrote three posts; post 1 twice. */
function forum({ post, user, edges }: Times): HeteroGraph {
  const time = { name: 'at', type: 'float64', role: 'time', nullable: true } as const;
  const columns = (times: readonly (number | null)[] | undefined) => (times ? [time] : []);
  const data = (times: readonly (number | null)[] | undefined): Record<string, (number | null)[]> =>
    times ? { at: [...times] } : {};
  return graphFromArrays({
    schema: {
      nodes: [
        { name: 'user', columns: columns(user) },
        { name: 'post', columns: columns(post) },
      ],
      edges: [{ type: ['user', 'wrote', 'post'], columns: columns(edges) }],
    },
    nodes: { user: user ? { data: data(user) } : 2, post: post ? { data: data(post) } : 3 },
    edges: [{ type: ['user', 'wrote', 'post'], source: [0, 0, 1, 1], target: [0, 1, 1, 2], data: data(edges) }],
  });
}

function timesOf(graph: HeteroGraph, timeUnit: number): (number[] | undefined)[] {
  const messages = MessageGraph.of(graph, { timeUnit });
  const times = messages.relations.map((relation) => relation.times && [...relation.times]);
  messages.dispose();
  return times;
}

describe('how much later receivers are than senders', () => {
  const post = [10, 20, 40];
  const user = [0, 30];

  it('follows from the times of both ends, in units, forwards and backwards', () => {
    expect(timesOf(forum({ post, user }), 10)).toEqual([
      [1, 2, -1, 1],
      [-1, -2, 1, -1],
    ]);
  });

  it('takes the time of the edge for an end without one, and is 0 where a time is missing', () => {
    expect(timesOf(forum({ post, edges: [8, 18, 20, 40] }), 2)).toEqual([
      [1, 1, 0, 0],
      [-1, -1, 0, 0],
    ]);
    expect(timesOf(forum({ post: [10, null, 40], user }), 10)[0]).toEqual([1, 0, 0, 1]);
  });

  it('is the age of the edges where nodes have no time, and not there without any', () => {
    expect(timesOf(forum({ edges: [1, 5, 3, 5] }), 1)).toEqual([
      [4, 0, 2, 0],
      [4, 0, 2, 0],
    ]);
    expect(timesOf(forum({ post }), 1)).toEqual([undefined, undefined]);
    expect(timesOf(forum({}), 1)).toEqual([undefined, undefined]);
  });
});

it('is encoded by sines and cosines, slower and slower', () => {
  const base = timeBase(Float32Array.of(0, 2), 4);
  const expected = [0, 1, 0, 1, Math.sin(2), Math.cos(2), Math.sin(0.02), Math.cos(0.02)];
  for (const [i, value] of expected.entries()) expect(base[i]).toBeCloseTo(value / 2, 6);
});

describe('Hgt with times', () => {
  const x = new Map([
    ['user', [1, 2, 3, 6]],
    ['post', [0, 0, 0, 0, 0, 0]],
  ]);
  const widths = { inputWidth: 2, outputWidth: 2 };

  type Read = (layer: Hgt, inputs: HeteroTensors, messages: MessageGraph) => Tensor2D;
  const forward: Read = (layer, inputs, messages) => layer.forward(inputs, messages, { training: false }).get('post')!;

  async function states(
    graph: HeteroGraph,
    timeUnit: number | undefined,
    time: boolean,
    map: number[],
    { read = forward, ...options }: { read?: Read; softmax?: 'all' | 'relation' } = {},
  ) {
    const messages = MessageGraph.of(graph, { reverse: false, timeUnit });
    const layer = new Hgt({ name: 'l', seed: 1, schema: messages, heads: 1, time, ...options, ...widths });
    for (const parameter of layer.parameters) {
      const { name, shape, size } = parameter;
      const isMatrix = shape.length === 2 && shape[0] === 2 && shape[1] === 2;
      const identity = isMatrix ? [1, 0, 0, 1] : name.endsWith('prior') ? [1] : new Array(size).fill(0);
      const values = name === 'l/time/weight' ? map : name.includes('queries') ? new Array(size).fill(0) : identity;
      parameter.write(Float32Array.from(values));
    }
    const made = tidy(() =>
      read(
        layer,
        new Map([...x].map(([type, values]) => [type, tensor2d(Float32Array.from(values), [values.length / 2, 2])])),
        messages,
      ),
    );
    const values = [...(await made.data())];
    made.dispose();
    layer.dispose();
    messages.dispose();
    return values;
  }
  const gelu = [1.954499736, 3.9998733];

  it('adds the encoding of each edge to what its sender gives, worked out by hand', async () => {
    // Base of width 2: sin(t) / sqrt(2), cos(t) / sqrt(2); its map gives (sqrt(2) 10 sin t, 0). Half of gelu(sum) goes to posts of zeros.
    const graph = forum({ post: [0, 0, Math.PI / 2], user: [0, 0] });
    const map = [10 * Math.SQRT2, 0, 0, 0];
    const [a, b, c, d, e, f] = await states(graph, 1, true, map);
    // Post 0 of user 0, t = 0: (1, 2). Post 1 of both: (2, 4). Post 2 of user 1, t = pi / 2: (3 + 10, 6).
    expect([a, b]).toEqual([expect.closeTo(0.8413447 / 2, 4), expect.closeTo(gelu[0]! / 2, 4)]);
    expect([c, d]).toEqual([expect.closeTo(gelu[0]! / 2, 4), expect.closeTo(gelu[1]! / 2, 4)]);
    expect([e, f]).toEqual([expect.closeTo(6.5, 4), expect.closeTo(3, 4)]);
    const read: Read = (layer, inputs, messages) =>
      layer.shares(inputs, messages).get('post')!.relations[0]!.messages as Tensor2D;
    for (const softmax of ['all', 'relation'] as const) {
      const added = await states(graph, 1, true, map, { read, softmax });
      expect(added).toEqual([1, 2, 2, 4, 13, 6].map((value) => expect.closeTo(value, 4)));
    }
  });

  it('is the layer without times where the graph has none, or none is read', async () => {
    const map = [5, 5, 5, 5];
    const plain = await states(forum({}), undefined, false, map);
    expect(await states(forum({}), 1, true, map)).toEqual(plain);
    const timed = forum({ post: [1, 2, 3], user: [0, 0] });
    expect(await states(timed, undefined, true, map)).toEqual(plain);
    expect(await states(timed, 1, true, map)).not.toEqual(plain);
  });
});
