import { tf, type Rank, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from './tf';

/** The first two rows of each class of a batch, side by side. P is the most pairs that B rows can make, ⌊B / 2⌋. */
export interface ClassPairs {
  /** The first row of each class: float32 [P, D]; below them stands any row, to which no slope may come back. */
  readonly anchors: Tensor2D;
  /** The second row of each class, likewise: float32 [P, D]. */
  readonly positives: Tensor2D;
  /** How many classes have two rows: float32 []. */
  readonly count: Scalar;
}

/**
 * Finds the pairs by sorting the labels: O(B log B) for them, and O(B · D) to bring the rows side by side.
 * @param rows float32 [B, D]
 * @param labels int32 [B]
 */
export function classPairs(rows: Tensor2D, labels: Tensor1D): ClassPairs {
  const most = Math.max(1, Math.floor(labels.size / 2));
  const { seats, count } = seatsOf(labels, most);
  const [anchors, positives] = tf.split(seated(rows, seats, 2 * most), 2) as [Tensor2D, Tensor2D];
  return { anchors, positives, count };
}

/**
 * Where each row sits: the first rows of classes on 0, 1, ..., their second rows on P, P + 1, ...; all others on 2P.
 * @returns seats, int32 [B], and how many pairs there are
 */
function seatsOf(labels: Tensor1D, most: number): { seats: Tensor1D; count: Scalar } {
  const size = labels.size;
  const place = tf.range(0, size);
  const previous = place.sub(1).relu<Tensor1D>().toInt();
  const next = place
    .add(1)
    .minimum<Tensor1D>(size - 1)
    .toInt();
  const { values, indices } = tf.topk(labels, size); // of equal labels the first row comes first
  const isSame = tf.equal(values, tf.gather(values, previous)).toFloat().mul<Tensor1D>(place.minimum(1));
  const isLast = tf.equal(place, size - 1).toFloat();
  const isNextSame = tf.gather(isSame, next).mul(tf.sub(1, isLast));
  const opens = tf.greater(isNextSame, isSame).toFloat() as Tensor1D; // the first of two or more
  const closes = tf.gather(opens, previous).mul<Tensor1D>(isSame);
  const earlier = opens.cumsum<Rank.R1>(0, true);
  const own = opens.add<Tensor1D>(closes); // 1 for a row of a pair
  const seat = earlier
    .add(closes.mul(most - 1))
    .sub(2 * most)
    .mul(own)
    .add(2 * most);
  const seats = tf.scatterND(indices.expandDims(1), seat.toInt(), [size]) as Tensor1D;
  return { seats, count: opens.sum() };
}

/** Rows by their seats, and any row on empty ones: float32 [count, D]. No two rows share a seat: slopes go back as rows. */
function seated(rows: Tensor2D, seats: Tensor1D, count: number): Tensor2D {
  const [size, columns] = rows.shape;
  const seat = tf.customGrad((...given) => {
    const [x, save] = given as unknown as [Tensor2D, (tensors: Tensor[]) => void];
    save([seats]);
    const all = tf.scatterND(seats.expandDims(1), tf.range(0, size, 1, 'int32'), [count + 1]);
    // Those without a seat are added up on the last place; on the others stands one number, or none.
    return {
      value: tf.gather(x, all.slice(0, count) as Tensor1D),
      gradFunc: (dy: Tensor2D, [places]: Tensor[]) =>
        tf.gather(tf.concat([dy, tf.zeros<Rank.R2>([1, columns])]), places as Tensor1D),
    };
  });
  return seat(rows) as Tensor2D;
}
