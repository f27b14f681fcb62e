import { spawn } from 'node:child_process';
import { HeteroGraphError } from '../../core/index.js';

export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end, keeping what it prints; a program that is not there gives code 127. */
export function runCommand(program: string, args: readonly string[], folder?: string): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part));
    const output = () => Buffer.concat(parts).toString().trim();
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: output() }));
  });
}

/** The output's last lines, which say why a program failed. */
export function lastLines(output: string, count = 12): string {
  return output.split('\n').slice(-count).join('\n');
}

/** @throws {HeteroGraphError} SETUP_FAILED with the last lines of what the program printed */
export async function mustRun(
  program: string,
  args: readonly string[],
  { folder, hint }: { readonly folder?: string; readonly hint: string },
): Promise<string> {
  const { code, output } = await runCommand(program, args, folder);
  if (code === 0) return output;
  const call = [program, ...args].join(' ');
  throw new HeteroGraphError('SETUP_FAILED', `\`${call}\` ended with ${code}:\n${lastLines(output)}\n`, { hint });
}
