// Layout of a tensor: planes of rows and columns, side by side.

import type { Cells } from './tools'

export interface Plane {
  /** `n 0, c 1`; empty for a single plane. */
  title: string
  rows: number
  columns: number
  /** Index in the tensor of each cell, row by row. */
  cells: readonly number[]
}

/** Names of the axes of images, of windows of weights, and of matrices. */
export function axesOf({ name, shape }: Pick<Cells, 'name' | 'shape'>): readonly string[] {
  if (shape.length === 4) return name === 'weight' ? ['r', 's', 'c', 'k'] : ['n', 'h', 'w', 'c']
  return ['i', 'j', 'k', 'l', 'm', 'o'].slice(0, shape.length)
}

/** Two axes are the rows and columns of each plane; the others number the planes. */
export function planesOf(
  tensor: Pick<Cells, 'name' | 'shape'>,
  axes: readonly string[] = axesOf(tensor),
): Plane[] {
  const { shape } = tensor
  const [down, across] = seen(tensor)
  const rows = shape[down] ?? 1
  const columns = shape[across] ?? 1
  const others = shape.map((_, axis) => axis).filter((axis) => axis !== down && axis !== across)
  const places = others.reduce<number[][]>(
    (all, axis) =>
      all.flatMap((place) => Array.from({ length: shape[axis] ?? 1 }, (_, at) => [...place, at])),
    [[]],
  )
  return places.map((place) => {
    const at = new Array<number>(shape.length).fill(0)
    for (const [i, axis] of others.entries()) at[axis] = place[i] ?? 0
    const cells: number[] = []
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (down >= 0) at[down] = row
        if (across >= 0) at[across] = column
        cells.push(at.reduce((flat, one, axis) => flat * (shape[axis] ?? 1) + one, 0))
      }
    }
    const named = others.filter((axis) => (shape[axis] ?? 1) > 1)
    return {
      title: named.map((axis) => `${axes[axis]} ${at[axis]}`).join(', '),
      rows,
      columns,
      cells,
    }
  })
}

function seen({ name, shape }: Pick<Cells, 'name' | 'shape'>): readonly [number, number] {
  const rank = shape.length
  if (rank === 4) return name === 'weight' ? [0, 1] : [1, 2]
  return [rank - 2, rank - 1]
}

/** Index of an element on each axis. */
export function placeOf(shape: readonly number[], index: number): number[] {
  const place: number[] = []
  let rest = index
  for (const extent of shape.toReversed()) {
    place.unshift(rest % extent)
    rest = Math.floor(rest / extent)
  }
  return place
}

/** "x[0, 2, 3, 1]" */
export const nameOf = ({ name, shape }: Pick<Cells, 'name' | 'shape'>, index: number): string =>
  `${name}[${placeOf(shape, index).join(', ')}]`
