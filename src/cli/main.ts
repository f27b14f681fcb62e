#!/usr/bin/env node
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { isHeteroGraphError } from '../core/index.js';
import { addDatasets } from './commands/datasets.js';
import { addDescribe } from './commands/describe.js';
import { addTrain } from './commands/train.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
const program = new Command('heterograph')
  .description('Graphs whose nodes and edges have types, from loading to learning.')
  .version(version);
addDatasets(program);
addDescribe(program);
addTrain(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!isHeteroGraphError(error)) throw error;
  const json = process.argv.includes('--json');
  process.stderr.write(json ? `${JSON.stringify({ error })}\n` : `${error.code}: ${error.message}\n`);
  process.exitCode = error.code === 'ABORTED' ? 130 : 1;
}
