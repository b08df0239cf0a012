import { signal } from '@preact/signals'
import { takeBack, tell } from '../core/problems'
import { messageOf } from '../core/words'
import { Bitmap } from '../parts/Bitmap'
import { NumberField } from '../parts/Field'
import { Pad } from '../parts/Pad'
import { ask } from './ask'
import { clearPad, pad, stroke } from './pad'
import { pictureAt } from './pictures'
import { Result } from './Result'
import { begunAt, find, found, searching, stop, target } from './search'
import { from, problem, space } from './state'

const realNumber = signal(0)

export function Draw() {
  const { value } = found
  const side = space.value?.imageSize ?? 32
  const errors = [begunAt.value, value?.mse].map((each) => each?.toFixed(4) ?? '–')
  return (
    <>
      <p class="note">
        Draw a digit, large and in the middle, or pick an image. From four random z, gradient
        descent finds where G draws the image most like it.
      </p>
      <div class="search">
        <div class="drawn">
          <Pad
            id="pad"
            drawing={pad.value}
            size={space.value ?? { height: 28, width: 28 }}
            stroke={stroke}
          />
          <div class="choices">
            <button
              type="button"
              id="find"
              class="primary"
              disabled={!space.value}
              onClick={() => (searching.value ? stop() : void find())}
            >
              {searching.value ? 'Stop' : 'Find its z'}
            </button>
            <button type="button" id="clear-pad" onClick={clearPad}>
              Clear
            </button>
            <NumberField
              id="real-number"
              title="Real image no."
              hint="For digits, one of the held-out images"
              value={realNumber.value}
              least={0}
              most={2 ** 31 - 1}
              changed={(n) => {
                realNumber.value = n
                void putReal()
              }}
            />
            <button type="button" id="real-image" disabled={!space.value} onClick={putReal}>
              Put it on the pad
            </button>
          </div>
        </div>
        <Result
          id="found"
          label="Found"
          pixels={value?.pixels}
          nearest={value?.nearest}
          caption={value ? `error ${errors[1]}` : ''}
          z={value?.z}
        >
          <figure>
            <Bitmap
              id="target"
              label="The image searched for"
              picture={pictureAt(target.value, side, 0)}
              width={32}
              height={32}
            />
            <figcaption>target</figcaption>
          </figure>
        </Result>
      </div>
      <div class="progress">
        <progress aria-label="The search" max={value?.steps ?? 1} value={value?.step ?? 0} />
        <span>
          step <b id="search-step">{value?.step ?? 0}</b>, error{' '}
          <b id="search-error">{errors[1]}</b>, at first <b id="search-begun">{errors[0]}</b>
        </span>
      </div>
      <p class="note">
        The error is the mean squared difference of pixels, which go from −1 to 1. Press Keep to
        pick the result as A, B or C in the other tools.
      </p>
    </>
  )
}

async function putReal(): Promise<void> {
  try {
    const { count: _, ...image } = await ask('realImage', from.value, realNumber.value)
    pad.value = image
    takeBack(problem, putReal)
  } catch (error) {
    tell(problem, putReal, messageOf(error))
  }
}
