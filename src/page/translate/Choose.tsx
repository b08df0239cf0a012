// Choice of the two sets or of pairs, and of the run's size. It is fixed while a run trains.

import type { ComponentChildren } from 'preact'
import { dragging } from '../core/drops'
import { type Place, pairsNames, setNames, type Wanted } from '../core/translation'
import { ChoiceField, Fields, NumberField, optionsOf } from '../parts/Field'
import { Own } from './Own'
import { choose, opened, phase, wanted } from './state'
import { text } from './text'

/** The page offers what trains in minutes; the terminal also 128. */
const SIZES = [32, 64, 128].map((value) => ({ value, title: `${value} × ${value}` }))

export function Choose() {
  const now = wanted.value
  const fixed = !now || (phase.value !== 'idle' && phase.value !== 'fault')
  const { paired = false, from = 'mnist', to = 'inverted', pairs = 'coloured' } = now ?? {}
  const number = (name: 'width' | 'batchSize' | 'steps' | 'seed') => numberOf(name, now, fixed)
  const words = text.value.choose
  return (
    <form
      id="translate-choose"
      class="sheet"
      aria-label={words.label}
      autocomplete="off"
      onSubmit={(event) => event.preventDefault()}
    >
      <ChoiceField
        id="translate-kind"
        title={words.kind}
        value={paired ? 'pairs' : 'sets'}
        disabled={fixed}
        options={[
          { value: 'sets', title: words.kinds.sets },
          { value: 'pairs', title: words.kinds.pairs },
        ]}
        changed={(kind) => choose({ paired: kind === 'pairs' })}
      />
      {paired ? (
        <Zone place="pairs" isOwn={pairs === 'own'}>
          <ChoiceField
            id="translate-pairs"
            title={words.pairs}
            value={pairs}
            disabled={fixed}
            options={optionsOf(pairsNames, text.value.pairs)}
            changed={(name) => choose({ pairs: name })}
          />
        </Zone>
      ) : (
        <>
          <Zone place="a" isOwn={from === 'own'}>
            <ChoiceField
              id="translate-from"
              title={words.from}
              value={from}
              disabled={fixed}
              options={optionsOf(setNames, text.value.sets)}
              changed={(name) => choose({ from: name })}
            />
          </Zone>
          <Zone place="b" isOwn={to === 'own'}>
            <ChoiceField
              id="translate-to"
              title={words.to}
              value={to}
              disabled={fixed}
              options={optionsOf(setNames, text.value.sets)}
              changed={(name) => choose({ to: name })}
            />
          </Zone>
        </>
      )}
      <Fields>
        <ChoiceField
          id="translate-imageSize"
          title={words.imageSize}
          value={now?.imageSize}
          disabled={fixed}
          options={SIZES.filter(({ value }) => value < 128 || value === now?.imageSize)}
          changed={(imageSize) => choose({ imageSize })}
        />
        {number('width')}
        {number('batchSize')}
        {numberOf('steps', now, !now || (fixed && phase.value !== 'done'))}
        {number('seed')}
      </Fields>
      <Facts />
    </form>
  )
}

const ranges = {
  width: { least: 1, most: 256 },
  batchSize: { least: 1, most: 256 },
  steps: { least: 1, most: 1_000_000 },
  seed: { least: 0, most: 2 ** 31 - 1 },
} as const

function numberOf(name: keyof typeof ranges, now: Wanted | undefined, fixed: boolean) {
  return (
    <NumberField
      id={`translate-${name}`}
      {...text.value.choose[name]}
      {...ranges[name]}
      value={now?.[name]}
      disabled={fixed}
      changed={(value) => choose({ [name]: value })}
    />
  )
}

interface ZoneProps {
  place: Place
  isOwn: boolean
  children: ComponentChildren
}

/** A set, onto which files can be dropped. */
function Zone({ place, isOwn, children }: ZoneProps) {
  const open = phase.value === 'idle' || phase.value === 'fault'
  return (
    <div
      class={dragging.value && open ? 'zone over' : 'zone'}
      {...(open ? { 'data-drop': place } : {})}
    >
      {children}
      {isOwn && <Own place={place} />}
    </div>
  )
}

function Facts() {
  const { images, heldOut, parameters, bytes, channels } = opened.value ?? {}
  if (!images || !heldOut || !parameters || !bytes) return null
  return (
    <p id="translate-facts" class="note">
      {text.value.choose.facts({ images, heldOut, grey: channels === 1, parameters, bytes })}
    </p>
  )
}
