import { checkSplits } from '../lab/datasets/checkSplits';
import type { DataFolders, Dataset, Splits } from '../lab/datasets/dataset';
import { foldSplits, type FoldChoice } from '../lab/datasets/foldSplits';
import { withoutLeaks } from '../lab/datasets/leaks';
import { withoutTest } from '../lab/datasets/withoutTest';

/** A data set, which may be an experiment's own. @throws LabError where it cannot be had, or does not fit */
export async function loadedSplits(dataset: Dataset, from: DataFolders): Promise<Splits> {
  const loaded = await dataset.load(from);
  checkSplits(dataset.name, loaded);
  return loaded;
}

/**
 * A data set as a run sees it: cut for its fold, looked through for leaks, and without test classes where they are left out.
 * @param loaded by the data set
 * @throws LabError where there is no such fold, or splits leak
 */
export function seenSplits(
  dataset: Dataset,
  loaded: Splits,
  {
    fold,
    validationOnly = false,
  }: { readonly fold?: FoldChoice | undefined; readonly validationOnly?: boolean },
): Splits {
  // Test classes are a part of the look: a search, too, must not train on copies of their images.
  const seen = withoutLeaks(dataset, fold ? foldSplits(loaded, fold) : loaded);
  return validationOnly ? withoutTest(seen) : seen;
}
