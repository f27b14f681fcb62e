import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openOnlineRun, saveOnlineRun } from '../../../src/influence/node/online-runs.js';
import { OnlineInfluence } from '../../../src/influence/online/online-influence.js';
import { toyNetwork, toyOptions } from './toy.js';

/** Goes on with the run of a folder, saving after every stretch, until it has so many sets. */
const [folder, goal, stretch] = process.argv.slice(2) as [string, string, string];
const network = toyNetwork();
const run = existsSync(join(folder, 'manifest.json'))
  ? await openOnlineRun(folder, network, toyOptions)
  : new OnlineInfluence(network, toyOptions);
while (run.sets < Number(goal)) {
  await run.advance({ sets: Math.min(Number(goal), run.sets + Number(stretch)) });
  await saveOnlineRun(run, folder);
  process.stdout.write('saved\n');
}
process.exit(0);
