// A drawing or picture of the user's, and what the translator makes of it.

import { dragging } from '../core/drops'
import { sentenceOf } from '../core/text'
import type { Pixels } from '../lab/pixels'
import { Bitmap } from '../parts/Bitmap'
import { ChoiceField, into, optionsOf } from '../parts/Field'
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
import { text } from './text'

export function Try() {
  useLive(result, translation, problem)
  const { pen: _, ...size } = canvas.value
  const { made, back } = result.value ?? {}
  const words = text.value.draw
  return (
    <section class="card try" aria-label={words.label}>
      <div class="try-head">
        <h2>{words.title}</h2>
        <Which />
      </div>
      <div class={dragging.value ? 'try-pads over' : 'try-pads'}>
        <Pad id="translate-pad" drawing={drawing.value} size={size} stroke={stroke} />
        {made && (
          <Result id="translate-result" title={words.translated} pixels={made} side={size.width} />
        )}
        {back && <Result id="translate-back" title={words.back} pixels={back} side={size.width} />}
      </div>
      <Tools />
      <p id="translate-said" class={problem.value ? 'fault' : 'note'} role="status">
        {problem.value ? sentenceOf(problem.value) : said()}
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
  const words = text.value.draw
  return (
    <div class="controls">
      <ChoiceField
        id="translate-by"
        title={words.by}
        value={by.value}
        options={optionsOf(['run', 'example'], words.names)}
        changed={into(chosenBy)}
      />
      {by.value === 'run' && !wanted.paired && (
        <ChoiceField
          id="translate-direction"
          title={words.direction}
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
  const words = text.value.draw
  return (
    <div class="buttons">
      <button type="button" id="translate-clear" onClick={clear}>
        {words.clear}
      </button>
      <button type="button" id="translate-sample" onClick={() => void takeSample()}>
        {isRun ? words.sample : words.face}
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
        {words.picture}
      </label>
      {isRun && canvas.value.channels === 3 && (
        <label class="ink">
          {words.pen}
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
          label={text.value.draw.result(title)}
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
  const { byRun, byExample } = text.value.draw
  return by.value === 'run' ? byRun(result.value?.step ?? 0) : byExample
}
