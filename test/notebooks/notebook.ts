import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
/** The kernel, whose compiler is frozen at TypeScript 5.0. */
export const tslab = 'tslab@1.0.22';

export interface Cell {
  readonly cell_type: 'code' | 'markdown';
  readonly source: readonly string[];
  readonly outputs?: readonly {
    readonly text?: readonly string[];
    readonly data?: { readonly 'image/svg+xml'?: readonly string[] };
  }[];
}

export interface CellOutput {
  readonly text: string;
  /** SVG. */
  readonly pictures: readonly string[];
  readonly ok: boolean;
}

export async function readNotebook(name: string): Promise<{
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly metadata: { readonly kernelspec: { readonly name: string } };
  readonly cells: readonly Cell[];
}> {
  return JSON.parse(await readFile(join(root, 'notebooks', name), 'utf8'));
}

/** A folder in which a user would run notebooks: kernels from the registry, and this package as built, copied in. */
export async function notebookFolder(kernels: readonly string[]): Promise<string> {
  // Inside the project, so that packages are found; not inside node_modules, whose types the kernel's compiler cannot name.
  await mkdir(join(root, '.heterograph'), { recursive: true });
  const folder = await mkdtemp(join(root, '.heterograph/notebooks-'));
  await promisify(execFile)(
    'npm',
    ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', '--silent', ...kernels],
    {
      timeout: 120_000,
    },
  );
  // Of the project: what notebooks read.
  await symlink(join(root, 'node_modules/vega-datasets'), join(folder, 'node_modules/vega-datasets'));
  const own = join(folder, 'node_modules/heterograph');
  await mkdir(own, { recursive: true });
  await cp(join(root, 'dist'), join(own, 'dist'), { recursive: true });
  await cp(join(root, 'package.json'), join(own, 'package.json'));
  return folder;
}

/** Runs code cells one after the other, as the kernel does; stops at the first that fails. */
export async function runCells(
  folder: string,
  sources: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CellOutput[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run-cells.cjs')], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  child.stdin.end(JSON.stringify(sources));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`The runner ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as CellOutput[];
}

/** Puts what the code cells printed into the notebook (UPDATE_NOTEBOOKS=1). */
export async function writeOutputs(name: string, outputs: readonly CellOutput[]): Promise<void> {
  const path = join(root, 'notebooks', name);
  const notebook = JSON.parse(await readFile(path, 'utf8')) as { cells: Record<string, unknown>[] };
  for (const [i, cell] of notebook.cells.filter((each) => each.cell_type === 'code').entries()) {
    const lines = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    const text = lines(outputs[i]!.text);
    cell.execution_count = i + 1;
    cell.outputs = [
      ...(text.length > 0 ? [{ name: 'stdout', output_type: 'stream', text }] : []),
      ...outputs[i]!.pictures.map((svg) => ({
        output_type: 'display_data',
        metadata: {},
        data: { 'image/svg+xml': lines(svg.replaceAll('><', '>\n<')) },
      })),
    ];
  }
  await writeFile(path, `${JSON.stringify(notebook, null, 1)}\n`);
}
