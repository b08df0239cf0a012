import type { ComponentChildren } from 'preact'
import type { Latent } from '../../gan/latent/latent'
import type { Pixels } from '../lab/pixels'
import { Bitmap } from '../parts/Bitmap'
import type { Nearest } from './looks'
import { pictureAt } from './pictures'
import { classTitle, contrast, keep, space } from './state'
import { isStudied, studied } from './study'
import { text } from './text'

export interface ResultProps {
  /** Prefix of the elements' ids: slide, slide-nearest, slide-at. */
  id: string
  label: string
  pixels: Pixels | undefined
  /** Index of the image in the pixels. */
  at?: number
  nearest: Nearest | undefined
  caption: string
  z: Latent | undefined
  children?: ComponentChildren
}

export function Result({ id, label, pixels, at = 0, nearest, caption, z, children }: ResultProps) {
  const side = space.value?.imageSize ?? 32
  const words = text.value.result
  return (
    <div class="result">
      <figure>
        <Bitmap
          id={id}
          label={label}
          picture={pictureAt(pixels, side, at)}
          width={32}
          height={32}
          contrast={contrast.value}
        />
        <figcaption>
          <span id={`${id}-at`}>{caption || '\u00a0'}</span>
          <button
            type="button"
            id={`${id}-keep`}
            class="small"
            disabled={!z}
            onClick={() => {
              if (z) keep(z, `${label} ${caption}`)
            }}
          >
            {words.keep}
          </button>
        </figcaption>
      </figure>
      <div class="beside">
        {children}
        <figure>
          <Bitmap
            id={`${id}-nearest`}
            label={words.like}
            picture={pictureAt(nearest?.pixels, side, 0)}
            width={32}
            height={32}
          />
          <figcaption>
            <span>
              {words.nearest}
              <br />
              <span id={`${id}-nearest-is`}>{nearest ? nameOf(nearest, 0) : unknown(pixels)}</span>
            </span>
          </figcaption>
        </figure>
      </div>
    </div>
  )
}

/** Text while there is no nearest image. */
const unknown = (pixels: Pixels | undefined): string =>
  pixels && !isStudied.value
    ? text.value.result.compared(Math.floor(100 * studied.value))
    : '\u00a0'

function nameOf({ index, label }: Nearest, i: number): string {
  const what = label?.[i]
  return text.value.result.number(index[i] ?? 0, what === undefined ? what : classTitle(what))
}
