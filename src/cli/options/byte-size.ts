import { invalidOption } from './options.js';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};

/** Bytes of a text such as 1GiB, 500 MB or 1000000. @throws {HeteroGraphError} INVALID_OPTION */
export function byteSize(text: string, option: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text);
  const unit = match && UNITS[match[2]!.toLowerCase()];
  const bytes = unit ? Math.floor(Number(match[1]) * unit) : 0;
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw invalidOption(
    `${option} is "${text}".`,
    'Give bytes, or a number with kB, MB, GB, KiB, MiB or GiB, such as 1GiB.',
  );
}
