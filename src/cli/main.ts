#!/usr/bin/env node
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { addConvert } from './commands/convert.js';
import { addDatasets } from './commands/datasets.js';
import { addDescribe } from './commands/describe.js';
import { addDoctor } from './commands/doctor.js';
import { addEmbed } from './commands/embed.js';
import { addEvaluate } from './commands/evaluate.js';
import { addExplain } from './commands/explain.js';
import { addForecast } from './commands/forecast.js';
import { addInfluence } from './commands/influence.js';
import { addInit } from './commands/init.js';
import { addPredict } from './commands/predict.js';
import { addRecommend } from './commands/recommend.js';
import { addServe } from './commands/serve.js';
import { addTrain } from './commands/train.js';
import { addValidate } from './commands/validate.js';
import { exitByOverride, outputFailed, reportError } from './terminal/errors.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
const program = new Command('heterograph')
  .description('Graphs whose nodes and edges have types, from loading to learning.')
  .version(version);
for (const add of [
  addInit,
  addTrain,
  addEvaluate,
  addPredict,
  addEmbed,
  addExplain,
  addForecast,
  addInfluence,
  addRecommend,
  addServe,
  addDescribe,
  addDatasets,
  addConvert,
  addValidate,
  addDoctor,
])
  add(program);

process.stdout.on('error', outputFailed);
// A closed stderr does not end a run: the result goes to stdout, and the exit code says whether it worked.
process.stderr.on('error', () => {});
exitByOverride(program);

try {
  await program.parseAsync();
} catch (error) {
  reportError(error);
}
