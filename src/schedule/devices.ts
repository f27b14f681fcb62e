import { getPool, Partition, type Pool } from '../compute/index.js';
import { mostPartitions } from '../compute/internal.js';
import { HeteroGraphError } from '../core/index.js';
import type { Device } from './execution.js';

/** The device of {@link getPool}. */
export const POOL_DEVICE = 'threads';

/**
 * What runs the operators of a pipeline, with the same bits: `threads`, the pool, every kernel on all its threads, one operator at a time;
 * or `threads/N`, N partitions of its threads, one operator each at a time, so that branches run at once.
 */
export type DeviceChoice = 'threads' | `threads/${number}`;

/** Devices of a choice that are alike: by one name in costs, so many, of so many threads each. */
export interface DeviceClass {
  readonly name: string;
  readonly count: number;
  readonly threads: number;
}

/**
 * Threads left over by a division stay idle.
 *
 * @throws {HeteroGraphError} INVALID_OPTION where it is no choice, or the pool has fewer threads than partitions are wanted
 */
export function deviceClass(choice: DeviceChoice, { threads }: Pick<Pool, 'threads'> = getPool()): DeviceClass {
  if (choice === POOL_DEVICE) return { name: choice, count: 1, threads };
  const count = Number(/^threads\/([1-9]\d?)$/.exec(choice)?.[1]);
  if (count >= 2 && count <= Math.min(threads, mostPartitions))
    return { name: choice, count, threads: Math.floor(threads / count) };
  throw new HeteroGraphError('INVALID_OPTION', `devices is "${choice}"; the pool has ${threads} threads.`, {
    column: 'devices',
    hint: `Use "threads", or "threads/2" and so on up to one thread for each partition, at most ${mostPartitions}.`,
  });
}

/** Names of the devices of a choice: `threads`, or `threads/2:1` and `threads/2:2`. @throws as {@link deviceClass} */
export function deviceNames(choice: DeviceChoice): string[] {
  const { name, count } = deviceClass(choice);
  return count === 1 ? [name] : Array.from({ length: count }, (_, i) => `${name}:${i + 1}`);
}

/** The name by which costs know a device: all before the colon that tells it from those like it. */
export function costName(device: string): string {
  const at = device.indexOf(':');
  return at < 0 ? device : device.slice(0, at);
}

/** A partition as a device. Its operators' JavaScript runs on the calling thread, their kernels on the partition's. */
export function partitionDevice(name: string, partition: Partition): Device {
  return {
    name,
    isVolatile: true,
    run: (operator, context) => partition.use(operator.scratchBytes ?? 0, (pool) => operator.run({ ...context, pool })),
  };
}

/**
 * Devices for as long as `use` takes: partitions are started before and ended after it.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, NO_WORKERS; and what `use` throws
 */
export async function withDevices<T>(
  choice: DeviceChoice,
  use: (devices: readonly Device[]) => Promise<T>,
): Promise<T> {
  const { count, threads } = deviceClass(choice);
  if (count === 1) return use([{ name: POOL_DEVICE }]);
  const partitions: Partition[] = [];
  try {
    const devices = deviceNames(choice).map((name) => {
      const partition = new Partition(getPool(), threads);
      partitions.push(partition);
      return partitionDevice(name, partition);
    });
    return await use(devices);
  } finally {
    await Promise.all(partitions.map((partition) => partition.close()));
  }
}
