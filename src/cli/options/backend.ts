import { type Command, Option } from 'commander';
import { type BackendName, backendNames, getBackend, initTensors, setBackend } from '../../tensor/index.js';
import type { Session } from '../terminal/session.js';

export interface BackendOptions {
  backend?: BackendName | 'auto';
}

export function addBackendOption(command: Command): Command {
  return command.addOption(
    new Option('--backend <name>', 'backend that computes (default: HETEROGRAPH_BACKEND, else threads)').choices([
      'auto',
      ...backendNames,
    ]),
  );
}

/** @throws {HeteroGraphError} BACKEND_UNAVAILABLE saying how to get it */
export async function startBackend({ backend }: BackendOptions, session: Session): Promise<BackendName> {
  if (backend === undefined) await initTensors();
  else await setBackend(backend);
  const name = getBackend()!;
  if (name !== 'threads') session.remark(`backend ${name}`);
  return name;
}
