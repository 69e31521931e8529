import type { ImageSet } from '../lab/datasets/dataset';
import type { Embedded } from '../lab/numeric/embedded';
import { replaceFile } from '../runs/replaceFile';
import { runFiles } from '../runs/runFiles';
import { galleryOf } from './gallery';
import { projectionOf } from './projection';
import type { Searching } from './scored';

/** Writes a run's gallery and projection, each file whole, and the one that names the other after it. */
export async function writePictures(
  folder: string,
  set: ImageSet,
  embedded: Embedded,
  searching: Searching,
): Promise<void> {
  const files = runFiles(folder);
  const pictures = await galleryOf(set, embedded, searching);
  if (pictures) {
    await replaceFile(files.galleryPicture, pictures.png);
    await replaceFile(files.gallery, JSON.stringify(pictures.gallery) + '\n');
  }
  const { projection, safetensors } = projectionOf(set, embedded);
  await replaceFile(files.projectedEmbeddings, safetensors);
  await replaceFile(files.projection, JSON.stringify(projection) + '\n');
}
