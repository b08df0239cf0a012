// Fit of the user's pictures into squares: the crop, or the cells of a sprite sheet.

import { useSignal } from '@preact/signals'
import { cellsOf } from '../../data/gutters'
import { type Crop, crops } from '../../data/resize'
import type { SheetGuess } from '../../data/sheet'
import type { OwnSummary } from '../core/protocol'
import { ChoiceField, into, NumberField, optionsOf } from '../parts/Field'
import { bringAgain, files } from './ownImages'
import { images, sayCut } from './sayOwn'

const titles: Record<Crop, string> = {
  centre: 'Centre',
  pad: 'Pad with black',
}

export function OwnFit({ summary }: { summary: OwnSummary }) {
  const { cut, guess } = summary
  if (files.value.length === 0) return null
  return (
    <>
      {guess && <Sheet key={guess.cell} guess={guess} now={summary.cell} />}
      {cut && (
        <>
          <p id="own-cut" class="note">
            {sayCut(cut)}
          </p>
          <ChoiceField
            id="own-crop"
            title="Crop"
            value={summary.crop}
            options={optionsOf(crops, titles)}
            changed={(wanted) => {
              void bringAgain({ crop: wanted })
            }}
          />
        </>
      )}
    </>
  )
}

const USUAL = 32

function Sheet({ guess, now }: { guess: SheetGuess; now: number | undefined }) {
  const { width, height, cell: guessed, isSure, grid } = guess
  const side = useSignal(guessed ?? USUAL)
  const { value } = side
  const many =
    grid?.cell === value ? cellsOf(grid) : Math.floor(width / value) * Math.floor(height / value)
  return (
    <div id="own-guess" class="own-guess">
      <p class="note">
        {now !== undefined
          ? `The picture is cut into squares of ${now} pixels.`
          : isSure
            ? 'The only picture looks like a sprite sheet.'
            : 'There is one picture only. Is it a sprite sheet?'}
      </p>
      <NumberField
        id="own-guess-cell"
        title="Side of a sprite in pixels"
        value={value}
        least={8}
        most={Math.min(width, height)}
        changed={into(side)}
      />
      <button
        type="button"
        id="own-guess-cut"
        onClick={() => {
          void bringAgain({ cell: value })
        }}
      >
        Cut into {images(many)}
      </button>
    </div>
  )
}
