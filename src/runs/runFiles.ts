import path from 'node:path';

/** Where the files of a run stand. @param folder its path, in normal form: a list of thousands asks for each of them */
export function runFiles(folder: string) {
  const at = (name: string) => folder + path.sep + name;
  const checkpoints = at('checkpoints');
  return {
    record: at('run.json'),
    events: at('events.jsonl'),
    result: at('result.json'),
    lock: at('lock'),
    patch: at('dirty.patch'),
    gallery: at('gallery.json'),
    galleryPicture: at('gallery.png'),
    projection: at('projection.json'),
    projectedEmbeddings: at('projection.safetensors'),
    checkpoints,
    last: path.join(checkpoints, 'last.safetensors'),
    best: (step: number) => path.join(checkpoints, `best-${step}.safetensors`),
  };
}
