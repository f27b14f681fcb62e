import type { Command } from 'commander';
import { addConvert } from './convert.js';
import { addDatasets } from './datasets.js';
import { addDescribe } from './describe.js';
import { addDoctor } from './doctor.js';
import { addEmbed } from './embed.js';
import { addEvaluate } from './evaluate.js';
import { addExplain } from './explain.js';
import { addForecast } from './forecast.js';
import { addInfluence } from './influence.js';
import { addInit } from './init.js';
import { addPredict } from './predict.js';
import { addRecommend } from './recommend.js';
import { addServe } from './serve.js';
import { addTrain } from './train.js';
import { addValidate } from './validate.js';

/** Adds each command, in the order of the help. */
export const commands: readonly ((program: Command) => void)[] = [
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
];
