import { checkRows } from '../core/checkBatch';
import { maskedMax } from '../core/masked';
import { everyOther } from '../core/pairs';
import { tf, type Scalar, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/**
 * RegularFace: the proxy of each class is driven from its nearest neighbour.
 *
 *     R = mean_y max_{z≠y} cos(v_y, v_z)
 *
 * @source Zhao, Xu and Cheng, RegularFace: Deep Face Recognition via Exclusive Regularization, CVPR 2019
 * @reduction mean over the rows; 0 where there is a single one
 * @normalisation rows are brought to length 1
 * @detached nothing; of equally near neighbours each gets the whole slope
 * @param rows float32 [C, D], one for each class
 * @returns float32 []
 */
export function regularFace(rows: Tensor2D): Scalar {
  checkRows('regularFace', 'rows', rows);
  const count = rows.shape[0];
  return tf.tidy('regularFace', () => {
    const nearest = maskedMax(cosineSimilarity(rows, rows), everyOther(count)); // [C]
    return nearest.mean<Scalar>().mul(Number(count > 1));
  });
}
