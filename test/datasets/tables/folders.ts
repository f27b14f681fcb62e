import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const root = mkdtempSync(join(tmpdir(), 'heterograph-tables-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;

/** A new folder with files. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = join(root, `${++count}`);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** A library: books by authors, loans by members; one id has no row, some cells are dirty. */
export const library = {
  'authors.csv': 'author_id,name,born\nA1,Ada,1815-12-10\nA2,Grace,1906-12-09\nA3,Alan,1912-06-23\n',
  'books.csv':
    'id,title,author_id,price,pages\nB2,On,A1,"1.234,50",100\nB1,Off,A2,"9,90",x\nB3,Up,A9,"3,00",40\nB4,In,,"3,00",70\n',
  'loans.tsv': 'bookId\tmember\tday\nB1\tM1\t31.12.2023\nB2\tM2\t01.01.2024\nB1\tM2\t05.03.2024\n',
  'members.jsonl': '{"member":"M1","is_student":true,"churned":1}\n{"member":"M2","is_student":false,"churned":0}\n',
  'notes.txt': 'no table',
  'empty.csv': 'a,b\n',
};
