#!/usr/bin/env node
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { commands } from './commands/all.js';
import { exitByOverride, outputFailed, reportError } from './terminal/errors.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
const program = new Command('heterograph')
  .description('Graphs whose nodes and edges have types, from loading to learning.')
  .version(version)
  .configureHelp({ subcommandTerm: (command) => command.name() });
const asked = askedCommand(process.argv.slice(2));
for (const { name, description, load } of commands) {
  const command = program.command(name).description(description);
  if (name !== asked) continue;
  (await load())(command);
}

process.stdout.on('error', outputFailed);
// A closed stderr does not end a run: the result goes to stdout, and the exit code says whether it worked.
process.stderr.on('error', () => {});
exitByOverride(program);

try {
  await program.parseAsync();
} catch (error) {
  reportError(error);
}

/** The command that is called, or whose help is. */
function askedCommand(words: readonly string[]): string | undefined {
  const names = words.filter((word) => !word.startsWith('-'));
  return names[0] === 'help' ? names[1] : names[0];
}
