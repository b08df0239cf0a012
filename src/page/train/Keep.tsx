import './keep.css'
import { refused } from '../core/kept'
import { step } from '../core/store'
import { LoadButton } from '../parts/LoadButton'
import { Evaluation } from './Evaluation'
import { KeptRuns } from './KeptRuns'
import { doing, done, hindrances, type Kind, keep, load } from './keeping'

const buttons: readonly { kind: Exclude<Kind, 'load'>; title: string; hint: string }[] = [
  { kind: 'save', title: 'Save', hint: 'A zip to continue from, here or in a terminal' },
  {
    kind: 'evaluate',
    title: 'Evaluate',
    hint: 'Distances of new drawings from the training images, beside those of real images',
  },
  { kind: 'png', title: 'PNG', hint: 'The drawings shown now' },
  { kind: 'gif', title: 'GIF', hint: 'The training as an animation' },
  { kind: 'json', title: 'JSON', hint: 'Settings, curves and findings' },
]

const USE = (
  <span>
    Continue a saved run here with Load, or unzip it and continue in a terminal:{' '}
    <code>npx ganvas train --resume</code>.
  </span>
)

export function Keep() {
  const [save, ...exports] = buttons.map((button) => <Keeper key={button.kind} {...button} />)
  return (
    <section class="keep" aria-label="Keep the run">
      <div class="buttons">
        {save}
        <LoadButton id="load" disabled={doing.value !== undefined} load={load} />
        {exports}
      </div>
      <Said />
      <Evaluation />
      <KeptRuns />
    </section>
  )
}

/** Stays focusable when it is disabled, so that the user learns why. */
function Keeper({ kind, title, hint }: (typeof buttons)[number]) {
  const hindrance = hindrances.value[kind]
  return (
    <button
      type="button"
      id={kind}
      aria-disabled={hindrance !== undefined || doing.value !== undefined}
      aria-describedby={hindrance === undefined ? undefined : 'kept'}
      title={hindrance ?? hint}
      onClick={() => void keep(kind)}
    >
      {title}
    </button>
  )
}

/** Current action, its result, or the reason why an action is unavailable. */
function Said() {
  const { said, fault } = done.value ?? {}
  const hindered = [...new Set(Object.values(hindrances.value))].join(' ')
  if (refused.value && step.value > 0 && !doing.value && !said) {
    return (
      <p id="kept" class="note fault" role="status" aria-live="polite">
        This browser could not keep the run ({refused.value}). Save it before you leave the page.
      </p>
    )
  }
  return (
    <p id="kept" class={fault ? 'note fault' : 'note'} role="status" aria-live="polite">
      {doing.value ?? (said || hindered || USE)}
    </p>
  )
}
