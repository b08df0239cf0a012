import type { ComponentChildren } from 'preact'
import { Bitmap } from '../../parts/Bitmap'
import { greyPicture } from '../parts/grey'
import { side } from './state'

/** From [-1, 1], or [-2, 2] for a difference, to a shade. */
const shades = (image: Float32Array, reach = 1) => image.map((v) => 0.5 + v / (2 * reach))

export interface ShotProps {
  id: string
  /** None where the surrounding text says enough. */
  label?: string
  image: Float32Array | undefined
  /** Value of the brightest shade. */
  reach?: number
  children?: ComponentChildren
}

export function Shot({ id, label, image, reach, children }: ShotProps) {
  return (
    <figure class="shot">
      <Bitmap
        id={id}
        {...(label === undefined ? {} : { label })}
        picture={image && greyPicture(shades(image, reach), side.value)}
        width={side.value}
        height={side.value}
      />
      {children !== undefined && <figcaption>{children}</figcaption>}
    </figure>
  )
}

export function Strip({
  id,
  label,
  images,
  count,
}: {
  id: string
  label: string
  images: readonly Float32Array[] | undefined
  count: number
}) {
  const wide = side.value
  const row = new Float32Array(count * wide * wide)
  for (const [i, image] of images?.entries() ?? []) {
    for (let y = 0; y < wide; y++) {
      row.set(image.subarray(y * wide, (y + 1) * wide), (y * count + i) * wide)
    }
  }
  return (
    <Bitmap
      id={id}
      label={label}
      picture={images && greyPicture(shades(row), count * wide)}
      width={count * wide}
      height={wide}
    />
  )
}
