// Bar of a view that trains on its own: its buttons, figures, and the status. It stays in sight while the view scrolls.

import type { ComponentChildren } from 'preact'
import { text } from './text'

export type RunPhase = 'idle' | 'opening' | 'training' | 'pausing' | 'paused' | 'done' | 'fault'

const names: Record<RunPhase, 'start' | 'pause' | 'goOn'> = {
  idle: 'start',
  opening: 'start',
  training: 'pause',
  pausing: 'pause',
  paused: 'goOn',
  done: 'goOn',
  fault: 'start',
}

interface RunBarProps {
  /** Prefix of the ids. */
  name: string
  label: string
  phase: RunPhase
  status: string
  /** Does the status say why an action was refused? */
  isRefused?: boolean
  /** Can a run that has failed be continued? */
  goesOn?: boolean
  toggle: () => void
  reset: () => Promise<void>
  /** Other buttons: before Reset, and after it. */
  before?: ComponentChildren
  after?: ComponentChildren
  figures?: ComponentChildren
  /** Beside the status. */
  children?: ComponentChildren
}

export function RunBar({ name, label, phase, status, ...props }: RunBarProps) {
  const {
    goesOn = false,
    isRefused = false,
    toggle,
    reset,
    before,
    after,
    figures,
    children,
  } = props
  const words = text.value.bar
  const waits = phase === 'opening' || phase === 'pausing'
  return (
    <section class="bar" aria-label={label}>
      <div class="buttons">
        <button type="button" id={`${name}-run`} class="primary" disabled={waits} onClick={toggle}>
          {words[goesOn && phase === 'fault' ? 'goOn' : names[phase]]}
        </button>
        {before}
        <button
          type="button"
          id={`${name}-reset`}
          disabled={phase === 'idle'}
          onClick={() => void reset()}
        >
          {words.reset}
        </button>
        {after}
      </div>
      {figures && <dl class="figures">{figures}</dl>}
      <div class="said">
        <p
          id={`${name}-status`}
          role="status"
          aria-live="polite"
          class={phase === 'fault' || isRefused ? 'fault' : ''}
        >
          {status}
        </p>
        {children}
      </div>
    </section>
  )
}
