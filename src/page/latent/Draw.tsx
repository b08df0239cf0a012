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
import { text } from './text'

const realNumber = signal(0)

export function Draw() {
  const { value } = found
  const side = space.value?.imageSize ?? 32
  const errors = [begunAt.value, value?.mse].map((each) => each?.toFixed(4) ?? '–')
  const words = text.value.draw
  return (
    <>
      <p class="note">{words.intro}</p>
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
              {searching.value ? words.stop : words.find}
            </button>
            <button type="button" id="clear-pad" onClick={clearPad}>
              {text.value.clear}
            </button>
            <NumberField
              id="real-number"
              title={words.real}
              hint={words.realHint}
              value={realNumber.value}
              least={0}
              most={2 ** 31 - 1}
              changed={(n) => {
                realNumber.value = n
                void putReal()
              }}
            />
            <button type="button" id="real-image" disabled={!space.value} onClick={putReal}>
              {words.put}
            </button>
          </div>
        </div>
        <Result
          id="found"
          label={words.found}
          pixels={value?.pixels}
          nearest={value?.nearest}
          caption={value ? words.error(errors[1]) : ''}
          z={value?.z}
        >
          <figure>
            <Bitmap
              id="target"
              label={words.searched}
              picture={pictureAt(target.value, side, 0)}
              width={32}
              height={32}
            />
            <figcaption>{words.target}</figcaption>
          </figure>
        </Result>
      </div>
      <div class="progress">
        <progress aria-label={words.search} max={value?.steps ?? 1} value={value?.step ?? 0} />
        <span>
          {words.progress(
            <b id="search-step">{value?.step ?? 0}</b>,
            <b id="search-error">{errors[1]}</b>,
            <b id="search-begun">{errors[0]}</b>,
          )}
        </span>
      </div>
      <p class="note">{words.how}</p>
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
