import { describe, expect, it } from 'vitest';
import { getPool } from '../../../src/compute/index.js';
import { RandomStream } from '../../../src/core/index.js';
import type { EdgeType } from '../../../src/graph/index.js';
import { complexFamily } from '../../../src/models/knowledge-graph/complex.js';
import { distmultFamily } from '../../../src/models/knowledge-graph/distmult.js';
import type { Family } from '../../../src/models/knowledge-graph/family.js';
import { NodeSpace } from '../../../src/models/knowledge-graph/node-space.js';
import { questionsOf } from '../../../src/models/knowledge-graph/questions.js';
import { rotateFamily } from '../../../src/models/knowledge-graph/rotate.js';
import { embeddingDefaults } from '../../../src/models/knowledge-graph/settings.js';
import { Table } from '../../../src/models/knowledge-graph/tables.js';
import { EmbeddingTrainer } from '../../../src/models/knowledge-graph/trainer.js';
import { transeFamily } from '../../../src/models/knowledge-graph/transe.js';

const families: readonly [string, Family][] = [
  ['distmult', distmultFamily],
  ['complex', complexFamily],
  ['transe', transeFamily],
  ['rotate', rotateFamily],
];
const RANK = 3;
const sizes: Readonly<Record<string, number>> = { user: 4, item: 5 };
const edgeTypes: readonly EdgeType[] = [
  ['user', 'buys', 'item'],
  ['user', 'knows', 'user'],
];
const links = {
  source: Int32Array.of(0, 0, 1, 3, 0, 2, 2),
  target: Int32Array.of(1, 4, 1, 0, 1, 0, 2),
  relation: Int32Array.of(0, 0, 0, 0, 1, 1, 1),
};
const space = new NodeSpace(edgeTypes, (type) => sizes[type]!);
const questions = questionsOf({ edgeTypes, links: [links] }, space);

/** The score of an answer as the paper defines it, in float64. */
function slowScore(name: string, h: number[], r: number[], t: number[]): number {
  const entries = Array.from({ length: RANK }, (_, k) => k);
  const complex = (x: number[], k: number) => [x[k]!, x[k + RANK]!] as const;
  const times = ([a, b]: readonly [number, number], [c, d]: readonly [number, number]) =>
    [a * c - b * d, a * d + b * c] as const;
  if (name === 'distmult') return entries.reduce((sum, k) => sum + h[k]! * r[k]! * t[k]!, 0);
  if (name === 'transe') return -Math.sqrt(entries.reduce((sum, k) => sum + (h[k]! + r[k]! - t[k]!) ** 2, 0));
  if (name === 'complex') {
    return entries.reduce((sum, k) => {
      const [re, im] = times(complex(h, k), complex(r, k));
      return sum + re * t[k]! + im * t[k + RANK]!;
    }, 0);
  }
  const squares = entries.reduce((sum, k) => {
    const [re, im] = times(complex(h, k), [Math.cos(r[k]!), Math.sin(r[k]!)]);
    return sum + (re - t[k]!) ** 2 + (im - t[k + RANK]!) ** 2;
  }, 0);
  return -Math.sqrt(squares);
}

/** The loss of a batch, penalty included, from the definitions in float64. */
function slowLoss(
  name: string,
  family: Family,
  penalty: number,
  type: string,
  batch: Int32Array,
  nodes: number[],
  relations: number[],
) {
  const [w, v] = [family.nodeWidth(RANK), family.relationWidth(RANK)];
  const row = (values: number[], at: number, width: number) => values.slice(at * width, (at + 1) * width);
  const cubes = (x: number[], isComplex: boolean) => {
    const sizesOf = isComplex
      ? x.slice(0, x.length / 2).map((re, k) => Math.hypot(re, x[k + x.length / 2]!))
      : x.map(Math.abs);
    return sizesOf.reduce((sum, size) => sum + size ** 3, 0);
  };
  let sum = 0;
  let count = 0;
  for (const q of batch) {
    const h = row(nodes, questions.known[q]!, w);
    const r = row(relations, questions.relation[q]!, v);
    const answers = Array.from({ length: space.size(type) }, (_, i) => row(nodes, space.start(type) + i, w));
    const scores = answers.map((t) => slowScore(name, h, r, t));
    const total = Math.log(scores.reduce((each, score) => each + Math.exp(score), 0));
    for (let i = questions.offsets[q]!; i < questions.offsets[q + 1]!; i++) {
      const answer = questions.answers[i]!;
      sum +=
        total - scores[answer]! + penalty * (cubes(h, family.isComplex) + cubes(answers[answer]!, family.isComplex));
      if (family.penalisesRelations) sum += penalty * cubes(r, family.isComplex);
      count++;
    }
  }
  return sum / count;
}

describe('gradients of embeddings', () => {
  it.each(families)('%s: those of the loss by definition, by finite differences in float64', (name, family) => {
    const pool = getPool();
    const nodes = new Table(pool, space.numNodes, family.nodeWidth(RANK));
    const relations = new Table(pool, 2 * edgeTypes.length, family.relationWidth(RANK));
    const random = new RandomStream(5, name);
    for (const table of [nodes, relations])
      for (const i of table.values.keys()) table.values[i] = random.nextNormal() / 2;
    const settings = { ...embeddingDefaults, rank: RANK, penalty: 0.2 };
    const trainer = new EmbeddingTrainer({ pool, family, settings, space, questions, nodes, relations });
    for (const [type, batch] of questions.byType) {
      nodes.gradient.fill(0);
      relations.gradient.fill(0);
      const { loss, links: count, penalty } = trainer.accumulate({ type, questions: batch }, random);
      const given = [[...nodes.values], [...relations.values]] as [number[], number[]];
      const slow = (values = given) => slowLoss(name, family, 0.2, type, batch, ...values);
      expect(loss / count + penalty).toBeCloseTo(slow(), 4);
      for (const [side, table] of [nodes, relations].entries()) {
        for (const i of table.values.keys()) {
          const at = (shift: number) =>
            slow(
              given.map((values, s) => (s === side ? values.with(i, values[i]! + shift) : values)) as [
                number[],
                number[],
              ],
            );
          expect(table.gradient[i], `${side} ${i}`).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 4);
        }
        table.untouch();
      }
    }
    trainer.dispose();
    nodes.dispose();
    relations.dispose();
  });

  it('questions hold every link twice, by what is asked', () => {
    const found = [...questions.known.keys()].map((q) => [
      questions.known[q],
      questions.relation[q],
      [...questions.answers.slice(questions.offsets[q], questions.offsets[q + 1])],
    ]);
    expect(found).toContainEqual([0, 0, [1, 4]]);
    expect(found).toContainEqual([0, 1, [1]]);
    // Sources of the item 1 (row 5 of all nodes): the users 0 and 1; relation 0 + 2 asks for them.
    expect(found).toContainEqual([5, 2, [0, 1]]);
    expect(questions.answers.length).toBe(2 * links.source.length);
    expect([...questions.byType.keys()].sort()).toEqual(['item', 'user']);
  });
});

describe('scores by hand', () => {
  it.each([
    ['distmult', distmultFamily, [2, 3], [5, 7], [10, 21]],
    ['transe', transeFamily, [2, 3], [5, 7], [7, 10]],
    // (1 + 2i)(3 + 4i) = -5 + 10i
    ['complex', complexFamily, [1, 2], [3, 4], [-5, 10]],
    // A quarter turn of 1 + 2i is -2 + i.
    ['rotate', rotateFamily, [1, 2], [Math.PI / 2], [-2, 1]],
  ] as const)('%s: the query', (_, family, node, relation, expected) => {
    const out = new Float32Array(2);
    const rank = family.isComplex ? 1 : 2;
    family.query(Float32Array.from(node), Float32Array.from(relation), out, rank);
    for (const [i, value] of expected.entries()) expect(out[i]).toBeCloseTo(value, 5);
  });
});
