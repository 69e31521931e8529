/** Where the ideas of a kind stand, a file each, under src. */
export const ideaFolders = {
  loss: 'lab/losses',
  regularizer: 'lab/regularizers',
  sampler: 'lab/samplers',
  miner: 'lab/miners',
  distance: 'lab/distances',
  metric: 'lab/metrics',
  statistic: 'statistics/inference',
};
