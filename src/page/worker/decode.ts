// From the bytes of a picture file to the middle of the picture, as small as a model takes it.

import { isCutShort, type PictureHead } from '../../data/pictureFile'
import { type Seen, seen } from '../../data/pictures'
import { Averages, middleSquare } from '../../data/resize'
import { Unreadable } from '../../data/source'

/** Pixels that are copied from the decoder at once. */
const STRIP = 2 ** 20

/**
 * Of a film the first frame; turned as its camera was held; what is transparent becomes black.
 *
 * @param size  pixels along a side of what it becomes
 * @throws Unreadable where it is damaged
 */
export async function decoded(
  bytes: Uint8Array<ArrayBuffer>,
  { kind }: PictureHead,
  size: number,
): Promise<Seen> {
  if (isCutShort(bytes, kind)) throw new Unreadable('is cut short: fetch it again')
  const blob = new Blob([bytes], { type: `image/${kind.toLowerCase()}` })
  const bitmap = await createImageBitmap(blob).catch(() => {
    throw new Unreadable(`is a ${kind} that this browser cannot decode`)
  })
  try {
    return seen(averaged(bitmap, size))
  } finally {
    bitmap.close()
  }
}

/** Strip by strip: the whole picture is in memory already, and need not be twice. */
function averaged(bitmap: ImageBitmap, size: number): Uint8Array {
  const { left, top, side } = middleSquare(bitmap.width, bitmap.height)
  const strip = Math.max(1, Math.min(side, Math.floor(STRIP / side)))
  const canvas = new OffscreenCanvas(side, strip)
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
  if (!context) throw new Unreadable('could not be drawn: there is too little memory')
  const averages = new Averages({ side, size, channels: 3, stride: 4 })
  for (let row = 0; row < side; row += strip) {
    const rows = Math.min(strip, side - row)
    context.fillStyle = '#000'
    context.fillRect(0, 0, side, rows)
    context.drawImage(bitmap, left, top + row, side, rows, 0, 0, side, rows)
    averages.add(context.getImageData(0, 0, side, rows).data)
  }
  return averages.bytes()
}
