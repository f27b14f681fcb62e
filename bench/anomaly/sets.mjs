// Nine sets of categorical events with labels, and their splits.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { HeteroGraphError, RandomStream } from '../../dist/core/index.js';

/** Class value of the anomalies of the files of `categorical-ad`. */
const anomalies = { cmc: '1', 'solar-flare': '1', chess: '1', u2r: '1', bank: 'yes', probe: '1', census: '50000+.' };

/** Rows that are learned from, held-out usual rows and anomalies that are scored: at most, drawn by the seed. */
export const most = { train: 10_000, usual: 5000, odd: 5000 };

export const setNames = [...Object.keys(anomalies), 'kdd99', 'nsl-kdd'];

/** { names, texts: [column][row], odd: [row], numGiven? }: the first `numGiven` rows are the part that is given to learn from. */
export function readSet(name, root) {
  if (name === 'kdd99') return kdd99(root);
  if (name === 'nsl-kdd') return nslKdd(root);
  const rows = [];
  const names = [];
  for (const line of lines(root, 'categorical-ad', `${name}.arff.gz`)) {
    const [, attribute] = /^@attribute\s+(\S+)/i.exec(line) ?? [];
    if (attribute) names.push(attribute);
    else if (line !== '' && !/^[@%]/.test(line)) rows.push(line.split(',').map((text) => text.trim()));
  }
  return setOf(names.slice(0, -1), rows, (row) => row.at(-1) === anomalies[name]);
}

/** Protocol, service, flag, and the columns of yes and no. */
const kddColumns = {
  protocol_type: 1,
  service: 2,
  flag: 3,
  land: 6,
  logged_in: 11,
  is_host_login: 20,
  is_guest_login: 21,
};
const kddRow = (cells) => Object.values(kddColumns).map((at) => cells[at]);

/** Usual connections, and the rare kinds u2r and r2l. */
function kdd99(root) {
  const kindOf = attackKinds(root);
  const cells = lines(root, 'kdd99-10pct', 'kddcup.data_10_percent.gz').map((line) => line.split(','));
  const labels = cells.map((row) => kindOf.get(row[41]?.slice(0, -1)));
  const kept = cells.filter((_, row) => ['normal', 'u2r', 'r2l'].includes(labels[row]));
  return setOf(Object.keys(kddColumns), kept, (row) => row[41] !== 'normal.', kddRow);
}

/** Learned from its training part, scored on its test part; all attacks are odd. */
function nslKdd(root) {
  const [train, test] = ['KDDTrain+_20Percent.txt.gz', 'KDDTest+.txt.gz'].map((file) =>
    lines(root, 'nsl-kdd', file)
      .filter((line) => line !== '')
      .map((line) => line.split(',')),
  );
  const set = setOf(Object.keys(kddColumns), [...train, ...test], (row) => row[41] !== 'normal', kddRow);
  return { ...set, numGiven: train.length };
}

function attackKinds(root) {
  return new Map(lines(root, 'nsl-kdd', 'attack_types.csv').map((line) => line.split(',')));
}

function setOf(names, rows, isOdd, valuesOf = (row) => row) {
  // One text for each value, as readers with dictionaries give it, not a piece of a line for each row.
  const values = new Map();
  const once = (text) => {
    if (!values.has(text)) values.set(text, text);
    return values.get(text);
  };
  return {
    names,
    texts: names.map((_, column) => rows.map((row) => once(valuesOf(row)[column]))),
    odd: Uint8Array.from(rows, (row) => Number(isOdd(row))),
  };
}

function lines(root, set, file) {
  const path = join(root, set, file);
  if (!existsSync(path))
    throw new HeteroGraphError('DATASET_FILES_MISSING', `There is no ${file} of ${set}.`, {
      hint: 'Name the folder of the data sets: --data FOLDER or HETEROGRAPH_DATA.',
    });
  const bytes = readFileSync(path);
  const text = file.endsWith('.gz') ? gunzipSync(bytes).toString('utf8') : bytes.toString('utf8');
  return text.split(/\r?\n/);
}

/**
 * Rows to learn from and rows to score. `normal`: half of the usual rows are learned from, and scored are the others and all anomalies. `unlabelled`:
 * half of all rows are learned from, whatever they are. A set with a given part is learned from that.
 */
export function splitOf({ odd, numGiven }, protocol, seed) {
  const order = [...new RandomStream(seed, 'anomaly bench', protocol).permutation(odd.length)];
  const isLearned = (row) => protocol !== 'normal' || !odd[row];
  const candidates = order.filter((row) => isLearned(row) && (numGiven === undefined || row < numGiven));
  const numLearned = numGiven === undefined ? candidates.length >> 1 : candidates.length;
  const half = new Set(candidates.slice(0, numLearned));
  const held = order.filter((row) => !half.has(row) && (numGiven === undefined || row >= numGiven));
  return {
    train: candidates.slice(0, Math.min(numLearned, most.train)),
    test: [
      ...held.filter((row) => !odd[row]).slice(0, most.usual),
      ...held.filter((row) => odd[row]).slice(0, most.odd),
    ],
  };
}
