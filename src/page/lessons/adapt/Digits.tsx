// Digits with the class that a classifier names for each.

import { Bitmap } from '../../parts/Bitmap'
import { greyPicture } from '../parts/grey'
import type { Shown } from './jobs'
import { text } from './text'

export interface DigitsProps {
  id: string
  label: string
  shown: Shown | undefined
  /** Which of them. */
  numbers: readonly number[]
  /** Class named for each. */
  named: Uint8Array | undefined
}

export function Digits({ id, label, shown, numbers, named }: DigitsProps) {
  const { isNamed } = text.value.digits
  const side = shown?.side ?? 32
  const each = side * side
  return (
    <ol id={id} class="adapt-digits" aria-label={label}>
      {numbers.map((n) => {
        const [is, says] = [shown?.labels[n] ?? 0, named?.[n] ?? 0]
        const pixels = shown?.pixels.subarray(n * each, (n + 1) * each)
        const isRight = is === says
        return (
          <li key={n} class={isRight ? '' : 'wrong'}>
            <Bitmap
              picture={
                pixels &&
                greyPicture(
                  Array.from(pixels, (byte) => byte / 255),
                  side,
                )
              }
              width={side}
              height={side}
            />
            <span aria-hidden="true">{named ? `${says} ${isRight ? '✓' : '✗'}` : '–'}</span>
            <span class="unseen">{named && isNamed(is, says)}</span>
          </li>
        )
      })}
    </ol>
  )
}
