// Choice of the two sets or of pairs, and of the run's size. It is fixed while a run trains.

import type { ComponentChildren } from 'preact'
import { dragging } from '../core/drops'
import { type Place, pairsNames, setNames, type Wanted } from '../core/translation'
import { count } from '../core/words'
import { ChoiceField, Fields, NumberField, optionsOf } from '../parts/Field'
import { Own } from './Own'
import { choose, opened, phase, setTitles, wanted } from './state'

const pairsTitles = {
  coloured: 'coloured digits → digits',
  inverted: 'inverted digits → digits',
  own: 'your pairs',
} as const

/** The page offers what trains in minutes; the terminal also 128. */
const SIZES = [32, 64, 128].map((value) => ({ value, title: `${value} × ${value}` }))

export function Choose() {
  const now = wanted.value
  const fixed = !now || (phase.value !== 'idle' && phase.value !== 'fault')
  const { paired = false, from = 'mnist', to = 'inverted', pairs = 'coloured' } = now ?? {}
  const number = (name: 'width' | 'batchSize' | 'steps' | 'seed') => numberOf(name, now, fixed)
  return (
    <form
      id="translate-choose"
      class="sheet"
      aria-label="What is translated"
      autocomplete="off"
      onSubmit={(event) => event.preventDefault()}
    >
      <ChoiceField
        id="translate-kind"
        title="Learn from"
        value={paired ? 'pairs' : 'sets'}
        disabled={fixed}
        options={[
          { value: 'sets', title: 'two sets, without pairs (CycleGAN)' },
          { value: 'pairs', title: 'pairs of images (pix2pix)' },
        ]}
        changed={(kind) => choose({ paired: kind === 'pairs' })}
      />
      {paired ? (
        <Zone place="pairs" isOwn={pairs === 'own'}>
          <ChoiceField
            id="translate-pairs"
            title="Pairs"
            value={pairs}
            disabled={fixed}
            options={optionsOf(pairsNames, pairsTitles)}
            changed={(name) => choose({ pairs: name })}
          />
        </Zone>
      ) : (
        <>
          <Zone place="a" isOwn={from === 'own'}>
            <ChoiceField
              id="translate-from"
              title="From"
              value={from}
              disabled={fixed}
              options={optionsOf(setNames, setTitles)}
              changed={(name) => choose({ from: name })}
            />
          </Zone>
          <Zone place="b" isOwn={to === 'own'}>
            <ChoiceField
              id="translate-to"
              title="To"
              value={to}
              disabled={fixed}
              options={optionsOf(setNames, setTitles)}
              changed={(name) => choose({ to: name })}
            />
          </Zone>
        </>
      )}
      <Fields>
        <ChoiceField
          id="translate-imageSize"
          title="Image size"
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

const numbers = {
  width: { title: 'Width', hint: 'Channels of the layer nearest the image', least: 1, most: 256 },
  batchSize: { title: 'Batch', hint: 'Images in a batch', least: 1, most: 256 },
  steps: {
    title: 'Steps',
    hint: 'Step to train to; the learning rate falls to 0 in the second half',
    least: 1,
    most: 1_000_000,
  },
  seed: {
    title: 'Seed',
    hint: 'Of weights, and of the order of images',
    least: 0,
    most: 2 ** 31 - 1,
  },
} as const

function numberOf(name: keyof typeof numbers, now: Wanted | undefined, fixed: boolean) {
  return (
    <NumberField
      id={`translate-${name}`}
      {...numbers[name]}
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
      {count(images.a)} and {count(images.b)} images to learn from, {count(heldOut.a)} and{' '}
      {count(heldOut.b)} held out, {channels === 1 ? 'grey' : 'in colour'}.{' '}
      {parameters.map(count).join(' + ')} parameters, {Math.round(bytes / 1e6)} MB on the GPU.
    </p>
  )
}
