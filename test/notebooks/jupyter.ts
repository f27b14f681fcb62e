import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { CellOutput } from './notebook.js';
import { ZmtpSocket } from './zmtp.js';

const KEY = randomUUID();
/** How long a cell is listened to after its last message. */
const LATE_MS = 500;
const MARK = Buffer.from('<IDS|MSG>');

interface Message {
  readonly header: { readonly msg_type: string };
  readonly parent: { readonly msg_id?: string };
  readonly content: Readonly<Record<string, unknown>>;
}

/** Runs code cells one after the other in a Jupyter kernel, as a notebook does; stops at the first that fails. */
export async function runInKernel(
  command: readonly string[],
  folder: string,
  sources: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CellOutput[]> {
  const ports = await freePorts(5);
  const file = join(folder, 'connection.json');
  const [shell, iopub, stdin, control, hb] = ports;
  await writeFile(
    file,
    JSON.stringify({
      ...{ ip: '127.0.0.1', transport: 'tcp', key: KEY, signature_scheme: 'hmac-sha256', kernel_name: 'deno' },
      ...{ shell_port: shell, iopub_port: iopub, stdin_port: stdin, control_port: control, hb_port: hb },
    }),
  );
  const child = spawn(command[0]!, [...command.slice(1), file], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += text));
  const waiting = new Map<string, (message: Message) => void>();
  const onMessage = (frames: readonly Buffer[]) => {
    const message = parsed(frames);
    if (message?.parent.msg_id !== undefined) waiting.get(message.parent.msg_id)?.(message);
  };
  const sockets: ZmtpSocket[] = [];
  try {
    sockets.push(await patiently(() => ZmtpSocket.connect(shell!, 'DEALER', () => {})));
    sockets.push(await ZmtpSocket.connect(iopub!, 'SUB', onMessage));
    const outputs: CellOutput[] = [];
    for (const source of sources) {
      const output = await execute(sockets[0]!, waiting, source);
      outputs.push(output);
      if (!output.ok) break;
    }
    return outputs;
  } catch (error) {
    throw new Error(`The kernel failed: ${stderr}`, { cause: error });
  } finally {
    for (const socket of sockets) socket.close();
    child.kill('SIGKILL');
  }
}

function execute(
  shell: ZmtpSocket,
  waiting: Map<string, (message: Message) => void>,
  code: string,
): Promise<CellOutput> {
  const id = randomUUID();
  const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
  return new Promise((resolve) => {
    let [text, ok] = ['', true];
    let quiet: NodeJS.Timeout | undefined;
    const pictures: string[] = [];
    waiting.set(id, ({ header, content: found }) => {
      const { data } = found as { data?: Record<string, string> };
      if (header.msg_type === 'stream') text += found.text;
      if (data?.['image/svg+xml']) pictures.push(data['image/svg+xml']);
      if (header.msg_type === 'error') {
        ok = false;
        text += `${found.ename}: ${found.evalue}`;
      }
      if (!quiet && (header.msg_type !== 'status' || found.execution_state !== 'idle')) return;
      // What was printed may come after the word that a cell has ended.
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        waiting.delete(id);
        resolve({ text, ok, pictures });
      }, LATE_MS);
    });
    shell.send(signed('execute_request', id, content));
  });
}

function signed(type: string, id: string, content: object): Buffer[] {
  const header = {
    msg_id: id,
    session: 'test',
    username: 'test',
    date: new Date().toISOString(),
    msg_type: type,
    version: '5.3',
  };
  const parts = [header, {}, {}, content].map((part) => Buffer.from(JSON.stringify(part)));
  const hash = createHmac('sha256', KEY);
  for (const part of parts) hash.update(part);
  return [MARK, Buffer.from(hash.digest('hex')), ...parts];
}

function parsed(frames: readonly Buffer[]): Message | undefined {
  const at = frames.findIndex((frame) => frame.equals(MARK));
  if (at < 0) return undefined;
  const [header, parent, , content] = frames.slice(at + 2, at + 6).map((frame) => JSON.parse(frame.toString()));
  return { header, parent, content } as Message;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Kernels take a while to listen. */
async function patiently<T>(connect: () => Promise<T>): Promise<T> {
  for (let left = 200; ; left--) {
    try {
      return await connect();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
