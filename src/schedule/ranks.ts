import type { TaskGraph, TransferCost } from './task-graph.js';

/** Mean cost of every task over the devices that can run it. */
export function meanCosts(graph: TaskGraph): Float64Array {
  return Float64Array.from(graph.tasks, ({ costs }) => {
    const able = costs.filter(Number.isFinite);
    return able.reduce((sum, cost) => sum + cost, 0) / able.length;
  });
}

/** Mean time to move bytes between two different devices; 0 where there is one device. */
export function meanTransfer(graph: TaskGraph, transfer: TransferCost): (bytes: number) => number {
  const { numDevices } = graph;
  return (bytes) => {
    let sum = 0;
    for (let from = 0; from < numDevices; from++) {
      for (let to = 0; to < numDevices; to++) if (from !== to) sum += transfer(bytes, from, to);
    }
    return numDevices > 1 ? sum / (numDevices * (numDevices - 1)) : 0;
  };
}

/** The longest way from the start of each task to the end, with mean costs (upward rank). O(tasks + dependencies). */
export function upwardRanks(graph: TaskGraph, transfer: TransferCost): Float64Array {
  const costs = meanCosts(graph);
  const move = meanTransfer(graph, transfer);
  const ranks = new Float64Array(graph.tasks.length);
  for (const task of [...graph.order].reverse()) {
    let rest = 0;
    for (const { to, bytes } of graph.after[task]!) rest = Math.max(rest, move(bytes) + ranks[to]!);
    ranks[task] = costs[task]! + rest;
  }
  return ranks;
}

/** The longest way from the start to the start of each task, with mean costs (downward rank). */
export function downwardRanks(graph: TaskGraph, transfer: TransferCost): Float64Array {
  const costs = meanCosts(graph);
  const move = meanTransfer(graph, transfer);
  const ranks = new Float64Array(graph.tasks.length);
  for (const task of graph.order) {
    for (const { from, bytes } of graph.before[task]!) {
      ranks[task] = Math.max(ranks[task]!, ranks[from]! + costs[from]! + move(bytes));
    }
  }
  return ranks;
}
