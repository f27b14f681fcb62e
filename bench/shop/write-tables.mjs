import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes tables, by name of the file, as plain CSV into a folder. */
export function writeTables(folder, tables) {
  mkdirSync(folder, { recursive: true });
  for (const [name, rows] of Object.entries(tables)) writeFileSync(join(folder, name), csv(rows));
}

const csv = (rows) => `${rows.map((row) => row.map(cell).join(',')).join('\n')}\n`;
const cell = (value) => {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
