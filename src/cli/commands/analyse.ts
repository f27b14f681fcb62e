import { type Command, Option } from 'commander';
import { type Algorithm, analyse, estimateMemory, listAlgorithms } from '../../analytics/index.js';
import { projectedTypes } from '../../analytics/internal.js';
import { throwIfAborted } from '../../core/index.js';
import { openData } from '../../data/index.js';
import { checkTablePath } from '../../data/internal.js';
import { checkReplaceable } from '../../files/index.js';
import { saveGraph } from '../../graph/index.js';
import { type AnalyseFlags, flagOf, ownFlags, projectFlags } from '../analyse/flags.js';
import { memoryRemark } from '../analyse/memory-remark.js';
import { type Analysis, analysisReport } from '../analyse/report.js';
import { groupRows, rankedRows, resultText, tableRows } from '../analyse/result-text.js';
import { checkNewColumns, columnNames, renamed, withResult, writeResult } from '../analyse/write-result.js';
import { checkApart, checkNew, writeNew } from '../files/new-file.js';
import { type Output, writeOutputs, writtenLines } from '../files/outputs.js';
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
    const { out, type, column, save } = flags;
    const names = columnNames(algorithm, column);
    await checkTargets(algorithm, flags);
    const shown = { top: wholeNumber(flags.top, '--top'), ...(type !== undefined && { type }) };
    const asked = projectFlags(flags);
    const started = performance.now();
    const { graph, remarks } = await openData(dataOptions(flags), session.run);
    for (const remark of remarks) session.remark(remark);
    const load = (performance.now() - started) / 1000;
    throwIfAborted(session.run.signal);
    if (type !== undefined) graph.nodeSchema(type);
    if (save !== undefined) checkNewColumns(graph, projectedTypes(graph, asked), names.values());
    const given = { ...asked, ...ownFlags(graph, algorithm, flags), ...session.run };
    const memory = estimateMemory(graph, algorithm.name, given);
    const remark = memory && memoryRemark(memory);
    if (remark !== undefined) session.remark(remark);
    const result = renamed(await analyse(graph, algorithm.name, given), names);
    const compute = (performance.now() - started) / 1000 - load;
    for (const remark of result.remarks ?? []) session.remark(remark);
    if (result.vectors && out === undefined && save === undefined)
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
    };
    // A failed write is reported last, so that the result is printed even when the disk is full.
    const analysis = { algorithm, graph, result, flags, shown, seconds: { load, compute }, remarks };
    const outputs = await writeOutputs(outputsOf(analysis, session));
    const text = [resultText(result, shown), ...writtenLines(outputs)].join('\n');
    session.print({ ...printed, ...outputs.written }, text);
    if (outputs.failure) throw outputs.failure;
  });
}

/** What is wrong is said before anything is read. */
async function checkTargets(algorithm: Algorithm, flags: AnalyseFlags): Promise<void> {
  const { data, out, save, report, column, overwrite } = flags;
  if (save !== undefined && algorithm.nodeColumns.length === 0)
    throw invalidOption(`${algorithm.name} gives nothing of every node.`, 'Leave --save out; --out keeps its table.');
  checkApart({ '--data': data, '--out': out, '--report': report });
  // A graph may be replaced by itself with a column.
  checkApart({ '--out': out, '--report': report }, { '--save': save });
  if (out !== undefined) checkTablePath(out, overwrite === true);
  if (report !== undefined) await checkNew(report, '--report');
  if (save !== undefined && overwrite !== true) await checkReplaceable(save, []);
  if (column !== undefined && out === undefined && save === undefined)
    throw invalidOption('--column is of --out and --save.', 'Give one of them, or leave it out.');
}

function outputsOf(analysis: Analysis, session: Session): Output[] {
  const { graph, result, flags } = analysis;
  const overwrite = flags.overwrite === true;
  return [
    { name: 'out', path: flags.out, write: (path) => writeResult(path, result) },
    {
      name: 'report',
      path: flags.report,
      write: async (path) => writeNew(path, await analysisReport(analysis), '--report'),
    },
    {
      name: 'save',
      path: flags.save,
      write: (path) => saveGraph(withResult(graph, result), path, { ...session.run, overwrite }),
    },
  ];
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
