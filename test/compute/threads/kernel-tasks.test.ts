import { describe, expect, it } from 'vitest';
import { type KernelTask, KernelTasks } from '../../../src/compute/internal.js';

/** A task over a graph without types and relations: its result is no array. */
function emptyTask({ arena }: KernelTasks): KernelTask {
  const structure = arena.copyIn(new Int32Array(6));
  const [input, results] = [arena.alloc(64), arena.alloc(64)];
  const record = arena.copyIn(Int32Array.of(input, results, structure, 0, 0, arena.alloc(8), 1, 1, 0, 0, 0));
  return { kernel: 'sampleNeighbours', record, input: Int32Array.of(1, 2) };
}

/** One whose record points beyond the memory. */
function trapTask({ arena }: KernelTasks): KernelTask {
  const [input, results] = [arena.alloc(64), arena.alloc(64)];
  const record = arena.copyIn(Int32Array.of(input, results, -8, 0, 0, 0, 1, 1, 0, 0, 0));
  return { kernel: 'sampleNeighbours', record, input: Int32Array.of(1, 2) };
}

describe('tasks of kernels', () => {
  it('run here and on threads, and tell of traps', async () => {
    const tasks = new KernelTasks();
    expect(tasks.run(emptyTask(tasks))).toEqual([]);
    expect(() => tasks.run(trapTask(tasks))).toThrow(expect.objectContaining({ code: 'KERNEL_TRAP' }));
    const [good, bad] = [emptyTask(tasks), trapTask(tasks)];
    const threads = tasks.open(2);
    expect(threads.count).toBe(2);
    const used = new Set<number>();
    const run = (task: KernelTask) =>
      threads.run((thread) => {
        used.add(thread);
        return task;
      });
    const results = await Promise.allSettled([run(good), run(bad)]);
    expect(used).toEqual(new Set([0, 1]));
    expect(results[0]).toMatchObject({ status: 'fulfilled', value: [] });
    expect(results[1]).toMatchObject({ status: 'rejected', reason: { code: 'KERNEL_TRAP' } });
    // A thread that met a trap goes on.
    for (let i = 0; i < 4; i++) expect(await run(good)).toEqual([]);
    await threads.close();
    await expect(run(good)).rejects.toMatchObject({ code: 'NO_WORKERS' });
  });

  it('under way when threads are closed are rejected', async () => {
    const tasks = new KernelTasks();
    const task = emptyTask(tasks);
    const threads = tasks.open(1);
    const running = threads.run(() => task);
    const closed = threads.close();
    await expect(running).rejects.toMatchObject({ code: 'NO_WORKERS' });
    await closed;
  });
});
