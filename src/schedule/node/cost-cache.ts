import * as z from 'zod/mini';
import { getPool } from '../../compute/index.js';
import { nodeModule, type RunOptions } from '../../core/index.js';
import { replaceFile, sha256Hex } from '../../files/index.js';
import { CostModel, type CostTable, POOL_DEVICE } from '../cost-model.js';
import { calibrate } from './calibrate.js';

const { mkdir, readFile } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { availableParallelism, cpus } = nodeModule<typeof import('node:os')>('node:os');
const { join } = nodeModule<typeof import('node:path')>('node:path');

/** Raised whenever kernels or the meaning of sizes change. */
const VERSION = 2;

const positive = z.number().check(z.positive());
const fromZero = z.number().check(z.nonnegative());
const fileSchema = z.object({
  version: z.literal(VERSION),
  machine: z.string(),
  devices: z.record(
    z.string(),
    z.record(z.string(), z.object({ overhead: fromZero, flopsPerMs: positive, bytesPerMs: positive })),
  ),
  transfers: z.optional(z.record(z.string(), z.object({ latency: fromZero, bytesPerMs: positive }))),
  factors: z.optional(z.record(z.string(), positive)),
});

/** What costs depend on: processor, threads, and the version of the cost model. */
export function machineOf(threads: number): string {
  return `${cpus()[0]?.model.trim() ?? 'unknown'} x ${availableParallelism()}, ${threads} threads, ${process.arch}`;
}

/**
 * The costs of this machine's thread pool from a cache folder; measured in a few seconds and stored there where there are none, or none
 * that can be read. Without a folder they are measured every time.
 *
 * @throws {HeteroGraphError} ABORTED, OUT_OF_MEMORY
 */
export async function machineCosts(folder: string | undefined, run: RunOptions = {}): Promise<CostModel> {
  const costs = (folder === undefined ? undefined : await readCosts(folder)) ?? new CostModel();
  if (costs.knows(POOL_DEVICE)) return costs;
  for (const [kind, cost] of Object.entries(await calibrate(getPool(), run))) costs.set(POOL_DEVICE, kind, cost);
  if (folder !== undefined) await writeCosts(folder, costs);
  return costs;
}

/** The costs that were kept for this machine; undefined where there are none, or none that can be read. */
export async function readCosts(folder: string): Promise<CostModel | undefined> {
  const machine = machineOf(getPool().threads);
  let text: string;
  try {
    text = await readFile(fileOf(folder, machine), 'utf8');
  } catch {
    return undefined;
  }
  const found = parsed(text);
  // Damaged or of another version: as good as none, since it is only measured again.
  return found?.machine === machine ? new CostModel(found) : undefined;
}

/** Keeps costs, whole or not at all. Returns whether they could be kept: they are a convenience, which may fail. */
export async function writeCosts(folder: string, costs: CostModel): Promise<boolean> {
  const machine = machineOf(getPool().threads);
  try {
    await mkdir(folder, { recursive: true });
    const content = `${JSON.stringify({ version: VERSION, machine, ...costs.toJSON() })}\n`;
    await replaceFile(fileOf(folder, machine), content);
    return true;
  } catch {
    return false;
  }
}

function fileOf(folder: string, machine: string): string {
  return join(folder, `costs-${sha256Hex(machine).slice(0, 16)}.json`);
}

function parsed(text: string): (CostTable & { readonly machine: string }) | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return z.safeParse(fileSchema, value).data;
}
