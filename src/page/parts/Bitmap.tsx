// A picture on a canvas. Contrast is a CSS filter; the pixels stay unchanged.

import { useRef } from 'preact/hooks'
import type { Picture } from '../core/protocol'
import { usePainted } from './painted'

export interface BitmapProps {
  id?: string
  /** None where the surrounding text says enough. */
  label?: string
  picture: Picture | undefined
  /** Size in pixels until there is a picture. */
  width: number
  height: number
  contrast?: number
}

export function Bitmap({ id, label, picture, width, height, contrast = 1 }: BitmapProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = picture ?? { width, height }
  usePainted(
    canvas,
    (context) => {
      if (!picture) return context.clearRect(0, 0, context.canvas.width, context.canvas.height)
      context.putImageData(new ImageData(picture.pixels, picture.width, picture.height), 0, 0)
    },
    [picture],
  )
  return (
    <canvas
      ref={canvas}
      {...(id ? { id } : {})}
      class={picture ? 'bitmap' : 'bitmap empty'}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      width={size.width}
      height={size.height}
      style={{
        aspectRatio: `${size.width} / ${size.height}`,
        filter: contrast > 1 ? `contrast(${contrast})` : '',
      }}
    />
  )
}
