// A picture on a canvas. Contrast is a CSS filter; the pixels stay unchanged.

import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Picture } from '../core/protocol'

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
  useLayoutEffect(() => {
    const element = canvas.current
    const paint = () => {
      const context = element?.getContext('2d')
      if (!picture) return context?.clearRect(0, 0, context.canvas.width, context.canvas.height)
      const image = new ImageData(picture.pixels, picture.width, picture.height)
      context?.putImageData(image, 0, 0)
    }
    paint()
    // A browser whose GPU process ends empties its canvases.
    element?.addEventListener('contextrestored', paint)
    return () => element?.removeEventListener('contextrestored', paint)
  }, [picture])
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
