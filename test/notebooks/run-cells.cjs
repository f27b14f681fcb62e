// Runs the code cells given on stdin as JSON through tslab, in the current folder; prints what each prints, as JSON.
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { format } = require('node:util');

const local = createRequire(join(process.cwd(), 'index.js'));
const { createConverter } = local('tslab/dist/converter.js');
const { createExecutor } = local('tslab/dist/executor.js');

async function main() {
  let text = '';
  for await (const chunk of process.stdin) text += chunk;
  const node = createConverter({ isJS: false, isBrowser: false });
  const outputs = [];
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
    outputs.push({ text: '', ok: false });
    outputs.at(-1).ok = await executor.execute(source);
    if (!outputs.at(-1).ok) break;
  }
  executor.close();
  process.stdout.write(JSON.stringify(outputs));
  process.exit();
}

main();
