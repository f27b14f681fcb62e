import { Option } from 'commander';

export function rowsOption(): Option {
  return new Option('--rows <which>', 'nodes').choices(['all', 'test', 'unlabelled']).default('all');
}
