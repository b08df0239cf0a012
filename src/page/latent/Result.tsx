import type { ComponentChildren } from 'preact'
import type { Latent } from '../../gan/latent/latent'
import { count } from '../core/words'
import type { Pixels } from '../lab/pixels'
import { Bitmap } from '../parts/Bitmap'
import type { Nearest } from './looks'
import { pictureAt } from './pictures'
import { classTitle, contrast, keep, space } from './state'
import { isStudied, studied } from './study'

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
            Keep
          </button>
        </figcaption>
      </figure>
      <div class="beside">
        {children}
        <figure>
          <Bitmap
            id={`${id}-nearest`}
            label="The training image most like it"
            picture={pictureAt(nearest?.pixels, side, 0)}
            width={32}
            height={32}
          />
          <figcaption>
            <span>
              nearest training image
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
  pixels && !isStudied.value ? `${Math.floor(100 * studied.value)} % of them compared…` : '\u00a0'

/** "no. 1,234, labelled 7" */
function nameOf({ index, label }: Nearest, i: number): string {
  const what = label?.[i]
  return `no. ${count(index[i] ?? 0)}${what === undefined ? '' : `, labelled ${classTitle(what)}`}`
}
