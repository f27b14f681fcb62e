// A run in a process of its own, so that neither compiled code nor memory of one run helps or hinders the next.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const reportError = `process.on('uncaughtException', ({ code, message, hint }) => {
  console.log(JSON.stringify({ error: { code, message, hint } }));
  process.exit(1);
});`;

/** Runs a module's text, which imports from ./dist, in the project's folder; returns the JSON of the last line that it prints. `flags` are Node's. */
export function inChild(code, args, env = {}, flags = []) {
  const run = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', `${reportError}\n${code}`, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const last = run.stdout?.trim().split('\n').at(-1);
  if (!last)
    throw new Error(
      `A run in a process of its own ended without a result: ${run.error ?? `exit ${run.status ?? run.signal}`}.`,
    );
  const { error, ...answer } = JSON.parse(last);
  if (error) throw Object.assign(new Error(error.message), error);
  return answer;
}
