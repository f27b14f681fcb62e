// Runs test files on demand in one vitest that stays open: only what changed is transformed again. Started by mutate.mjs.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = process.argv[2];
const { createVitest } = await import(pathToFileURL(join(root, 'node_modules/vitest/dist/node.js')).href);
const vitest = await createVitest('test', {
  root,
  watch: false,
  bail: 1,
  maxWorkers: 1,
  isolate: false,
  reporters: [{}],
});
await vitest.standalone();
process.send('ready');
process.on('message', async ({ changed, tests }) => {
  try {
    for (const path of changed) vitest.invalidateFile(join(root, path));
    const specs = await vitest.globTestSpecifications(tests.map((test) => join(root, test)));
    const chosen = specs.filter((spec) => tests.some((test) => spec.moduleId === join(root, test)));
    // Failures of earlier runs would count towards `bail`.
    vitest.state.filesMap.clear();
    vitest.state.idMap.clear();
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(chosen, false);
    const failed = testModules.filter((each) => each.state() !== 'passed').map((each) => each.relativeModuleId);
    process.send({ failed, errors: unhandledErrors.length, ran: testModules.length });
  } catch (error) {
    process.send({ failed: [String(error)], errors: 1, ran: 0 });
  }
});
process.on('disconnect', () => process.exit());
