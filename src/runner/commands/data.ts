import { defineCommand } from 'citty';
import { LabError } from '../../lab/core/labError';
import { findFile, type DatasetFiles } from '../../lab/datasets/datasetFiles';
import { omniglotFiles } from '../../lab/datasets/omniglot';
import { addDataset } from '../addDataset';
import { dataFolders, userDataFolder } from '../dataFolders';

/** The data sets that need files. */
export const datasets: readonly DatasetFiles[] = [omniglotFiles];

const list = defineCommand({
  meta: { name: 'list', description: 'Show the data sets and where their files are' },
  args: {
    data: { type: 'string', valueHint: 'DIR', description: 'Look in this folder first' },
  },
  async run({ args }) {
    console.log('glyphs      generated from a seed, no files needed');
    console.log(
      "imageFolder your own pictures: data.imageFolder('FOLDER') reads FOLDER/<class>/<picture>.jpg or .png",
    );
    const folders = dataFolders(args.data);
    for (const dataset of datasets) {
      console.log(`${dataset.name.padEnd(11)} ${dataset.summary}; licence ${dataset.licence}`);
      for (const { says } of await whereabouts(dataset, folders)) console.log(`            ${says}`);
    }
  },
});

const add = defineCommand({
  meta: { name: 'add', description: "Download a data set's files, or take them from a folder" },
  args: {
    name: { type: 'positional', description: datasets.map(({ name }) => name).join(', ') },
    from: {
      type: 'string',
      valueHint: 'DIR',
      description: 'Take the files from this folder, without network',
    },
    to: { type: 'string', valueHint: 'DIR', description: `Put them here (default: ${userDataFolder()})` },
  },
  async run({ args }) {
    const dataset = datasets.find(({ name }) => name === args.name);
    if (!dataset) {
      const names = datasets.map(({ name }) => name).join(', ');
      throw new LabError(
        `data add: no data set '${args.name}' with files to add; there is ${names}. Pictures of your own need no adding: data.imageFolder('FOLDER')`,
      );
    }
    await addDataset(dataset, args.to ?? userDataFolder(), args.from, (line) => console.log(line));
  },
});

export const data = defineCommand({
  meta: { name: 'data', description: 'List data sets, or get their files' },
  subCommands: { list, add },
});

/** For each file: whether it is there, sound, and a line that says where or what is wrong. */
export function whereabouts(
  dataset: DatasetFiles,
  folders: readonly string[],
): Promise<{ found: boolean; says: string }[]> {
  return Promise.all(
    dataset.files.map(async (file) => {
      try {
        const at = await findFile(dataset, file, folders);
        return { found: at !== null, says: at?.path ?? `${file.name}: not found in ${folders.join(', ')}` };
      } catch (error) {
        if (error instanceof LabError) return { found: false, says: error.message };
        throw error;
      }
    }),
  );
}
