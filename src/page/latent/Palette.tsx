// 64 drawings of a seed's noise to pick from. Arrow keys move the focus.

import { computed, signal } from '@preact/signals'
import { ChoiceField, into, NumberField } from '../parts/Field'
import { useLive } from '../parts/live'
import { ask } from './ask'
import { Cell } from './Cell'
import { pictureAt } from './pictures'
import { fitTo } from './places'
import {
  chosenLabel,
  classTitle,
  from,
  imageAt,
  label,
  palette,
  problem,
  runOf,
  seed,
  source,
  space,
} from './state'
import { take } from './take'
import { text } from './text'

const COLUMNS = 8
const COUNT = 64

const pictures = computed(() => {
  const { pixels, space } = palette.value ?? {}
  return Array.from({ length: COUNT }, (_, i) => pictureAt(pixels, space?.imageSize ?? 32, i))
})

const focused = signal(0)

export function Palette() {
  useLive(
    palette,
    () => {
      const asked = { seed: seed.value, source: source.value, run: runOf(source.value) }
      const { value } = from
      return async () => {
        const drawn = { ...(await ask('latentPalette', value, asked.seed)), ...asked }
        // Before the tools know of this generator, since it cannot draw z of another length.
        fitTo(drawn.space.latent, (i) => imageAt(drawn, i))
        return drawn
      }
    },
    problem,
  )
  const { value } = palette
  const words = text.value.palette
  return (
    <section class="palette" aria-labelledby="palette-title">
      <h2 id="palette-title">{words.title}</h2>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields */}
      <div id="palette" class="cells" role="group" aria-label={words.label} onKeyDown={move}>
        {pictures.value.map((picture, i) => (
          <Cell
            key={i}
            id={`palette-${i}`}
            name={value && imageAt(value, i).name}
            label={words.drawing(i)}
            picture={picture}
            tabbable={focused.value === i}
            picked={() => {
              focused.value = i
              if (value && picture) take(imageAt(value, i), picture)
            }}
          />
        ))}
      </div>
      <Choices />
    </section>
  )
}

function Choices() {
  const classes = space.value?.classes ?? 0
  const words = text.value.palette
  return (
    <div class="choices">
      <NumberField
        id="latent-seed"
        title={words.seed}
        hint={words.seedHint}
        value={seed.value}
        least={0}
        most={2 ** 31 - 1}
        changed={into(seed)}
      />
      {classes > 0 && (
        <ChoiceField
          id="latent-class"
          title={words.class}
          hint={words.classHint}
          value={label.value}
          options={Array.from({ length: classes }, (_, i) => ({ value: i, title: classTitle(i) }))}
          changed={into(chosenLabel)}
        />
      )}
      <button
        type="button"
        id="other-noise"
        onClick={() => {
          seed.value++
        }}
      >
        {words.other}
      </button>
    </div>
  )
}

/** Arrow keys move the focus, and stop at the edges. */
function move(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const at = focused.value
  const column = at % COLUMNS
  const next: Record<string, number> = {
    ArrowLeft: Math.max(at - 1, at - column),
    ArrowRight: Math.min(at + 1, at - column + COLUMNS - 1),
    ArrowUp: at >= COLUMNS ? at - COLUMNS : at,
    ArrowDown: at < COUNT - COLUMNS ? at + COLUMNS : at,
    Home: at - column,
    End: at - column + COLUMNS - 1,
  }
  const to = next[event.key]
  if (to === undefined) return
  event.preventDefault()
  focused.value = to
  event.currentTarget.querySelectorAll('button')[to]?.focus()
}
