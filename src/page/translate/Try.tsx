// A drawing or picture of the user's, and what the translator makes of it.

import { dragging } from '../core/drops'
import { count, sentence } from '../core/words'
import type { Pixels } from '../lab/pixels'
import { Bitmap } from '../parts/Bitmap'
import { ChoiceField, into } from '../parts/Field'
import { useLive } from '../parts/live'
import { Pad } from '../parts/Pad'
import { ask } from './ask'
import {
  by,
  canvas,
  chosenBy,
  chosenDirection,
  chosenInk,
  clear,
  direction,
  drawing,
  problem,
  result,
  stroke,
  takePicture,
  takeSample,
} from './drawing'
import { began, directionTitle, opened, place, rows } from './state'

export function Try() {
  useLive(result, translation, problem)
  const { pen: _, ...size } = canvas.value
  const { made, back } = result.value ?? {}
  return (
    <section class="card try" aria-label="Your drawing">
      <div class="try-head">
        <h2>Draw, and see it translated</h2>
        <Which />
      </div>
      <div class={dragging.value ? 'try-pads over' : 'try-pads'}>
        <Pad id="translate-pad" drawing={drawing.value} size={size} stroke={stroke} />
        {made && (
          <Result id="translate-result" title="translated" pixels={made} side={size.width} />
        )}
        {back && <Result id="translate-back" title="and back" pixels={back} side={size.width} />}
      </div>
      <Tools />
      <p id="translate-said" class={problem.value ? 'fault' : 'note'} role="status">
        {problem.value ? sentence(problem.value) : said()}
      </p>
    </section>
  )
}

/** Translates the present drawing, with the present weights. */
function translation() {
  const now = drawing.value
  // Pictures follow the run.
  void rows.value
  const [who, way] = [by.value, direction.value]
  if (!now || !place.value) return undefined
  const { height, width, channels } = canvas.value
  if (now.height !== height || now.width !== width || now.channels !== channels) return undefined
  return () => ask('translateDrawing', { by: who, direction: way, bytes: now.bytes })
}

function Which() {
  if (!opened.value || !began.value) return null
  const wanted = began.value
  return (
    <div class="controls">
      <ChoiceField
        id="translate-by"
        title="Translated by"
        value={by.value}
        options={[
          { value: 'run', title: 'this run' },
          { value: 'example', title: 'a trained example' },
        ]}
        changed={into(chosenBy)}
      />
      {by.value === 'run' && !wanted.paired && (
        <ChoiceField
          id="translate-direction"
          title="Direction"
          value={direction.value}
          options={(['toB', 'toA'] as const).map((value) => ({
            value,
            title: directionTitle(wanted, value),
          }))}
          changed={into(chosenDirection)}
        />
      )}
    </div>
  )
}

function Tools() {
  const isRun = by.value === 'run'
  return (
    <div class="buttons">
      <button type="button" id="translate-clear" onClick={clear}>
        Clear
      </button>
      <button type="button" id="translate-sample" onClick={() => void takeSample()}>
        {isRun ? 'Use an image of the set' : 'Use a face'}
      </button>
      <label class="button pick">
        <input
          id="translate-picture"
          class="unseen"
          type="file"
          accept="image/*"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? []
            // Allows the same file to be chosen again.
            if (file)
              void takePicture(file).then(() => {
                currentTarget.value = ''
              })
          }}
        />
        Choose a picture…
      </label>
      {isRun && canvas.value.channels === 3 && (
        <label class="ink">
          Pen
          <input
            id="translate-ink"
            type="color"
            value={chosenInk.value ?? hexOf(canvas.value.pen.ink)}
            onInput={({ currentTarget }) => {
              chosenInk.value = currentTarget.value
            }}
          />
        </label>
      )}
    </div>
  )
}

const hexOf = (ink: readonly number[]): string =>
  `#${[0, 1, 2].map((c) => (ink[c % ink.length] ?? 0).toString(16).padStart(2, '0')).join('')}`

interface ResultProps {
  id: string
  title: string
  pixels: Pixels
  side: number
}

function Result({ id, title, pixels, side }: ResultProps) {
  if (pixels.length !== side * side * 4) return null
  return (
    <figure>
      <div class="translated">
        <Bitmap
          id={id}
          label={`Your drawing, ${title}`}
          picture={{ width: side, height: side, pixels }}
          width={side}
          height={side}
        />
      </div>
      <figcaption>{title}</figcaption>
    </figure>
  )
}

/** Whose translation it is. */
function said() {
  if (by.value === 'run') return `By this run, as it was at step ${count(result.value?.step ?? 0)}.`
  return (
    <>
      By a translator trained beforehand, on a CPU: line art of emoji to colour, by{' '}
      <code>npx ganvas translate --pairs emoji</code>. Draw with black lines. Start your own run
      above to translate with that.
    </>
  )
}
