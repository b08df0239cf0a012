// Metrics of distances between single images: whether generated images lie among real ones, whether they cover
// them, and whether they are copies.

import { check } from '../../../autograd/check'
import type { Gpu } from '../../../gpu/device'
import {
  add,
  bias,
  expand,
  linear,
  maximum,
  mean,
  scale,
  square,
  sub,
  sum,
  transpose,
} from '../../../ops'
import { compute } from './compute'

/** All pairs of two sets, row by row. */
export interface Distances {
  rows: number
  columns: number
  /** [rows, columns], not squared */
  values: Float32Array
}

/** Euclidean distances between the rows of two matrices: √(|x|² + |y|² - 2 x · y). `x`: [N, size]. `y`: [M, size]. */
export async function distances(
  gpu: Gpu,
  x: Float32Array,
  y: Float32Array,
  size: number,
): Promise<Distances> {
  const [rows, columns] = [x.length / size, y.length / size]
  const inputs = { x: { data: x, shape: [rows, size] }, y: { data: y, shape: [columns, size] } }
  const { squared } = await compute(gpu, inputs, (t) => {
    // Measured from the middle, the squares are small and little is lost in their difference.
    const centre = mean(t.y, { dim: 0 })
    const [a, b] = [t.x, t.y].map((each) => sub(each, expand(centre, each.shape)))
    check(a !== undefined && b !== undefined, 'distances', () => 'two sets are needed.')
    const squaresA = sum(square(a), { dim: 1, keepdim: true })
    const products = scale(linear(a, transpose(b, [1, 0])), -2)
    const apart = bias(add(products, expand(squaresA, [rows, columns])), sum(square(b), { dim: 1 }))
    return { squared: maximum(apart, 0) }
  })
  return { rows, columns, values: squared.map(Math.sqrt) }
}

export interface Neighbours {
  /** [N] Euclidean distance to the nearest of the references */
  distance: Float32Array
  /** [N] index of that reference */
  index: Uint32Array
}

/** References compared at once, which bounds the memory. */
const TILE = 1000

/**
 * The nearest of the references to each query, in pixels or in features.
 *
 * @param queries     [N, size]
 * @param references  [M, size]
 */
export async function nearest(
  gpu: Gpu,
  queries: Float32Array,
  references: Float32Array,
  size: number,
): Promise<Neighbours> {
  const count = queries.length / size
  const distance = new Float32Array(count).fill(Number.POSITIVE_INFINITY)
  const index = new Uint32Array(count)
  for (let first = 0; first * size < references.length; first += TILE) {
    const tile = references.subarray(first * size, (first + TILE) * size)
    const { columns, values } = await distances(gpu, queries, tile, size)
    for (let at = 0; at < values.length; at++) {
      const [row, value] = [Math.floor(at / columns), values[at] ?? 0]
      if (value >= (distance[row] ?? 0)) continue
      distance[row] = value
      index[row] = first + (at % columns)
    }
  }
  return { distance, index }
}

export interface Manifold {
  /** Share of generated images that lie where real ones are. */
  precision: number
  /** Share of real images that lie where generated ones are. */
  recall: number
  /** Real neighbourhoods that a generated image lies in, over those expected: 1 for real images. */
  density: number
  /** Share of real images with a generated one among their nearest. */
  coverage: number
}

/** Neighbours that span a neighbourhood: of precision and recall, of density and coverage. */
const K = { precision: 3, density: 5 }

/**
 * A set of images covers the balls around each of them that reach to its k-th nearest neighbour.
 *
 * @param pairs  distances from real images (rows) to real ones, from generated to generated, and from
 * real to generated
 * @see Kynkäänniemi et al.: Improved Precision and Recall Metric, https://arxiv.org/abs/1904.06991
 * @see Naeem et al.: Reliable Fidelity and Diversity Metrics, https://arxiv.org/abs/2002.09797
 */
export function manifold({
  real,
  generated,
  across,
}: Record<'real' | 'generated' | 'across', Distances>): Manifold {
  const { rows, columns, values } = across
  const [reach, reachWide] = [radii(real, K.precision), radii(real, K.density)]
  const reachGenerated = radii(generated, K.precision)
  const precise = new Uint8Array(columns)
  const recalled = new Uint8Array(rows)
  const covered = new Uint8Array(rows)
  let inside = 0
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const apart = values[i * columns + j] ?? Number.POSITIVE_INFINITY
      if (apart <= (reach[i] ?? 0)) precise[j] = 1
      if (apart <= (reachGenerated[j] ?? 0)) recalled[i] = 1
      if (apart > (reachWide[i] ?? 0)) continue
      covered[i] = 1
      inside++
    }
  }
  return {
    precision: share(precise),
    recall: share(recalled),
    density: inside / (K.density * columns),
    coverage: share(covered),
  }
}

/** For each image of a set the distance to its k-th nearest neighbour in the set. */
function radii({ rows, columns, values }: Distances, k: number): Float32Array {
  check(rows > k, 'manifold', () => {
    return `each image needs ${k} neighbours, but there are ${rows} images. Take more.`
  })
  return Float32Array.from({ length: rows }, (_, i) => {
    const row = values.slice(i * columns, (i + 1) * columns)
    // Itself is no neighbour; its distance need not be exactly zero.
    row[i] = Number.POSITIVE_INFINITY
    return row.sort()[k - 1] ?? 0
  })
}

const share = (flags: Uint8Array) => flags.reduce((sum, flag) => sum + flag, 0) / flags.length
