import { type DatasetInfo, type FetchedDataset, listDatasets } from '../../datasets/index.js';

/** What comes after `heterograph`, before and after the name of the data set. */
const commands: Readonly<Record<DatasetInfo['task'], readonly [string, string]>> = {
  'node-classification': ['train', ''],
  'link-prediction': ['train', ' --task links'],
  recommendation: ['recommend', ''],
};

/** What became of the files of a data set, and the command that learns on it. */
export function fetchedText(name: string, { folder, written, kept }: FetchedDataset, root: string | undefined): string {
  const [command, options] = commands[listDatasets().find((set) => set.name === name)!.task];
  const where = root === undefined ? '' : ` --root ${root}`;
  return [
    ...(written.length > 0 ? [`Written to ${folder}: ${written.join(', ')}.`] : []),
    ...(kept.length > 0 ? [`There already, and as published: ${kept.join(', ')}.`] : []),
    `Next: heterograph ${command} --dataset ${name}${options}${where}`,
  ].join('\n');
}
