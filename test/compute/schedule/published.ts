import { TaskGraph } from '../../../src/compute/index.js';

/** The example of Topcuoglu, Hariri, Wu 2002 (figure 3 and table 1), with its published ranks and length. */
export function published(): TaskGraph {
  const costs = [
    [14, 16, 9],
    [13, 19, 18],
    [11, 13, 19],
    [13, 8, 17],
    [12, 13, 10],
    [13, 16, 9],
    [7, 15, 11],
    [5, 11, 14],
    [18, 12, 20],
    [21, 7, 16],
  ];
  const edges = [
    [1, 2, 18],
    [1, 3, 12],
    [1, 4, 9],
    [1, 5, 11],
    [1, 6, 14],
    [2, 8, 19],
    [2, 9, 16],
    [3, 7, 23],
    [4, 8, 27],
    [4, 9, 23],
    [5, 9, 13],
    [6, 8, 15],
    [7, 10, 17],
    [8, 10, 11],
    [9, 10, 13],
  ] as const;
  return new TaskGraph({
    tasks: costs.map((each, i) => ({ name: `n${i + 1}`, costs: each })),
    dependencies: edges.map(([from, to, bytes]) => ({ from: from - 1, to: to - 1, bytes })),
  });
}
