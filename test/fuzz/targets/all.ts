import type { FuzzTarget } from '../target.js';
import { anomalies } from './anomalies.js';
import { forecasts } from './forecasts.js';
import { graphFolders } from './graph-folders.js';
import { learntFolders } from './learnt-folders.js';
import { listForecasts } from './list-forecasts.js';
import { readers } from './readers.js';
import { recommenderRun } from './recommender-run.js';
import { recommenders } from './recommenders.js';
import { tableFiles } from './tables.js';
import { treeTexts } from './trees.js';

export const targets: readonly FuzzTarget[] = [
  ...readers,
  ...graphFolders,
  ...learntFolders,
  ...forecasts,
  ...anomalies,
  ...listForecasts,
  ...recommenders,
  recommenderRun,
  ...tableFiles,
  ...treeTexts,
];
