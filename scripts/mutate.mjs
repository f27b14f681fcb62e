// Plants small faults in a copy of the project and tells how many of them the tests notice.
//   node scripts/mutate.mjs [--seed 1] [--size 30] [--tests 12] [--limit 120] [--root .] [--json out.json] src/graph/io src/viz ...
// Without folders: the rooms of `defaultRooms`. Joined by commas, folders count as one room. A mutant is killed where a test
// fails or the time limit is passed: so many seconds, or ten times what the tests take as a rule. At most `--tests` test files
// are run for a mutant (all of the mirrored folder, then the nearest), so a survivor may yet be noticed by the whole suite.
// Mutants are sampled by the seed, evenly over the kinds of change.
import { fork } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { mutantsOf } from './mutate/mutants.mjs';
import { importGraph, testsOf } from './mutate/tests.mjs';

const defaultRooms = [
  'src/graph/node/storage',
  'src/graph/io,src/graph/node/io',
  'src/training',
  'src/models',
  'src/viz',
  'src/cli,src/experiments',
];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: '30' },
    tests: { type: 'string', default: '12' },
    limit: { type: 'string', default: '120' },
    root: { type: 'string', default: '.' },
    json: { type: 'string' },
  },
});
const original = resolve(values.root);
const root = copyProject(original);
let runner;
/** Milliseconds of each test where nothing is changed; undefined where it fails even so. */
const known = new Map();
/** Files that were put back since the runner last ran. */
const pending = [];
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    if (runner) stopRunner();
    rmSync(root, { recursive: true, force: true });
    process.exit(1);
  });
}
try {
  await main();
} finally {
  if (runner) stopRunner();
  rmSync(root, { recursive: true, force: true });
}

async function main() {
  const rooms = (positionals.length > 0 ? positionals : defaultRooms).map((each) => ({
    name: each,
    folders: each.split(','),
  }));
  const program = openProgram();
  const graph = importGraph(root);
  const report = [];
  for (const { name, folders } of rooms) {
    const files = [...graph.keys()].filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)));
    const mutants = sample(
      files.flatMap((file) => mutantsIn(program, file)),
      Number(values.size),
      Number(values.seed),
    );
    const room = { name, killed: 0, total: 0, survivors: [] };
    report.push(room);
    for (const mutant of mutants) {
      const tests = await passing(testsOf(mutant.file, graph, root, Number(values.tests)));
      const outcome = await tryMutant(mutant, tests);
      room.total++;
      if (outcome === 'survived') room.survivors.push(mutant);
      else room.killed++;
      console.log(`${outcome.padEnd(9)} ${mutant.file}:${mutant.line} ${mutant.kind}: ${mutant.was} -> ${mutant.text}`);
    }
    console.log(`${name}: ${room.killed} of ${room.total} killed (${Math.round((100 * room.killed) / room.total)} %)`);
    if (values.json) writeFileSync(values.json, JSON.stringify(report, null, 1));
  }
  for (const { name, killed, total } of report) console.log(`| ${name} | ${killed} | ${total} |`);
}

/** Sources, tests and what they read, copied; packages linked. Stamps of builds are copied too, and `dist` with them. */
function copyProject(from) {
  const to = mkdtempSync(join(tmpdir(), 'heterograph-mutants-'));
  for (const name of readdirSync(from)) {
    if (['node_modules', '.git', 'runs', '.heterograph', 'coverage'].includes(name)) continue;
    cpSync(join(from, name), join(to, name), { recursive: true });
  }
  mkdirSync(join(to, 'node_modules'));
  for (const name of readdirSync(join(from, 'node_modules'))) {
    if (name !== '.cache' && !name.startsWith('.vite'))
      symlinkSync(join(from, 'node_modules', name), join(to, 'node_modules', name));
  }
  const stamps = join('node_modules/.cache/heterograph');
  if (existsSync(join(from, stamps))) cpSync(join(from, stamps), join(to, stamps), { recursive: true });
  return to;
}

function openProgram() {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.build.json'), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return ts.createProgram(fileNames, options);
}

function mutantsIn(program, file) {
  const source = program.getSourceFile(join(root, file));
  if (!source) return [];
  return mutantsOf(source, program.getTypeChecker()).map((mutant) => ({
    ...mutant,
    file,
    line: source.getLineAndCharacterOfPosition(mutant.start).line + 1,
    was: source.text.slice(mutant.start, mutant.end).replace(/\s+/g, ' ').slice(0, 60),
  }));
}

/** Takes kinds in turn, each time at random within the kind, so that numerous kinds do not crowd out the others. */
function sample(mutants, size, seed) {
  const random = generator(seed);
  const kinds = [...(Map.groupBy ? Map.groupBy(mutants, ({ kind }) => kind).values() : groups(mutants))];
  const chosen = [];
  while (chosen.length < size && kinds.some((list) => list.length > 0)) {
    for (const list of kinds) {
      if (list.length > 0 && chosen.length < size) chosen.push(list.splice(Math.floor(random() * list.length), 1)[0]);
    }
  }
  return chosen;
}

function groups(mutants) {
  const byKind = new Map();
  for (const mutant of mutants) byKind.set(mutant.kind, [...(byKind.get(mutant.kind) ?? []), mutant]);
  return byKind.values();
}

/** Numbers in [0, 1) by mulberry32. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The tests that pass where nothing is changed; each is tried once. */
async function passing(tests) {
  for (const test of tests) {
    if (known.has(test)) continue;
    const started = performance.now();
    const { failed, ran, timedOut } = await run([], [test], 600);
    const passes = failed.length === 0 && ran > 0 && !timedOut;
    known.set(test, passes ? performance.now() - started : undefined);
    if (!passes) console.log(`left out, it fails without a change: ${test}`);
  }
  return tests.filter((test) => known.get(test) !== undefined);
}

async function tryMutant({ file, start, end, text }, tests) {
  const path = join(root, file);
  const before = readFileSync(path, 'utf8');
  const changed = before.slice(0, start) + text + before.slice(end);
  const built = join(root, file.replace(/^src/, 'dist').replace(/\.ts$/, '.js'));
  const builtBefore = existsSync(built) ? readFileSync(built) : undefined;
  writeFileSync(path, changed);
  if (builtBefore)
    writeFileSync(built, ts.transpileModule(changed, { compilerOptions: options(), fileName: path }).outputText);
  try {
    // The nearest first: most mutants end there.
    for (const part of [tests.slice(0, 1), tests.slice(1)]) {
      if (part.length === 0) continue;
      const usual = part.reduce((sum, test) => sum + known.get(test), 0) / 1000;
      const { failed, errors, timedOut } = await run([file], part, Math.max(Number(values.limit), 10 * usual));
      if (timedOut) return 'timed out';
      if (failed.length > 0 || errors > 0) return 'killed';
    }
    return 'survived';
  } finally {
    writeFileSync(path, before);
    if (builtBefore) writeFileSync(built, builtBefore);
    if (runner) pending.push(file);
  }
}

function options() {
  return {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ES2022,
    verbatimModuleSyntax: true,
    isolatedModules: true,
  };
}

async function run(changed, tests, limit) {
  runner ??= await startRunner();
  return new Promise((done) => {
    const timer = setTimeout(() => {
      stopRunner();
      done({ failed: [], errors: 0, ran: 0, timedOut: true });
    }, limit * 1000);
    runner.once('message', (answer) => {
      clearTimeout(timer);
      done(answer);
    });
    runner.send({ changed: [...pending.splice(0), ...changed], tests });
  });
}

async function startRunner() {
  const script = new URL('./mutate/runner.mjs', import.meta.url);
  const child = fork(script, [root], { cwd: root, detached: true, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await new Promise((ready, fail) => {
    child.once('message', ready);
    child.once('exit', (code) => fail(new Error(`The test runner ended with ${code}.`)));
  });
  return child;
}

/** Ends the runner and the processes that it started: they are one process group. */
function stopRunner() {
  try {
    process.kill(-runner.pid, 'SIGKILL');
  } catch {}
  runner = undefined;
}
