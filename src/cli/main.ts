#!/usr/bin/env node
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { exitByOverride, outputFailed, reportError } from './terminal/errors.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
const program = new Command('heterograph')
  .description('Graphs whose nodes and edges have types, from loading to learning.')
  .version(version);
// Room by room, since all modules at once would open more files than some systems allow.
for (const load of [
  () => import('../graph/index.js'),
  () => import('../tensor/index.js'),
  () => import('../datasets/index.js'),
  () => import('../layers/index.js'),
  () => import('../models/index.js'),
  () => import('../influence/index.js'),
  () => import('../recommend/index.js'),
])
  await load();
const { commands } = await import('./commands/all.js');
for (const add of commands) add(program);

process.stdout.on('error', outputFailed);
// A closed stderr does not end a run: the result goes to stdout, and the exit code says whether it worked.
process.stderr.on('error', () => {});
exitByOverride(program);

try {
  await program.parseAsync();
} catch (error) {
  reportError(error);
}
