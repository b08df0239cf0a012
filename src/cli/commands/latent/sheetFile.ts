// Sheet of images that a command of `ganvas latent` writes, and its vectors in a file.

import type { Latent } from '../../../gan/latent/latent'
import { writeOutput } from '../../folder/outputs'
import { type Cell, type ImageSize, sheet, sheetSide } from '../../folder/png'
import { Misuse } from '../../terminal/failure'
import { report } from '../../terminal/json'
import { saveVectors } from './vectors'

/** Most pixels of a sheet: a gigabyte of RGBA. */
const MOST_PIXELS = 2 ** 28

/** Place of a command's images and vectors. */
export interface SheetOptions {
  out: string
  /** Pixels across and down for each pixel of an image. */
  scale: number
  /** File to write the drawn vectors to. */
  save?: string
}

/** Sheet whose size was checked: `LatentSpace.sheet` makes it. */
export class Sheet {
  readonly #size: ImageSize
  readonly #options: SheetOptions

  private constructor(size: ImageSize, options: SheetOptions) {
    this.#size = size
    this.#options = options
  }

  /** @throws Misuse where it would be larger than any that can be written */
  static of(
    size: ImageSize,
    { columns, rows, option }: { columns: number; rows: number; option: string },
    options: SheetOptions,
  ): Sheet {
    const { scale } = options
    const across = scale * sheetSide(columns, size.width)
    const down = scale * sheetSide(rows, size.height)
    if (across * down <= MOST_PIXELS) return new Sheet(size, options)
    const [wide, high, most] = [across, down, MOST_PIXELS].map((n) => n.toLocaleString('en'))
    throw new Misuse(
      `${option}: ${columns} × ${rows} images with --scale ${scale} are ${wide} × ${high} pixels, but a PNG here has at most ${most}. Use a smaller ${option} or --scale`,
    )
  }

  /** Writes the PNG, and the vectors where `save` names a file. */
  write(rows: readonly (readonly Cell[])[], vectors: readonly Latent[]): void {
    const { out, scale, save } = this.#options
    writeOutput(out, sheet(rows, { ...this.#size, scale }))
    report({ files: save === undefined ? [out] : [out, save] })
    if (save === undefined) return
    saveVectors(save, vectors)
    console.log(`${vectors.length === 1 ? '1 vector' : `${vectors.length} vectors`} in ${save}`)
  }
}
