import type { DataFolders, Splits } from '../lab/datasets/dataset';
import { checkLeaks } from '../lab/datasets/leaks';
import type { Experiment } from '../lab/training/experiment';

/** The data set of an experiment. @throws LabError where it cannot be had, or its splits leak */
export async function checkedSplits({ data }: Experiment, from: DataFolders): Promise<Splits> {
  const splits = await data.load(from);
  checkLeaks(data.name, splits);
  return splits;
}
