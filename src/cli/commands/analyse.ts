import { type Command, Option } from 'commander';
import { type Algorithm, analyse, listAlgorithms } from '../../analytics/index.js';
import { throwIfAborted } from '../../core/index.js';
import { openData } from '../../data/index.js';
import { checkTablePath } from '../../data/internal.js';
import { type AnalyseFlags, flagOf, ownFlags, projectFlags } from '../analyse/flags.js';
import { groupRows, rankedRows, resultText, tableRows } from '../analyse/result-text.js';
import { writeResult } from '../analyse/write-result.js';
import { addGraphOptions, dataOptions, invalidOption, wholeNumber } from '../options/options.js';
import { inSession } from '../terminal/session.js';
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
    .option('--overwrite', 'replace the file of --out if it is there')
    .option('--json', 'print one JSON object');
  if (usesWeights) command.option('--weights <column>', 'column of the edges with their weights (default: all 1)');
  // --json may be taken by the command above.
  command.action((_flags, own: Command) => runAnalyse(algorithm, own.optsWithGlobals<AnalyseFlags>()));
}

function runAnalyse(algorithm: Algorithm, flags: AnalyseFlags): Promise<void> {
  return inSession(flags.json, async (session) => {
    const { out, type, overwrite } = flags;
    if (out !== undefined) checkTablePath(out, overwrite === true);
    const shown = { top: wholeNumber(flags.top, '--top'), ...(type !== undefined && { type }) };
    const asked = projectFlags(flags);
    const started = performance.now();
    const { graph, remarks } = await openData(dataOptions(flags), session.run);
    for (const remark of remarks) session.remark(remark);
    const load = (performance.now() - started) / 1000;
    throwIfAborted(session.run.signal);
    if (type !== undefined) graph.nodeSchema(type);
    const given = { ...asked, ...ownFlags(graph, algorithm, flags), ...session.run };
    const result = await analyse(graph, algorithm.name, given);
    const compute = (performance.now() - started) / 1000 - load;
    for (const remark of result.remarks ?? []) session.remark(remark);
    if (result.vectors && out === undefined) session.remark('The vectors were not kept: pass --out FILE.');
    const printed = {
      algorithm: algorithm.name,
      data: flags.dataset ?? flags.data,
      ...result.figures,
      ...(result.values && { top: rankedRows(result, shown) }),
      ...(result.groups && { groups: groupRows(result, shown) }),
      ...(result.table && { rows: tableRows(result, shown) }),
      remarks: result.remarks ?? [],
      seconds: { load, compute },
      ...(out !== undefined && { out }),
    };
    // A failed write is reported last, so that the result is printed even when the disk is full.
    const writing = out === undefined ? Promise.resolve() : writeResult(out, result);
    const failure: unknown = await writing.catch((error: unknown) => error);
    const kept = out === undefined || failure ? '' : `\nwritten to ${out}`;
    session.print(printed, `${resultText(result, shown)}${kept}`);
    if (failure) throw failure;
  });
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
