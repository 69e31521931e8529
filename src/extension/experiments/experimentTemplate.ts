/** The start of an experiment for a paper whose own the library lacks. */
export function experimentTemplate(title: string, paperId: string | null): string {
  return `import { data, defineExperiment, losses, models, optimizers, samplers } from 'metric-lab';

// ${title.replace(/\s+/g, ' ')}
export default defineExperiment({
${paperId === null ? '' : `  paper: '${paperId}',\n`}  data: data.glyphs(),
});
`;
}
