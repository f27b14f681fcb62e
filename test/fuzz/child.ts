/**
 * Runs cases of the fuzzer one after the other and says of each when it begins and what came of it. Arguments: a folder to work
 * in, and as JSON the cases.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { getPool } from '../../src/compute/index.js';
import { RandomStream } from '../../src/core/index.js';
import type { Case, Message, Outcome } from './campaign.js';
import { filesOf, mutateFolder } from './mutate.js';
import { repairFolder } from './repair.js';
import { type FuzzTarget, refusal, SilentFault } from './target.js';
import { targets } from './targets/all.js';

const [root, list] = process.argv.slice(2) as [string, string];
const cases: readonly Case[] = JSON.parse(list);
const [seeds, work, outside] = ['seeds', 'case', 'outside.txt'].map((name) => join(root, name)) as [
  string,
  string,
  string,
];
/** Targets that this process has read sound. */
const warm = new Set<string>();
const CANARY = 'This file is nobody’s business.';

const say = (message: Message) =>
  new Promise<void>((resolve) => process.send!(message, undefined, {}, () => resolve()));
let current: Case | undefined;
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    void say({ ended: current!, outcome: fault('uncaught', error) }).then(() => process.exit(1));
  });
}

writeFileSync(outside, CANARY);
for (const each of cases) {
  current = each;
  const target = targets.find(({ name }) => name === each.target);
  if (!target) throw new Error(`There is no target ${each.target}.`);
  await say({ began: each });
  const outcome = await run(target, each.seed);
  await say({ ended: each, outcome, peakMiB: process.resourceUsage().maxRSS / 1024 });
}
process.disconnect();

async function run(target: FuzzTarget, seed: number): Promise<Outcome> {
  await prepare(target, seed);
  const [before, files, { arena }] = [everything(), descriptors(), getPool()];
  globalThis.gc!();
  const { used } = arena.stats();
  const guard = arena.allocFloat32(4096).fill(7);
  let outcome: Outcome;
  try {
    await target.read(work, new RandomStream(seed, 'read'));
    outcome = { kind: 'taken' };
  } catch (error) {
    outcome = judged(error);
  }
  const isTouched = guard.some((value) => value !== 7);
  arena.free(guard);
  if (outcome.kind === 'fault') return outcome;
  if (isTouched) return fault('memory of others changed', '');
  for (let wait = 0; arena.stats().used > used && wait < 5; wait++) await collect();
  if (arena.stats().used > used) return fault('memory kept', `${arena.stats().used - used} bytes`);
  const changed = difference(before, everything(), target.writes === true);
  if (changed) return fault('written', changed);
  if (readFileSync(outside, 'utf8') !== CANARY) return fault('written', outside);
  // A stream closes its file a little after it ends, on a busy machine some seconds.
  for (let wait = 0; descriptors() > files && wait < 500; wait++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  if (descriptors() > files) return fault('descriptors kept', `${descriptors() - files}`);
  return outcome;
}

async function prepare(target: FuzzTarget, seed: number): Promise<void> {
  const sound = join(seeds, target.name);
  if (!existsSync(sound)) {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    await target.seed(work);
    mkdirSync(seeds, { recursive: true });
    cpSync(work, `${sound}.unfinished`, { recursive: true });
    renameSync(`${sound}.unfinished`, sound);
  }
  if (!warm.has(target.name)) {
    // What is sound must be taken; and what is kept from the first use on, such as a network's place in memory, is no leak of a case.
    rmSync(work, { recursive: true, force: true });
    cpSync(sound, work, { recursive: true });
    await target.read(work, new RandomStream(seed, 'read'));
    warm.add(target.name);
  }
  rmSync(work, { recursive: true, force: true });
  cpSync(sound, work, { recursive: true });
  const random = new RandomStream(seed, 'damage', target.name);
  mutateFolder(work, random);
  if (target.isForged && random.nextInt(5) > 0) repairFolder(work);
}

function judged(error: unknown): Outcome {
  try {
    return { kind: 'refused', code: refusal(error).code };
  } catch (fatal) {
    return fault(fatal instanceof SilentFault ? 'silent' : 'uncoded', fatal);
  }
}

function fault(what: string, error: unknown): Outcome {
  return { kind: 'fault', what, text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** All files below the working folder but the sound ones. */
function everything(): string[] {
  return filesOf(root).filter((file) => !file.startsWith('seeds/'));
}

function difference(before: readonly string[], after: readonly string[], writes: boolean): string | undefined {
  const isAllowed = (file: string) => writes && file.startsWith('case/');
  const has = new Set(before);
  const added = after.find((file) => !has.has(file) && !isAllowed(file));
  const is = new Set(after);
  return added ?? before.find((file) => !is.has(file) && !isAllowed(file));
}

/** What is freed with its owner goes after a garbage collection. */
async function collect(): Promise<void> {
  globalThis.gc!();
  await new Promise((resolve) => setTimeout(resolve, 2));
}

/** Open files, sockets and pipes. What a thread of the pool opens for its own loop (`anon_inode:`) may come at any time. */
function descriptors(): number {
  if (process.platform !== 'linux') return 0;
  return readdirSync('/proc/self/fd').filter((each) => {
    const to = opened(`/proc/self/fd/${each}`);
    return to !== undefined && !to.startsWith('anon_inode:');
  }).length;
}

/** The folder that is listed is itself open while it is, and gone after. */
function opened(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
