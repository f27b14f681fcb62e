import {
  type Convolution,
  type ForwardMode,
  Gat,
  GatV2,
  Gcn,
  Gin,
  Han,
  HeteroConv,
  type HeteroLayer,
  HeteroLinear,
  Hgt,
  Hinormer,
  type MessageGraph,
  type MessageSchema,
  MetaHgt,
  RelationEncoder,
  RGat,
  RGcn,
  Sage,
  SemanticAttention,
  SimpleHgn,
} from '../../src/layers/index.js';
import {
  concatRows,
  makeTensor,
  type Parameter,
  scale,
  sliceColumns,
  square,
  type Tensor2D,
  tensor2d,
} from '../../src/tensor/index.js';
import { linearMap, plus, type Rows, sumOf, times, type Values } from './reference/algebra.js';
import * as plain from './reference/convolutions.js';
import type { TypedGraph } from './reference/graph.js';
import { metaHgt, textOf } from './reference/meta.js';
import * as typed from './reference/typed.js';

export const evaluation: ForwardMode = { training: false };

/** Two sequences of three of the nodes a, of which one is in both, one twice and one in none. */
const chosenRows = [2, 0, 0, 1, 2, 1];
export type Tensors = ReadonlyMap<string, Tensor2D>;

/** A layer as all tests use it: states by node type in, several matrices by name out. */
export interface MadeLayer {
  readonly parameters: readonly Parameter[];
  forward(x: Tensors, graph: MessageGraph): Tensors;
  dispose(): void;
}

export interface LayerCase {
  readonly name: string;
  readonly inputWidth: number;
  /** What the third number of an edge is; default nothing. */
  readonly third?: 'weights' | 'times';
  make(schema: MessageSchema): MadeLayer;
  /** The same from plain lists; `order` is that of the schema the layer was made for. */
  reference(x: typed.States, graph: TypedGraph, values: Values, order: readonly string[]): typed.States;
}

const common = { name: 'l', seed: 3 };

/** A convolution along each relation of a graph in turn. */
function convolution(
  name: string,
  inputWidth: number,
  make: () => Convolution,
  reference: plain.ConvolutionReference,
  weights = false,
): LayerCase {
  return {
    ...{ name, inputWidth, ...(weights ? { third: 'weights' as const } : {}) },
    make() {
      const layer = make();
      return {
        parameters: layer.parameters,
        dispose: () => layer.dispose(),
        forward: (x, graph) =>
          new Map(
            graph.relations.map((relation) => {
              const [source, target] = [x.get(relation.source)!, x.get(relation.target)!];
              return [relation.name, layer.forward(source, target, relation, evaluation)];
            }),
          ),
      };
    },
    reference: (x, { relations }, values) =>
      Object.fromEntries(
        relations.map(({ name: key, source, target, edges }) => {
          const used = weights ? edges : edges.map(([s, t]) => [s, t] as const);
          return [key, reference(x[source]!, x[target]!, used, values)];
        }),
      ),
  };
}

function hetero(
  name: string,
  inputWidth: number,
  make: (schema: MessageSchema) => HeteroLayer,
  reference: (order: readonly string[]) => typed.TypedReference,
  third?: 'times',
): LayerCase {
  return {
    ...{ name, inputWidth, ...(third ? { third } : {}) },
    make(schema) {
      const layer = make(schema);
      return {
        parameters: layer.parameters,
        dispose: () => layer.dispose(),
        forward: (x, graph) => layer.forward(x, graph, evaluation),
      };
    },
    reference: (x, graph, values, order) => reference(order)(x, graph, values),
  };
}

/** Maps from vectors of names. */
function metaHgtCase(name: string, options: Omit<Parameters<typeof metaHgt>[0], 'textOf'>): LayerCase {
  const { inputWidth, outputWidth, heads, across } = options;
  const vectorsOf = (names: readonly string[]) => new Map(names.map((each) => [each, Float32Array.from(textOf(each))]));
  return hetero(
    name,
    inputWidth,
    (schema) =>
      new MetaHgt({
        ...{ ...common, inputWidth, outputWidth, schema, heads, softmax: across, textWidth: 3, bases: 2 },
        vectors: {
          nodes: vectorsOf(schema.nodeTypes),
          relations: vectorsOf(schema.relations.map((relation) => relation.name)),
        },
      }),
    () => metaHgt({ ...options, textOf }),
  );
}

/** Simple-HGN on all nodes below each other, cut by node type again. */
function simpleHgn(
  name: string,
  inputWidth: number,
  {
    outputWidth,
    heads,
    residual,
    uniformShare,
  }: { outputWidth: number; heads: number; residual: boolean; uniformShare?: number },
): LayerCase {
  const relationWidth = 2;
  return {
    ...{ name, inputWidth },
    make({ relations }) {
      const layer = new SimpleHgn({
        ...{ ...common, inputWidth, outputWidth, heads, residual, relationWidth },
        ...{ numRelations: relations.length + 1, negativeSlope: 0.05 },
        ...(uniformShare === undefined ? {} : { attentionResidual: uniformShare }),
      });
      return {
        parameters: layer.parameters,
        dispose: () => layer.dispose(),
        forward(x, graph) {
          const edges = graph.homogeneous(graph.nodeTypes);
          const before = uniformShare === undefined ? undefined : uniform(edges.matrix.arrays(false), heads);
          const stacked = concatRows(graph.nodeTypes.map((type) => x.get(type)!));
          return new Map([['all', layer.forward(stacked, edges, evaluation, before).states]]);
        },
      };
    },
    reference(x, graph, values, order) {
      const options = { heads, residual, relationWidth, order, slope: 0.05 };
      const states = typed.simpleHgn({ ...options, ...(uniformShare === undefined ? {} : { uniformShare }) })(
        x,
        graph,
        values,
      );
      return { all: Object.keys(graph.counts).flatMap((type) => states[type]!) };
    },
  };
}

function uniform({ indptr, indices }: { indptr: Int32Array; indices: Int32Array }, heads: number): Tensor2D {
  return makeTensor<Tensor2D>([indices.length, heads], (values) => {
    for (let row = 0; row + 1 < indptr.length; row++) {
      const [from, to] = [indptr[row]!, indptr[row + 1]!];
      values.fill(1 / (to - from), from * heads, to * heads);
    }
  });
}

const widths = (inputWidth: number, outputWidth: number) => ({ ...common, inputWidth, outputWidth });

export const layerCases: readonly LayerCase[] = [
  convolution('Gcn', 3, () => new Gcn(widths(3, 2)), plain.gcn),
  convolution('Gcn with weights', 3, () => new Gcn(widths(3, 2)), plain.gcn, true),
  convolution('Gat', 3, () => new Gat({ ...widths(3, 4), heads: 2 }), plain.gat(2, 0.2, true)),
  convolution('Gat, heads as wide as one value, two matrices', 2, gatOfTwo, plain.gat(3, 0.1, false)),
  convolution('Gat of width 1', 1, () => new Gat(widths(1, 1)), plain.gat(1, 0.2, true)),
  convolution('GatV2', 3, () => new GatV2({ ...widths(3, 4), heads: 2 }), plain.gatv2(2, 0.2)),
  convolution('GatV2 of width 1', 1, () => new GatV2({ ...widths(1, 1), negativeSlope: 0.3 }), plain.gatv2(1, 0.3)),
  convolution(
    'GatV2, heads as wide as one value',
    2,
    () => new GatV2({ ...widths(2, 3), heads: 3 }),
    plain.gatv2(3, 0.2),
  ),
  convolution('Sage, mean', 3, () => new Sage(widths(3, 2)), plain.sage('mean', false)),
  convolution('Sage, mean of narrow states', 2, () => new Sage(widths(2, 4)), plain.sage('mean', false)),
  convolution('Sage, max', 3, () => new Sage({ ...widths(3, 2), aggregate: 'max' }), plain.sage('max', false)),
  convolution('Sage, length 1', 2, () => new Sage({ ...widths(2, 3), normalize: true }), plain.sage('mean', true)),
  convolution('Gin', 3, () => new Gin({ ...widths(3, 2), hidden: 4 }), plain.gin),
  convolution('Gin with weights, of width 1', 1, () => new Gin(widths(1, 1)), plain.gin, true),
  hetero(
    'RGcn',
    3,
    (schema) => new RGcn({ ...widths(3, 2), schema }),
    (o) => typed.rgcn(typed.fullMatrix, o),
  ),
  hetero(
    'RGcn, wider states',
    2,
    (schema) => new RGcn({ ...widths(2, 3), schema }),
    (o) => typed.rgcn(typed.fullMatrix, o),
  ),
  rgcnOfVectors('RGcn, vectors of the nodes of some types', (type) => type !== 'a'),
  rgcnOfVectors('RGcn, vectors of all nodes, and inputs of some', () => true, ['b']),
  rgcnOfVectors('RGcn, vectors by bases', (type) => type !== 'b', ['a', 'b'], 2),
  hetero(
    'RGcn, bases',
    3,
    (schema) => new RGcn({ ...widths(3, 2), schema, bases: 2 }),
    (o) => typed.rgcn(typed.basisMatrix, o),
  ),
  hetero(
    'RGcn, bases of the own state too',
    3,
    (schema) => new RGcn({ ...widths(3, 2), schema, bases: 2, ownStateFromBases: true }),
    (o) => typed.rgcnOfBases(o, 2),
  ),
  hetero(
    'RGcn, blocks',
    4,
    (schema) => new RGcn({ ...widths(4, 2), schema, blocks: 2 }),
    (o) => typed.rgcn(typed.blockMatrix(2), o),
  ),
  hetero(
    'RGcn of width 1',
    1,
    (schema) => new RGcn({ ...widths(1, 1), schema, blocks: 1 }),
    (o) => typed.rgcn(typed.blockMatrix(1), o),
  ),
  hetero(
    'RGat',
    3,
    (schema) => new RGat({ ...widths(3, 4), schema, heads: 2 }),
    () => typed.rgat(2, 0.2, 'all'),
  ),
  hetero(
    'RGat, softmax by relation',
    2,
    (schema) => new RGat({ ...widths(2, 2), schema, heads: 2, softmax: 'relation' }),
    () => typed.rgat(2, 0.2, 'relation'),
  ),
  hetero(
    'Han',
    3,
    (schema) => new Han({ ...widths(3, 4), schema, heads: 2 }),
    () => typed.han(2, 0.2),
  ),
  hetero(
    'Han, heads as wide as one value',
    2,
    (schema) => new Han({ ...widths(2, 2), schema, heads: 2 }),
    () => typed.han(2, 0.2),
  ),
  hetero(
    'Hgt',
    4,
    (schema) => new Hgt({ ...widths(4, 4), schema, heads: 2 }),
    () => typed.hgt(2, 'all', false),
  ),
  hetero(
    'Hgt, softmax by relation, norm, other width',
    3,
    (schema) => new Hgt({ ...widths(3, 4), schema, heads: 2, softmax: 'relation', norm: true }),
    () => typed.hgt(2, 'relation', true),
  ),
  hetero(
    'Hgt of width 1',
    1,
    (schema) => new Hgt({ ...widths(1, 1), schema, heads: 1 }),
    () => typed.hgt(1, 'all', false),
  ),
  hetero(
    'Hgt with times',
    4,
    (schema) => new Hgt({ ...widths(4, 4), schema, heads: 2, time: true }),
    () => typed.hgt(2, 'all', false, true),
    'times',
  ),
  hetero(
    'Hgt with times, softmax by relation, other width',
    3,
    (schema) => new Hgt({ ...widths(3, 4), schema, heads: 2, softmax: 'relation', time: true }),
    () => typed.hgt(2, 'relation', false, true),
    'times',
  ),
  metaHgtCase('MetaHgt', { inputWidth: 4, outputWidth: 4, heads: 2, across: 'all' }),
  metaHgtCase('MetaHgt, softmax by relation, other width', {
    inputWidth: 3,
    outputWidth: 4,
    heads: 2,
    across: 'relation',
  }),
  metaHgtCase('MetaHgt of width 1', { inputWidth: 1, outputWidth: 1, heads: 1, across: 'all' }),
  hetero(
    'HeteroConv of Sage',
    3,
    (schema) => new HeteroConv({ ...widths(3, 2), schema, convolution: (each) => new Sage(each) }),
    () => typed.heteroConv(plain.sage('mean', false), 'sum'),
  ),
  hetero(
    'HeteroConv of Gat, mean',
    2,
    (schema) =>
      new HeteroConv({
        ...widths(2, 2),
        schema,
        aggregate: 'mean',
        convolution: (each) => new Gat({ ...each, heads: 2 }),
      }),
    () => typed.heteroConv(plain.gat(2, 0.2, true), 'mean'),
  ),
  simpleHgn('SimpleHgn', 3, { outputWidth: 4, heads: 2, residual: true }),
  simpleHgn('SimpleHgn, equal widths', 4, { outputWidth: 4, heads: 4, residual: true }),
  simpleHgn('SimpleHgn without residual, after attention', 2, {
    outputWidth: 2,
    heads: 1,
    residual: false,
    uniformShare: 0.25,
  }),
  {
    name: 'HeteroLinear',
    inputWidth: 3,
    make({ nodeTypes }) {
      const layer = new HeteroLinear({ ...common, outputWidth: 2, inputWidths: new Map(nodeTypes.map((t) => [t, 3])) });
      return { parameters: layer.parameters, dispose: () => layer.dispose(), forward: (x) => layer.forward(x) };
    },
    reference: (x, _, values) =>
      Object.fromEntries(Object.entries(x).map(([t, rows]) => [t, rows.map((row) => linearMap(row, values, t))])),
  },
  {
    name: 'Hinormer',
    inputWidth: 4,
    make() {
      const layer = new Hinormer({ ...common, width: 4, relationWidth: 2, heads: 2, beta: 0.5, temperature: 0.7 });
      return {
        parameters: layer.parameters,
        dispose: () => layer.dispose(),
        forward: (x) =>
          new Map(
            ['a', 'one', 'empty'].map((type) => {
              const states = x.get(type)!;
              return [type, layer.forward(states, sliceColumns(states, 1, 2), type === 'a' ? 2 : 1, evaluation)];
            }),
          ),
      };
    },
    reference: (x, _, values) =>
      Object.fromEntries(
        ['a', 'one', 'empty'].map((type) => {
          const relations = x[type]!.map((row) => row.slice(1, 3));
          const options = { length: type === 'a' ? 2 : 1, heads: 2, beta: 0.5, temperature: 0.7 };
          return [type, typed.hinormer(x[type]!, relations, values, options)];
        }),
      ),
  },
  ...[true, false].map(
    (firstOnly): LayerCase => ({
      name: `Hinormer of chosen rows${firstOnly ? ', first states only' : ''}`,
      inputWidth: 4,
      make() {
        const layer = new Hinormer({ ...common, width: 4, relationWidth: 2, heads: 2, beta: 0.5, temperature: 0.7 });
        return {
          parameters: layer.parameters,
          dispose: () => layer.dispose(),
          forward(x) {
            const states = x.get('a')!;
            const sequences = { length: 3, rows: Int32Array.from(chosenRows), firstOnly };
            return new Map([['a', layer.forward(states, sliceColumns(states, 1, 2), sequences, evaluation)]]);
          },
        };
      },
      // Every place of every sequence as a state of its own, all computed.
      reference(x, _, values) {
        const states = chosenRows.map((row) => x.a![row]!);
        const relations = states.map((row) => row.slice(1, 3));
        const all = typed.hinormer(states, relations, values, { length: 3, heads: 2, beta: 0.5, temperature: 0.7 });
        return { a: firstOnly ? all.filter((_, place) => place % 3 === 0) : all };
      },
    }),
  ),
  {
    name: 'RelationEncoder',
    inputWidth: 3,
    make({ relations }) {
      const layer = new RelationEncoder({ name: 'l', numTypes: 2 });
      const ofB = tensor2d(Float32Array.of(1, 0, 0, 1, 1, 0), [3, 2]);
      return {
        parameters: layer.parameters,
        dispose() {
          layer.dispose();
          ofB.dispose();
        },
        forward(x, graph) {
          const along = relations.find(({ source }) => source === 'b')!.name;
          return new Map([['b', layer.forward(x.get('b')!, ofB, graph.relations.find(({ name }) => name === along)!)]]);
        },
      };
    },
    reference(x, { relations }, values) {
      const { edges, target } = relations.find(({ source }) => source === 'b')!;
      const scaled = x.b!.map((row, j) => times(row, values('weights')[j === 1 ? 1 : 0]!));
      const degrees = (side: 0 | 1, i: number) => edges.filter((edge) => edge[side] === i).length;
      return {
        b: x[target]!.map((_row, i) =>
          sumOf(
            edges
              .filter(([, t]) => t === i)
              .map(([j]) => times(scaled[j]!, 1 / Math.sqrt(degrees(1, i) * degrees(0, j)))),
            3,
          ),
        ),
      };
    },
  },
  {
    name: 'SemanticAttention',
    inputWidth: 3,
    make() {
      const layer = new SemanticAttention({ ...common, width: 3, attentionWidth: 2 });
      const parts = (x: Tensors) => [x.get('a')!, scale(x.get('a')!, -2), square(x.get('a')!)];
      return {
        parameters: layer.parameters,
        dispose: () => layer.dispose(),
        forward: (x) =>
          new Map([
            ['a', layer.forward(parts(x))],
            ['weights', layer.weights(parts(x))],
          ]),
      };
    },
    reference({ a }, _, values) {
      const parts: Rows[] = [a!, a!.map((row) => times(row, -2)), a!.map((row) => row.map((value) => value ** 2))];
      const weights = typed.semanticWeights(parts, values, '');
      return {
        a: a!.map((_row, i) => plus(...parts.map((part, p) => times(part[i]!, weights[p]!)))),
        weights: [weights],
      };
    },
  },
];

/** R-GCN with vectors of the nodes of some types. */
function rgcnOfVectors(
  name: string,
  hasVectors: (type: string) => boolean,
  inputTypes?: readonly string[],
  bases?: number,
): LayerCase {
  const typesOf = (all: readonly string[]) => ({
    vectors: all.filter(hasVectors),
    inputTypes: inputTypes?.filter((type) => all.includes(type)) ?? all.filter((type) => !hasVectors(type)),
  });
  return {
    ...{ name, inputWidth: 3 },
    make(schema) {
      const { vectors, inputTypes } = typesOf(schema.nodeTypes);
      const counts = new Map(vectors.map((type) => [type, (schema as MessageGraph).numNodes(type)]));
      const layer = new RGcn({
        ...{ ...widths(3, 2), schema, vectors: counts, inputTypes },
        ...(bases === undefined ? {} : { bases }),
      });
      return {
        parameters: layer.parameters,
        dispose: () => layer.dispose(),
        forward: (x, graph) => layer.forward(x, graph, evaluation),
      };
    },
    reference(x, graph, values, order) {
      const types = typesOf(Object.keys(graph.counts));
      return typed.rgcnOfVectors({ ...types, bases: bases !== undefined, width: 2 }, order)(x, graph, values);
    },
  };
}

function gatOfTwo(): Gat {
  return new Gat({ ...widths(2, 3), heads: 3, negativeSlope: 0.1, sharedWeights: false });
}
