import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import {
  checkPlan,
  cpop,
  downwardRanks,
  heft,
  lowerBounds,
  minExecutionTime,
  type Plan,
  randomPlan,
  scheduleLengthRatio,
  TaskGraph,
  upwardRanks,
} from '../../src/schedule/index.js';
import { published } from './published.js';
import { taskGraphs } from './task-graphs.js';

const { randomTaskGraph, unitTransfer } = taskGraphs({ TaskGraph, RandomStream });

describe('HEFT on the published example', () => {
  const graph = published();

  it('has the published ranks', () => {
    const up = [108, 77, 80, 80, 69, 63.333, 42.667, 35.667, 44.333, 14.667];
    const down = [0, 31, 25, 22, 24, 27, 62.333, 66.667, 63.667, 93.333];
    for (const [i, rank] of upwardRanks(graph, unitTransfer).entries()) expect(rank).toBeCloseTo(up[i]!, 3);
    for (const [i, rank] of downwardRanks(graph, unitTransfer).entries()) expect(rank).toBeCloseTo(down[i]!, 3);
  });

  it('has the published plan, of length 80; CPOP needs 86', () => {
    const plan = heft(graph, unitTransfer);
    expect(plan.makespan).toBe(80);
    const rows = plan.tasks.map(({ device, start, end }) => [device + 1, start, end]);
    expect(rows).toEqual([
      [3, 0, 9],
      [1, 27, 40],
      [3, 9, 28],
      [2, 18, 26],
      [3, 28, 38],
      [2, 26, 42],
      [3, 38, 49],
      [1, 57, 62],
      [2, 56, 68],
      [2, 73, 80],
    ]);
    checkPlan(plan, graph, unitTransfer);
    expect(cpop(graph, unitTransfer).makespan).toBe(86);
  });
});

describe('plans', () => {
  it('of 1,000 random graphs all hold, and HEFT has the lowest mean length ratio', () => {
    const sums: Record<string, number> = {};
    const ratios = [0.1, 0.5, 1, 5, 10];
    for (let seed = 0; seed < 1000; seed++) {
      const options = {
        numTasks: 10 + ((seed * 7) % 70),
        numDevices: 2 + (seed % 7),
        ccr: ratios[seed % ratios.length]!,
        shape: [0.5, 1, 2][seed % 3]!,
        seed,
      };
      const graph = randomTaskGraph(options);
      const plans = {
        heft: heft(graph, unitTransfer),
        cpop: cpop(graph, unitTransfer),
        fastest: minExecutionTime(graph, unitTransfer),
        random: randomPlan(graph, unitTransfer, seed),
      };
      const { criticalPath, work } = lowerBounds(graph);
      for (const [name, plan] of Object.entries(plans)) {
        checkPlan(plan, graph, unitTransfer);
        expect(plan.makespan).toBeGreaterThanOrEqual(Math.max(criticalPath, work) - 1e-9);
        sums[name] = (sums[name] ?? 0) + scheduleLengthRatio(plan, graph);
      }
    }
    for (const name of ['cpop', 'fastest', 'random']) expect(sums.heft).toBeLessThan(sums[name]!);
  });

  it('hold for tasks that some devices cannot run, free tasks, one device and no task', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.array(fc.oneof(fc.constant(0), fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 0, max: 9 })), {
            minLength: 3,
            maxLength: 3,
          }),
          { maxLength: 12 },
        ),
        fc.array(fc.tuple(fc.nat(11), fc.nat(11), fc.nat(20)), { maxLength: 30 }),
        (costs, pairs) => {
          const tasks = costs.map((each, i) => ({
            name: `t${i}`,
            costs: each.some(Number.isFinite) ? each : [1, 2, 3],
          }));
          const dependencies = pairs
            .map(([a, b, bytes]) => ({ from: Math.min(a, b), to: Math.max(a, b), bytes }))
            .filter(({ from, to }) => from !== to && to < tasks.length);
          const graph = new TaskGraph({ tasks, dependencies });
          for (const schedule of [heft, cpop, minExecutionTime])
            checkPlan(schedule(graph, unitTransfer), graph, unitTransfer);
        },
      ),
    );
    const single = new TaskGraph({
      tasks: [
        { name: 'a', costs: [2] },
        { name: 'b', costs: [3] },
      ],
      dependencies: [],
    });
    expect(heft(single, unitTransfer).makespan).toBe(5);
  });
});

describe('the checker', () => {
  const graph = published();
  const good = heft(graph, unitTransfer);
  const changed = (task: number, change: Partial<Plan['tasks'][number]>): Plan => ({
    ...good,
    tasks: good.tasks.map((each, t) => (t === task ? { ...each, ...change } : each)),
  });

  it.each([
    ['a task that is missing', { ...good, tasks: good.tasks.slice(1) }],
    ['a task that starts before its input', changed(9, { start: 10, end: 17 })],
    ['a task that takes too little time', changed(0, { end: 5 })],
    ['two tasks at a time', changed(3, { start: 30, end: 38 })],
    ['another device', changed(1, { device: 2 })],
    ['a device that is not there', changed(1, { device: 9 })],
    ['a wrong length', { ...good, makespan: 79 }],
  ])('refuses %s', (_, plan) => {
    expect(() => checkPlan(plan, graph, unitTransfer)).toThrow(expect.objectContaining({ code: 'INVALID_PLAN' }));
  });
});

describe('a task graph', () => {
  const task = (costs: number[]) => ({ name: 'x', costs });

  it.each([
    ['INVALID_TASK_GRAPH', [task([1, 2]), task([1])], []],
    ['INVALID_TASK_GRAPH', [task([-1])], []],
    ['INVALID_TASK_GRAPH', [task([Number.NaN])], []],
    ['INVALID_TASK_GRAPH', [task([Number.POSITIVE_INFINITY])], []],
    ['INVALID_TASK_GRAPH', [task([1])], [{ from: 0, to: 3, bytes: 1 }]],
    ['INVALID_TASK_GRAPH', [task([1]), task([1])], [{ from: 0, to: 1, bytes: -1 }]],
    ['INVALID_TASK_GRAPH', [task([1])], [{ from: 0, to: 0, bytes: 1 }]],
    [
      'INVALID_TASK_GRAPH',
      [task([1]), task([1])],
      [
        { from: 0, to: 1, bytes: 1 },
        { from: 1, to: 0, bytes: 1 },
      ],
    ],
  ])('refuses with %s what cannot be planned', (code, tasks, dependencies) => {
    expect(() => new TaskGraph({ tasks, dependencies })).toThrow(expect.objectContaining({ code }));
  });
});
