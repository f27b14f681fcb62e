import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import {
  checkPlan,
  heft,
  lowerBounds,
  minExecutionTime,
  minExecutionTimePolicy,
  onlineHeft,
  randomPolicy,
  readyHeft,
  replan,
  shortestFirst,
  simulate,
  staticHeft,
  TaskGraph,
} from '../../src/schedule/index.js';
import { published } from './published.js';
import { taskGraphs } from './task-graphs.js';

const {
  batchesShape,
  jobStream,
  meanJobTime,
  metapathShape,
  propagationShape,
  randomTaskGraph,
  typicalDevices,
  unitTransfer,
} = taskGraphs({ TaskGraph, RandomStream });

const shapes = (seed: number): Record<string, TaskGraph> => ({
  propagation: propagationShape({ types: 4, relations: 5, hops: 3, devices: typicalDevices, seed }),
  metapaths: metapathShape({ types: 4, length: 3, devices: typicalDevices, seed }),
  batches: batchesShape({ batches: 12, layers: 3, devices: typicalDevices, seed }),
  random: randomTaskGraph({ numTasks: 40, numDevices: 3, ccr: 1, seed }),
});
const move = (bytes: number) => bytes / 20;

describe('planning anew', () => {
  it('is HEFT where nothing has started, and keeps what has', () => {
    for (let seed = 0; seed < 50; seed++) {
      const graph = randomTaskGraph({ numTasks: 30, numDevices: 3, ccr: 1, seed });
      const plan = heft(graph, unitTransfer);
      const fixed = graph.tasks.map(() => undefined);
      expect(replan(graph, unitTransfer, { now: 0, fixed })).toEqual(plan);
      // Half-way, with everything as foreseen: what has started stays, the rest is no later than before, and the plan holds.
      const now = plan.makespan / 2;
      const kept = plan.tasks.map((each) => (each.start < now ? each : undefined));
      const again = replan(graph, unitTransfer, { now, fixed: kept });
      checkPlan(again, graph, unitTransfer);
      for (const [t, each] of again.tasks.entries()) {
        if (kept[t]) expect(each).toEqual(kept[t]);
        else expect(each.start).toBeGreaterThanOrEqual(now);
      }
    }
  });
});

describe('the simulator', () => {
  it('without noise takes as long as the plan, for static policies', () => {
    for (let seed = 0; seed < 40; seed++) {
      for (const [name, graph] of Object.entries(shapes(seed))) {
        const run = simulate(graph, move, staticHeft, { seed });
        expect(Math.abs(run.makespan - heft(graph, move).makespan), name).toBeLessThan(1e-9);
        checkPlan(run, graph, move);
        const fastest = simulate(graph, move, minExecutionTimePolicy, { seed });
        expect(Math.abs(fastest.makespan - minExecutionTime(graph, move).makespan), name).toBeLessThan(1e-9);
        checkPlan(simulate(graph, move, randomPolicy(seed), { seed }), graph, move);
        const online = simulate(graph, move, onlineHeft, { seed });
        checkPlan(online, graph, move);
        const { criticalPath, work } = lowerBounds(graph);
        expect(online.makespan).toBeGreaterThanOrEqual(Math.max(criticalPath, work) - 1e-9);
      }
    }
    expect(simulate(published(), unitTransfer, staticHeft, { seed: 1 }).makespan).toBe(80);
  });

  it('keeps the rules whatever the noise: one task at a time, none before its inputs or its arrival', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(200), (seed, noise, gap) => {
        const { graph, arrivals } = jobStream(published(), { jobs: 4, meanGap: gap, seed });
        for (const policy of [
          staticHeft,
          onlineHeft,
          readyHeft,
          shortestFirst,
          minExecutionTimePolicy,
          randomPolicy(seed),
        ]) {
          const run = simulate(graph, unitTransfer, policy, { seed, noise, deviceNoise: noise / 2, arrivals });
          // With the times as they really were it is a valid plan.
          const real = graph.tasks.map(({ name, costs }, t) => ({
            name,
            costs: costs.map((cost, d) =>
              d === run.tasks[t]!.device ? run.tasks[t]!.end - run.tasks[t]!.start : cost,
            ),
          }));
          const dependencies = graph.before.flat();
          checkPlan(run, new TaskGraph({ tasks: real, dependencies }), unitTransfer);
          for (const [t, { start }] of run.tasks.entries()) expect(start).toBeGreaterThanOrEqual(arrivals[t]!);
          expect(simulate(graph, unitTransfer, staticHeft, { seed, noise, arrivals })).toEqual(
            simulate(graph, unitTransfer, staticHeft, { seed, noise, arrivals }),
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it('under noise, HEFT planned anew is not slower than HEFT kept to, in the mean of 200 seeds, and both beat the others', () => {
    for (const name of ['propagation', 'metapaths', 'random']) {
      const sums: Record<string, number> = {};
      for (let seed = 0; seed < 200; seed++) {
        const graph = shapes(seed)[name]!;
        const { criticalPath, work } = lowerBounds(graph);
        for (const policy of [staticHeft, onlineHeft, minExecutionTimePolicy, randomPolicy(seed)]) {
          const { makespan } = simulate(graph, move, policy, { noise: 0.5, seed });
          sums[policy.name] = (sums[policy.name] ?? 0) + makespan / Math.max(criticalPath, work);
        }
      }
      expect(sums['heft online'], name).toBeLessThanOrEqual(sums.heft!);
      expect(sums.heft, name).toBeLessThan(sums['min execution time']!);
      expect(sums.heft, name).toBeLessThan(sums.random!);
    }
  });

  it('starts ready tasks in the order of a policy, and none that waits for a task that is late', () => {
    const tasks = [9, 2, 5].map((cost, t) => ({ name: `t${t}`, costs: [cost] }));
    const graph = new TaskGraph({ tasks, dependencies: [] });
    const startsOf = (policy: typeof readyHeft) =>
      simulate(graph, unitTransfer, policy, { seed: 1 }).tasks.map(({ start }) => start);
    expect(startsOf(shortestFirst)).toEqual([7, 0, 2]);
    expect(startsOf(readyHeft)).toEqual([0, 14, 9]);
    const chain = new TaskGraph({ tasks, dependencies: [{ from: 0, to: 1, bytes: 0 }] });
    const place = { device: 0, start: 0, end: 9 };
    const fixed = [{ ...place, isRunning: true }, undefined, undefined];
    const planned = (given: typeof fixed | (typeof place | undefined)[]) =>
      shortestFirst.plan(chain, unitTransfer, { now: 9, fixed: given }).tasks.map(({ task }) => task);
    expect(planned(fixed)).toEqual([0, 2]);
    expect(planned([place, undefined, undefined])).toEqual([0, 1, 2]);
  });

  it('of jobs that arrive over time: the sooner they come, the longer they take', () => {
    const times = [10, 40, 160].map((meanGap) => {
      const stream = jobStream(published(), { jobs: 30, meanGap, seed: 3 });
      const { tasks } = simulate(stream.graph, unitTransfer, staticHeft, { seed: 3, arrivals: stream.arrivals });
      return meanJobTime(stream, tasks);
    });
    expect(times[0]).toBeGreaterThan(times[1]!);
    expect(times[1]).toBeGreaterThan(times[2]!);
    expect(times[2]).toBeGreaterThanOrEqual(80 - 1e-9);
  });
});
