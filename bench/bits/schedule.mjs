import { taskGraphs } from '../task-graphs.mjs';

/** Seeded task graphs, and the plans and simulations made of them. */
export async function scheduleBits({ index, schedule }, record) {
  const { heft, cpop, minExecutionTime, randomPlan, simulate, onlineHeft, staticHeft, randomPolicy } = schedule;
  const graphs = taskGraphs({ TaskGraph: schedule.TaskGraph, RandomStream: index.RandomStream });
  const { randomTaskGraph, unitTransfer, typicalDevices: devices } = graphs;
  const graph = randomTaskGraph({ numTasks: 60, numDevices: 3, ccr: 1, seed: 4 });
  const plan = ({ tasks, makespan }) => ({
    makespan,
    tasks: [...tasks].map(({ device, start, end }) => [device, start, end]),
  });
  await record('heft', () => plan(heft(graph, unitTransfer)));
  await record('cpop', () => plan(cpop(graph, unitTransfer)));
  await record('min execution time', () => plan(minExecutionTime(graph, unitTransfer)));
  await record('random plan', () => plan(randomPlan(graph, unitTransfer, 9)));
  const shapes = {
    propagation: graphs.propagationShape({ types: 4, relations: 6, hops: 3, devices, seed: 2 }),
    metapaths: graphs.metapathShape({ types: 4, length: 3, devices, seed: 2 }),
    batches: graphs.batchesShape({ batches: 6, layers: 3, devices, seed: 2 }),
  };
  for (const [name, shape] of Object.entries(shapes)) await record(name, () => plan(heft(shape, unitTransfer)));
  for (const [name, policy] of [
    ['static', staticHeft],
    ['online', onlineHeft],
    ['random', randomPolicy(3)],
  ]) {
    await record(`simulated, ${name}`, () =>
      plan(simulate(graph, unitTransfer, policy, { seed: 6, noise: 0.3, deviceNoise: 0.2 })),
    );
  }
}
