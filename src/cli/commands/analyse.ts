import { type Command, Option } from 'commander';
import { type Algorithm, analyse, estimateMemory, listAlgorithms } from '../../analytics/index.js';
import { throwIfAborted } from '../../core/index.js';
import { openData } from '../../data/index.js';
import { checkTablePath } from '../../data/internal.js';
import { checkReplaceable } from '../../files/index.js';
import { saveGraph } from '../../graph/index.js';
import { type AnalyseFlags, flagOf, ownFlags, projectFlags } from '../analyse/flags.js';
import { memoryRemark } from '../analyse/memory-remark.js';
import { type Analysis, analysisReport } from '../analyse/report.js';
import { groupRows, rankedRows, resultText, tableRows } from '../analyse/result-text.js';
import { renamed, withResult, writeResult } from '../analyse/write-result.js';
import { checkApart, checkNew, writeNew } from '../forecast/new-file.js';
import { addGraphOptions, dataOptions, invalidOption, wholeNumber } from '../options/options.js';
import { inSession, type Session } from '../terminal/session.js';
import { COLUMNS, wrapped } from '../terminal/wrapped.js';

export function addAnalyse(command: Command): void {
  command
    .option('--list', 'list the algorithms')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nOptions of an algorithm: heterograph analyse NAME --help')
    .action(({ list, json }: { list?: boolean; json?: boolean }) =>
      inSession(json, async (session) => {
        if (!list) throw invalidOption('No algorithm is named.', 'Name one: heterograph analyse --list.');
        const all = listAlgorithms().map(({ name, kind, title }) => ({ name, kind, title }));
        session.print({ algorithms: all }, listText());
      }),
    );
  for (const algorithm of listAlgorithms()) addAlgorithm(command.command(algorithm.name), algorithm);
}

function addAlgorithm(command: Command, algorithm: Algorithm): void {
  const { title, direction, usesWeights, options } = algorithm;
  addGraphOptions(command.description(title));
  for (const option of options) {
    const flag = new Option(flagOf(option), option.about);
    if (option.choices) flag.choices([...option.choices]);
    command.addOption(flag.makeOptionMandatory(option.isRequired === true));
  }
  command
    .option('--relations <names>', 'edge types that count, separated by commas (default: all)')
    .option('--metapath <steps>', 'instead: relations from node to node, ~NAME backwards: writes,~writes')
    .addOption(
      new Option('--direction <name>', `how edges are followed (default: ${direction})`).choices(['out', 'in', 'both']),
    )
    .option('--self-loops', 'keep edges from a node to itself (default, but with --metapath)')
    .option('--no-self-loops', 'leave them out')
    .option('--top <number>', 'how many nodes or groups are printed', '20')
    .option('--type <name>', 'print nodes of this type alone')
    .option('--out <file>', 'write the values of all nodes; ends in .arrow, .csv or .jsonl')
    .option('--save <folder>', 'save the graph with the result as a column of its nodes')
    .option('--column <name>', 'with --out or --save: what the column is called (default: as the algorithm calls it)')
    .option('--overwrite', 'replace the file of --out, and the graph folder of --save, if they are there')
    .option('--report <file>', 'new .html file: the result, how it is spread, a picture, and what was used')
    .option('--json', 'print one JSON object');
  if (usesWeights) command.option('--weights <column>', 'column of the edges with their weights (default: all 1)');
  // --json may be taken by the command above.
  command.action((_flags, own: Command) => runAnalyse(algorithm, own.optsWithGlobals<AnalyseFlags>()));
}

function runAnalyse(algorithm: Algorithm, flags: AnalyseFlags): Promise<void> {
  return inSession(flags.json, async (session) => {
    const { out, type, column, report } = flags;
    await checkTargets(flags);
    const shown = { top: wholeNumber(flags.top, '--top'), ...(type !== undefined && { type }) };
    const asked = projectFlags(flags);
    const started = performance.now();
    const { graph, remarks } = await openData(dataOptions(flags), session.run);
    for (const remark of remarks) session.remark(remark);
    const load = (performance.now() - started) / 1000;
    throwIfAborted(session.run.signal);
    if (type !== undefined) graph.nodeSchema(type);
    const given = { ...asked, ...ownFlags(graph, algorithm, flags), ...session.run };
    const memory = estimateMemory(graph, algorithm.name, given);
    const remark = memory && memoryRemark(memory);
    if (remark !== undefined) session.remark(remark);
    const result = renamed(await analyse(graph, algorithm.name, given), column);
    const compute = (performance.now() - started) / 1000 - load;
    for (const remark of result.remarks ?? []) session.remark(remark);
    if (result.vectors && out === undefined && flags.save === undefined)
      session.remark('The vectors were not kept: pass --out FILE or --save FOLDER.');
    const printed = {
      algorithm: algorithm.name,
      data: flags.dataset ?? flags.data,
      ...result.figures,
      ...(result.values && { top: rankedRows(result, shown) }),
      ...(result.groups && { groups: groupRows(result, shown) }),
      ...(result.table && { rows: tableRows(result, shown) }),
      remarks: result.remarks ?? [],
      ...(memory && { memory }),
      seconds: { load, compute },
      ...(out !== undefined && { out }),
      ...(flags.save !== undefined && { save: flags.save }),
      ...(report !== undefined && { report }),
    };
    // A failed write is reported last, so that the result is printed even when the disk is full.
    const analysis = { algorithm, graph, result, flags, shown, seconds: { load, compute }, remarks };
    const written: string[] = [];
    const failure: unknown = await writeAll(analysis, session, written).catch((error: unknown) => error);
    session.print(printed, [resultText(result, shown), ...written.map((path) => `written to ${path}`)].join('\n'));
    if (failure) throw failure;
  });
}

/** What is wrong is said before anything is read. */
async function checkTargets({ out, save, report, column, overwrite }: AnalyseFlags): Promise<void> {
  if (out !== undefined) checkTablePath(out, overwrite === true);
  if (report !== undefined) await checkNew(report, '--report');
  checkApart({ '--out': out, '--report': report, '--save': save });
  if (save !== undefined && overwrite !== true) await checkReplaceable(save, []);
  if (column !== undefined && out === undefined && save === undefined)
    throw invalidOption('--column is of --out and --save.', 'Give one of them, or leave it out.');
}

/** @param written gets the paths of what is written */
async function writeAll(analysis: Analysis, session: Session, written: string[]): Promise<void> {
  const { graph, result, flags, algorithm } = analysis;
  const { out, save, report } = flags;
  if (out !== undefined) {
    await writeResult(out, result);
    written.push(out);
  }
  if (report !== undefined) {
    await writeNew(report, await analysisReport(analysis), '--report');
    written.push(report);
  }
  if (save === undefined) return;
  if (!result.values && !result.groups && !result.vectors)
    throw invalidOption(`${algorithm.name} gives nothing of every node.`, 'Leave --save out; --out keeps its table.');
  await saveGraph(withResult(graph, result), save, { ...session.run, overwrite: flags.overwrite === true });
  written.push(save);
}

/** Names under their kinds, titles cut at the width of a terminal. */
function listText(): string {
  const all = listAlgorithms();
  const width = Math.max(...all.map(({ name }) => name.length));
  const lines = [...new Set(all.map(({ kind }) => kind))].flatMap((kind) => [
    `${kind}:`,
    ...all
      .filter((each) => each.kind === kind)
      .flatMap(({ name, title }) =>
        wrapped(title, COLUMNS - width - 4)
          .split('\n')
          .map((line, i) => `  ${(i === 0 ? name : '').padEnd(width)}  ${line}`),
      ),
  ]);
  return [...lines, '', 'Options of one: heterograph analyse NAME --help'].join('\n');
}
