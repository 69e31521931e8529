/**
 * Kernels that no graph of fixed shapes can stand for, and why. What TensorFlow.js has beside these and the table's is not
 * written yet.
 */
const ofData = 'the shape of its result depends on the numbers';
const ofText = 'a graph has no tensors of text';
const ofComplex = 'a graph has no complex numbers';
const drawn = 'it draws random numbers, which have to enter a graph as an input (drawNoise)';

export const refused: Readonly<Record<string, string>> = {
  Complex: ofComplex,
  ComplexAbs: ofComplex,
  FFT: ofComplex,
  IFFT: ofComplex,
  Imag: ofComplex,
  Multinomial: drawn,
  NonMaxSuppressionV3: ofData,
  NonMaxSuppressionV4: ofData,
  NonMaxSuppressionV5: ofData,
  RaggedGather: ofData,
  RaggedRange: ofData,
  RaggedTensorToTensor: ofData,
  Real: ofComplex,
  SparseFillEmptyRows: ofData,
  SparseReshape: ofData,
  SparseSegmentMean: ofData,
  SparseSegmentSum: ofData,
  StaticRegexReplace: ofText,
  StringNGrams: ofText,
  StringSplit: ofText,
  StringToHashBucketFast: ofText,
  Unique: ofData,
};
