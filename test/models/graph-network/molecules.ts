import { RandomStream } from '../../../src/core/index.js';
import { graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';
import { type ClassificationProblem, classificationProblem } from '../../../src/models/index.js';

export const MOLECULES = 60;

/**
 * Molecules, rings or stars of atoms, which their bonds alone tell apart: every ring and every star of n atoms has n - 1 or n bonds, whatever its class.
 * Each atom names its molecule; a lab made several of them; a name has a note that names its atom.
 *
 * @param order in which the molecules are numbered
 */
export function molecules(order = Int32Array.from({ length: MOLECULES }, (_, i) => i)): HeteroGraph {
  const stream = new RandomStream(4, 'molecules');
  const sizes = Array.from({ length: MOLECULES }, () => 5 + stream.nextInt(4));
  const closed = Array.from({ length: MOLECULES }, () => stream.nextInt(2));
  const [source, target, owner, inside, noted, values] = [[], [], [], [], [], []] as number[][];
  for (const [place, i] of order.entries()) {
    const first = owner!.length;
    const size = sizes[i]!;
    for (let a = 0; a < size; a++) {
      owner!.push(place);
      inside!.push(first + a);
      values!.push(((a * 7 + i) % 5) / 5);
    }
    for (let a = 1; a < size; a++) {
      source!.push(first + (i % 2 === 0 ? a - 1 : 0));
      target!.push(first + a);
    }
    if (closed[i] === 1) {
      source!.push(first + size - 1);
      target!.push(first + (i % 2 === 0 ? 0 : 1));
    }
    noted!.push(first);
  }
  const x = { kind: 'dense', numRows: values!.length, width: 1, values: Float32Array.from(values!) } as const;
  return graphFromArrays({
    schema: {
      nodes: [
        {
          name: 'molecule',
          columns: [
            { name: 'label', type: 'int32', role: 'label', classes: ['chain', 'star'] },
            { name: 'weight', type: 'float64', role: 'attribute' },
          ],
        },
        { name: 'atom', columns: [{ name: 'x', type: 'dense', role: 'feature', width: 1 }] },
        { name: 'note', columns: [] },
        { name: 'lab', columns: [] },
      ],
      edges: [
        { type: ['atom', 'in', 'molecule'], columns: [] },
        { type: ['atom', 'bond', 'atom'], columns: [] },
        { type: ['note', 'on', 'atom'], columns: [] },
        { type: ['molecule', 'made_by', 'lab'], columns: [] },
      ],
    },
    nodes: {
      molecule: {
        data: {
          label: Int32Array.from(order, (i) => i % 2),
          weight: Float64Array.from(order, (i) => sizes[i]! + (i % 2)),
        },
      },
      atom: { data: { x } },
      note: noted!.length,
      lab: 3,
    },
    edges: [
      { type: ['atom', 'in', 'molecule'], source: inside!, target: owner! },
      { type: ['atom', 'bond', 'atom'], source: source!, target: target! },
      { type: ['note', 'on', 'atom'], source: noted!.map((_, n) => n), target: noted! },
      { type: ['molecule', 'made_by', 'lab'], source: [...order.keys()], target: Array.from(order, (i) => i % 3) },
    ],
  });
}

/** The first 30 train, ten validate, twenty test, in whatever order they are. */
export function moleculeProblem(order = Int32Array.from({ length: MOLECULES }, (_, i) => i)): ClassificationProblem {
  const at = (from: number, to: number) =>
    Int32Array.from(order.keys())
      .filter((place) => order[place]! >= from && order[place]! < to)
      .sort((a, b) => order[a]! - order[b]!);
  const split = { train: at(0, 30), valid: at(30, 40), test: at(40, 60) };
  return classificationProblem(molecules(order), 'molecule', split, 1);
}
