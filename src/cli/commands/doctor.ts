import { type Command, Option } from 'commander';
import { availableBackends, type BackendStatus } from '../../tensor/index.js';
import { describeMachine, type Machine } from '../setup/machine.js';
import { setUpTensorFlow } from '../setup/tensorflow.js';
import { inSession, type Session } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';

interface DoctorOptions {
  fix?: 'tensorflow';
  json?: boolean;
}

export function addDoctor(command: Command): void {
  command
    .addOption(new Option('--fix <backend>', 'build a missing backend').choices(['tensorflow']))
    .option('--json', 'print one JSON object')
    .action((options: DoctorOptions) => inSession(options.json, (session) => doctor(options, session)));
}

async function doctor({ fix }: DoctorOptions, session: Session): Promise<void> {
  if (fix === 'tensorflow') await setUpTensorFlow((line) => session.remark(line));
  const machine = describeMachine();
  const backends = await availableBackends();
  session.print({ machine, backends }, `${machineLines(machine)}\n\n${backendLines(backends)}`);
}

const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
const yes = (is: boolean) => (is ? 'yes' : 'NO');

function machineLines(machine: Machine): string {
  const { memory } = machine;
  const rows = [
    ['Node.js', machine.node],
    ['system', machine.system],
    ['processor', `${machine.processor}, ${machine.cores} cores`],
    ['WebAssembly SIMD', yes(machine.simd)],
    ['relaxed SIMD', `${yes(machine.relaxedSimd)} (HETEROGRAPH_RELAXED_SIMD=0 does without)`],
    ['SharedArrayBuffer', yes(machine.sharedMemory)],
    ['threads', `${machine.threads} (HETEROGRAPH_THREADS sets them)`],
    ['memory', `${gib(memory.total)}, ${gib(memory.free)} free`],
    ['cache', machine.cache],
  ];
  return textTable(['machine', ''], rows);
}

function backendLines(backends: readonly BackendStatus[]): string {
  const rows = backends.map(({ name, available, detail }) => [name, available ? 'ready' : 'absent', detail]);
  const hints = backends.flatMap(({ name, hint }) => (hint === undefined ? [] : [`${name}: ${hint}`]));
  return [textTable(['backend', '', ''], rows), ...(hints.length > 0 ? ['', ...hints] : [])].join('\n');
}
