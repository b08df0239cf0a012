// Fit of the user's pictures into squares: the crop, or the cells of a sprite sheet.

import { useSignal } from '@preact/signals'
import { cellsOf } from '../../data/gutters'
import { crops } from '../../data/resize'
import type { SheetGuess } from '../../data/sheet'
import type { OwnSummary } from '../core/protocol'
import { ChoiceField, into, NumberField, optionsOf } from '../parts/Field'
import { bringAgain, files } from './ownImages'
import { text } from './text'

export function OwnFit({ summary }: { summary: OwnSummary }) {
  const { cut, guess } = summary
  if (files.value.length === 0) return null
  const words = text.value.own
  return (
    <>
      {guess && <Sheet key={guess.cell} guess={guess} now={summary.cell} />}
      {cut && (
        <>
          <p id="own-cut" class="note">
            {words.cut(cut)}
          </p>
          <ChoiceField
            id="own-crop"
            title={words.crop}
            value={summary.crop}
            options={optionsOf(crops, words.crops)}
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
  const words = text.value.own.sheet
  const many =
    grid?.cell === value ? cellsOf(grid) : Math.floor(width / value) * Math.floor(height / value)
  return (
    <div id="own-guess" class="own-guess">
      <p class="note">
        {now !== undefined ? words.isCut(now) : isSure ? words.sure : words.unsure}
      </p>
      <NumberField
        id="own-guess-cell"
        title={words.side}
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
        {words.cut(many)}
      </button>
    </div>
  )
}
