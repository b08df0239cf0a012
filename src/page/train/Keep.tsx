import './keep.css'
import { refused } from '../core/kept'
import { step } from '../core/store'
import { text as core } from '../core/text'
import { LoadButton } from '../parts/LoadButton'
import { text as parts } from '../parts/text'
import { Evaluation } from './Evaluation'
import { KeptRuns } from './KeptRuns'
import { doing, done, hindrances, keep, load } from './keeping'
import { text } from './text'

const kinds = ['save', 'evaluate', 'png', 'gif', 'json', 'html'] as const

export function Keep() {
  const [save, ...exports] = kinds.map((kind) => <Keeper key={kind} kind={kind} />)
  return (
    <section class="keep" aria-label={text.value.keep.label}>
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
function Keeper({ kind }: { kind: (typeof kinds)[number] }) {
  const { title, hint } = text.value.keep.buttons[kind]
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
  if (refused.value && step.value > 0 && !doing.value && !said?.()) {
    return (
      <p id="kept" class="note fault" role="status" aria-live="polite">
        {parts.value.kept.refused(core.value.reason(refused.value))}
      </p>
    )
  }
  return (
    <p id="kept" class={fault ? 'note fault' : 'note'} role="status" aria-live="polite">
      {doing.value?.() ?? (said?.() || hindered || text.value.keep.use)}
    </p>
  )
}
