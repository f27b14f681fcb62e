// Events that APE and consensus score in a processor second: npm run bench -- anomaly speed [--set census,u2r] [--runs 5]
import { fitApe, fitDetector } from '../../dist/anomaly/index.js';
import { RandomStream } from '../../dist/core/index.js';
import { readSet } from './sets.mjs';

/** As wide as census, with more values than tables of terms hold, so that every term is worked out. */
const wide = { columns: 33, values: 5000, rows: 20_000 };

/** Of texts and of codes, and of texts by consensus where the values are not too many, all rows of a set after a fit of 5,000; the most of `runs` runs, by processor time of this process. */
export async function speed(sets, root, runs) {
  const rows = [];
  for (const name of [...sets, 'made up']) {
    const { names, texts } = name === 'made up' ? madeUp() : readSet(name, root);
    const table = (numRows) => Object.fromEntries(names.map((column, c) => [column, texts[c].slice(0, numRows)]));
    const ape = await fitApe(table(5000), { settings: { epochs: 1 } });
    const all = table(texts[0].length);
    const { codes, numRows } = ape.state.columns.encode(all);
    const perSecond = (score) => {
      const times = Array.from({ length: runs }, () => {
        const started = process.cpuUsage();
        score();
        const { user, system } = process.cpuUsage(started);
        return (user + system) / 1e6;
      });
      return Math.round(numRows / Math.min(...times));
    };
    const [ofTexts, ofCodes] = [perSecond(() => ape.score(all)), perSecond(() => ape.scoreCodes(codes, numRows))];
    const isFew = ape.state.parameters.starts.at(-1) <= 1000;
    const consensus = isFew ? await fitDetector('consensus', table(5000), { settings: { epochs: 1 } }) : undefined;
    const values = ape.state.parameters.starts.at(-1) - names.length;
    rows.push({
      set: name,
      columns: names.length,
      values,
      events: numRows,
      'texts / s': ofTexts,
      'codes / s': ofCodes,
      'consensus, texts / s': consensus && perSecond(() => consensus.score(all)),
    });
  }
  return { rows };
}

function madeUp() {
  const random = new RandomStream(1, 'anomaly speed');
  const names = Array.from({ length: wide.columns }, (_, column) => `c${column}`);
  const labels = Array.from({ length: wide.values }, (_, value) => `v${value}`);
  const texts = names.map(() => Array.from({ length: wide.rows }, () => labels[random.nextInt(wide.values)]));
  return { names, texts };
}
