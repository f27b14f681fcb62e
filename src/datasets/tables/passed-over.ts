import type { OtherFile } from './table-files.js';

/** A file or folder beside the tables that is not read, and the way out. */
export interface PassedOver {
  readonly name: string;
  readonly why: string;
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/\.(xlsx?|xlsm|xlsb|ods|numbers)$/i, 'a spreadsheet: save each of its sheets as CSV'],
  [/\.(orc|avro)$/i, 'a binary table: write it as Parquet or CSV, with DuckDB, pandas or Polars'],
  [/\.json(\.gz)?$/i, 'JSON: write one object a line (jq -c ".[]" FILE.json > FILE.jsonl) if it is a table'],
  [/\.(sqlite3?|db3?)$/i, 'a database: name it in place of the folder'],
  [/\.duckdb$/i, 'a database: name it in place of the folder'],
  [/\.(mdb|accdb|dump|sql)$/i, 'a database: export its tables as CSV'],
  [/\.(dta|sav|sas7bdat|rds|rdata|pkl|mat|hdf5?|h5)$/i, 'a file of another program: write its tables as CSV there'],
  [/\.(txt|dat|data|asc|psv)(\.gz)?$/i, 'no table by its name: call it .csv or .tsv if it is one'],
  [/\.(zip|7z|rar|tar|tgz|tar\.gz|bz2|xz|zst)$/i, 'packed: unpack it (.csv.gz is read as it is)'],
];
/** Files that belong to a folder of data without being data. */
const companions =
  /^(readme|licen[cs]e|changelog|copying|citation)([._-].*)?$|\.(md|rst|pdf|html?|ya?ml|svg|png|jpe?g|py|ipynb|js|ts|r|sh)$/i;

/** Files that are named; of more it is said how many. */
const MOST_NAMED = 20;

/** What is passed over and could have been meant to be read. */
export function passedOver(others: readonly OtherFile[]): PassedOver[] {
  const all = others.flatMap(({ name, numTables, problem }): PassedOver[] => {
    if (problem !== undefined) return [{ name, why: problem }];
    if (numTables !== undefined) {
      if (numTables === 0) return [];
      const tables = numTables === 1 ? 'a table: move it' : `${numTables} tables: move them`;
      const why = `a folder with ${tables} up, or name that folder itself`;
      return [{ name: `${name}/`, why }];
    }
    if (companions.test(name)) return [];
    const why = kinds.find(([ending]) => ending.test(name))?.[1];
    return [{ name, why: why ?? 'no table by its name: CSV, TSV and JSON lines are read' }];
  });
  const left = all.length - MOST_NAMED;
  if (left <= 1) return all;
  return [...all.slice(0, MOST_NAMED), { name: `${left} more files`, why: 'no tables by their names' }];
}
