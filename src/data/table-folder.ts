import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HeteroGraphError, ownProperty, type RunOptions } from '../core/index.js';
import { isAbsent } from '../files/index.js';
import { type BadRowPolicy, type EdgeType, type ReadTables, readCsvGraph, readJsonLines } from '../graph/index.js';
import type { CellOptions } from './cell-options.js';
import { firstCells } from './first-cells.js';

const endings = { csv: /\.(csv|tsv)(\.gz)?$/i, jsonl: /\.(jsonl|ndjson)(\.gz)?$/i } as const;

/**
 * A folder of tables by name: `nodes/TYPE.csv` with a column `id` where nodes have ids, and `edges/SOURCE.RELATION.TARGET.csv`
 * with columns `source` and `target`. Several files of one type have a part after `@` in their names: `nodes/person@2.csv`.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, UNKNOWN_FORMAT naming the file, and as `readCsvGraph` does
 */
export async function readTableFolder(
  folder: string,
  format: 'csv' | 'jsonl',
  labels: Readonly<Record<string, string>>,
  {
    labelsMayBeAbsent,
    nullTexts,
    ...run
  }: RunOptions & CellOptions & { readonly onBadRow: BadRowPolicy; readonly labelsMayBeAbsent: boolean },
): Promise<ReadTables> {
  const nodeFiles = filesByType(join(folder, 'nodes'), endings[format]);
  const edgeFiles = filesByType(join(folder, 'edges'), endings[format]);
  if (nodeFiles.size + edgeFiles.size === 0) {
    throw new HeteroGraphError('FILE_NOT_FOUND', 'The folder holds no table.', {
      file: folder,
      hint: `Put nodes/TYPE.${format} and edges/SOURCE.RELATION.TARGET.${format} into it.`,
    });
  }
  const nulls = nullTexts ? { nullText: ['', ...nullTexts] } : {};
  const nodes = Object.fromEntries(
    [...nodeFiles].map(([type, files]) => {
      const cells = firstCells(files[0]!, format);
      const asked = ownProperty(labels, type);
      const label = labelsMayBeAbsent && asked !== undefined && !cells.includes(asked) ? undefined : asked;
      const hasId = cells.includes('id');
      if (label !== undefined && format === 'csv' && (label === 'id' || !cells.includes(label))) {
        throw new HeteroGraphError('MISSING_LABELS', `There is no column of labels called "${label}".`, {
          file: files[0],
          column: label,
          hint: `There are: ${cells.filter((name) => name !== 'id').join(', ')}.`,
        });
      }
      const columns = label === undefined ? {} : { columns: { [label]: { role: 'label' } as const } };
      return [type, { files, ...nulls, ...(hasId ? { id: 'id' } : {}), ...columns }];
    }),
  );
  const edges = [...edgeFiles].map(([name, files]) => ({ type: edgeTypeOf(name, files[0]!), files, ...nulls }));
  return format === 'csv' ? readCsvGraph({ nodes, edges, ...run }) : readJsonLines({ nodes, edges, ...run });
}

function filesByType(folder: string, ending: RegExp): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch (error) {
    if (isAbsent(error)) return found;
    throw error;
  }
  for (const name of names) {
    if (!ending.test(name)) continue;
    const type = name.replace(ending, '').replace(/@[^@]*$/, '');
    found.set(type, [...(found.get(type) ?? []), join(folder, name)]);
  }
  return found;
}

function edgeTypeOf(name: string, file: string): EdgeType {
  const parts = name.split('.');
  if (parts.length === 3 && parts.every((part) => part !== '')) return [parts[0]!, parts[1]!, parts[2]!];
  throw new HeteroGraphError('UNKNOWN_FORMAT', 'The edge type cannot be read from the name of the file.', {
    file,
    hint: 'Name it SOURCE.RELATION.TARGET, such as person.knows.person.csv.',
  });
}
