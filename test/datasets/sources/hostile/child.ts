/**
 * Opens inputs that are malformed or meant to do harm, one after the other, and says what came of each. Arguments: a folder to work in, and as JSON
 * the cases.
 */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodes, isHeteroGraphError } from '../../../../src/core/index.js';
import { guessMapping, mappingText, openTables, sqliteSource } from '../../../../src/datasets/index.js';
import type { Case, Message, Outcome } from '../../../fuzz/campaign.js';
import { hostileCases } from './all.js';
import type { HostileCase } from './case.js';

const [root, list] = process.argv.slice(2) as [string, string];
const work = join(root, 'case');
const say = (message: Message) =>
  new Promise<void>((resolve) => process.send!(message, undefined, {}, () => resolve()));
let current: Case | undefined;
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    void say({ ended: current!, outcome: fault('uncaught', error) }).then(() => process.exit(1));
  });
}

for (const each of JSON.parse(list) as readonly Case[]) {
  current = each;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const input = hostileCases.find(({ name }) => name === each.target)!;
  await say({ began: each });
  await say({ ended: each, outcome: await run(input), peakMiB: process.resourceUsage().maxRSS / 1024 });
}
process.disconnect();

async function run(input: HostileCase): Promise<Outcome> {
  let outcome: Outcome;
  try {
    const path = await input.make(work);
    const before = everything();
    outcome = await opened(input, path);
    const after = everything();
    if (JSON.stringify(before) !== JSON.stringify(after)) return fault('written', `${before}\n${after}`);
  } catch (error) {
    return fault('wrong', error);
  }
  return outcome;
}

async function opened(input: HostileCase, path: string): Promise<Outcome> {
  const isSqlite = path.endsWith('.db') && lstatSync(path).isFile();
  try {
    const from = isSqlite ? await sqliteSource(path, { ownSqlSeconds: 2 }) : path;
    try {
      const { mapping, notes, warnings } = await guessMapping(from);
      mappingText(mapping, notes);
      const { graph, remarks, badRows } = await openTables(from, mapping, { onBadRow: 'skip' });
      const said = JSON.stringify([mapping.ignored, notes, warnings, remarks, badRows]);
      if (!input.check) return fault('taken', `It was to be refused: ${JSON.stringify(mapping)}`);
      input.check({ mapping, graph, said });
    } finally {
      if (typeof from !== 'string') await from.close();
    }
    return { kind: 'taken' };
  } catch (error) {
    if (!isHeteroGraphError(error)) return fault(input.check ? 'wrong or uncoded' : 'uncoded', error);
    if (!(error.code in errorCodes)) return fault('no code', error);
    if (!error.location.file?.includes(work)) return fault('no file is named', error);
    if (!input.refused?.includes(error.code)) return fault('refused', error);
    return { kind: 'refused', code: error.code };
  }
}

function fault(what: string, error: unknown): Outcome {
  return { kind: 'fault', what, text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** All that lies in the folder, with what the files hold. */
function everything(): string[] {
  return readdirSync(work, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = lstatSync(path);
      const content = entry.isFile() ? createHash('md5').update(readFileSync(path)).digest('hex') : '';
      return [path, size, mtimeMs, content].join(' ');
    })
    .sort();
}
