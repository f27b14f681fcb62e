import {
  type ConsensusDetector,
  fitApe,
  fitDetector,
  loadApe,
  loadConsensus,
  saveApe,
  saveConsensus,
} from '../../../src/anomaly/index.js';
import { type FuzzTarget, SilentFault } from '../target.js';

const events = {
  user: ['ann', 'ann', 'bob', 'bob', null, 'cid'],
  host: ['db', 'db', 'web', 'web', 'db', 'web'],
  amount: [1.5, 2.5, 3.5, 4.5, 5.5, 6.5],
};

/** Saved APEs and what is made of them: scores of a damaged one are numbers, or it is refused. */
export const anomalies: readonly FuzzTarget[] = [
  {
    name: 'ape',
    isForged: true,
    seed: async (folder) => saveApe(await fitApe(events, { settings: { dimension: 2, epochs: 1 } }), folder),
    read: async (folder) => {
      const ape = await loadApe(folder);
      const table = Object.fromEntries(ape.columns.map((name) => [name, ['ann', null, 'new']]));
      const given = ape.state.columns.columns.some(({ cuts }) => cuts) ? { ...table, amount: [1, null, 9] } : table;
      if (ape.score(given).some(Number.isNaN)) throw new SilentFault('There are scores that are no numbers.');
      ape.explain(given, 2);
      ape.pairs();
    },
  },
  {
    name: 'consensus',
    isForged: true,
    seed: async (folder) => {
      const consensus = await fitDetector('consensus', events, { settings: { dimension: 2, epochs: 1 } });
      return saveConsensus(consensus as ConsensusDetector, folder);
    },
    read: async (folder) => {
      const consensus = await loadConsensus(folder);
      const table = Object.fromEntries(consensus.columns.map((name) => [name, ['ann', null, 'new']]));
      const hasNumbers = consensus.ape.state.columns.columns.some(({ cuts }) => cuts);
      const given = hasNumbers ? { ...table, amount: [1, null, 9] } : table;
      if (consensus.score(given).some(Number.isNaN)) throw new SilentFault('There are scores that are no numbers.');
      consensus.explain(given, 2);
    },
  },
];
