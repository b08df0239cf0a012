// `ganvas latent mix`: style mixing, as in figure 3 of the StyleGAN paper (https://arxiv.org/abs/1812.04948).

import { checkPlace } from '../../folder/outputs'
import { Misuse } from '../../terminal/failure'
import { inLatentSpace, type LatentOptions } from './space'
import type { VectorName } from './vectors'

export interface MixOptions extends Omit<LatentOptions, 'space'> {
  /** Styles of the larger sizes: a column each. */
  columns: VectorName[]
  /** Styles of the smaller sizes: a row each. */
  rows: VectorName[]
  /** Largest size of images that takes a row's style. */
  upTo: number
}

export function mix({ columns, rows, upTo, ...options }: MixOptions): Promise<void> {
  checkPlace(options.out)
  return inLatentSpace({ ...options, space: 'w', stylesFor: 'latent mix' }, async (space) => {
    const { imageSize } = space.config
    const sizes = Array.from({ length: Math.log2(imageSize / 4) }, (_, i) => 4 * 2 ** i)
    if (!sizes.includes(upTo)) {
      throw new Misuse(
        `--up-to ${upTo}: the layers of this generator have ${sizes.join(', ')} and ${imageSize} pixels. Take one of the first`,
      )
    }
    const size = { columns: columns.length + 1, rows: rows.length + 1, option: '--columns' }
    const sheet = space.sheet(size, options)
    const [fine, coarse] = [space.vectors(columns), space.vectors(rows)]
    const own = (await space.draw([...fine, ...coarse])).values()
    const top = fine.map(() => own.next().value)
    const left = coarse.map(() => own.next().value)
    const pairs = coarse.flatMap((a) => fine.map((b) => [a, b] as const))
    const made = await space.mixed(pairs, upTo)
    const cells = left.map((image, row) => {
      return [image, ...made.slice(row * fine.length, (row + 1) * fine.length)]
    })
    sheet.write([[undefined, ...top], ...cells], [...fine, ...coarse])
    console.log(
      `${rows.length} × ${columns.length} mixtures in ${options.out}: up to ${upTo} pixels the style of the row, beyond of the column`,
    )
  })
}
