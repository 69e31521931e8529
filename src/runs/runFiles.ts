import path from 'node:path';

/** Where the files of a run stand. */
export function runFiles(folder: string) {
  const checkpoints = path.join(folder, 'checkpoints');
  return {
    record: path.join(folder, 'run.json'),
    events: path.join(folder, 'events.jsonl'),
    result: path.join(folder, 'result.json'),
    lock: path.join(folder, 'lock'),
    patch: path.join(folder, 'dirty.patch'),
    gallery: path.join(folder, 'gallery.json'),
    galleryPicture: path.join(folder, 'gallery.png'),
    projection: path.join(folder, 'projection.json'),
    projectedEmbeddings: path.join(folder, 'projection.safetensors'),
    checkpoints,
    last: path.join(checkpoints, 'last.safetensors'),
    best: (step: number) => path.join(checkpoints, `best-${step}.safetensors`),
  };
}
