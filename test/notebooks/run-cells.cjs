// Runs the code cells given on stdin as JSON through tslab, in the current folder; prints what each prints, as JSON.
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { format } = require('node:util');

const local = createRequire(join(process.cwd(), 'index.js'));
const { createConverter } = local('tslab/dist/converter.js');
const { createExecutor } = local('tslab/dist/executor.js');
const outputs = [];
// What tslab's `display` hands to the notebook.
const jupyter = local.resolve('tslab/dist/jupyter.js');
require.cache[jupyter] = {
  id: jupyter,
  filename: jupyter,
  loaded: true,
  exports: { lastWriteDisplayData: ({ data }) => outputs.at(-1).pictures.push(data['image/svg+xml']) },
};

async function main() {
  let text = '';
  for await (const chunk of process.stdin) text += chunk;
  const node = createConverter({ isJS: false, isBrowser: false });
  const show = (...values) => {
    outputs.at(-1).text += `${format(...values)}\n`;
  };
  const executor = createExecutor(
    process.cwd(),
    { node, browser: node, close: () => node.close() },
    { log: show, error: show },
  );
  console.log = show;
  for (const source of JSON.parse(text)) {
    outputs.push({ text: '', pictures: [], ok: false });
    outputs.at(-1).ok = await executor.execute(source);
    if (!outputs.at(-1).ok) break;
  }
  executor.close();
  process.stdout.write(JSON.stringify(outputs));
  process.exit();
}

main();
