// A chapter in steps of one screen each: a text, and beside it the figure that it speaks of. A step without a figure
// goes on with the one before it. The address can ask for all steps below each other.

import './steps.css'
import { type ComponentChildren, createContext } from 'preact'
import { useContext, useEffect } from 'preact/hooks'
import { addressOf, place, turnTo } from './place'
import { text as book } from './text'

export interface Step {
  title: string
  text: ComponentChildren
  figure?: ComponentChildren
  /** Does the figure take the width of the page, below the text? */
  wide?: boolean
}

/** Last step of every chapter: its question. */
export const EndingHere = createContext<Step | undefined>(undefined)

interface Numbered extends Step {
  number: number
}

export function Steps({ all }: { all: readonly Step[] }) {
  const ending = useContext(EndingHere)
  const steps = [...all, ...(ending ? [ending] : [])].map((step, number) => ({ ...step, number }))
  const { value: asked } = place
  const at = asked === 'all' ? asked : Math.min(asked, steps.length - 1)
  useEffect(() => {
    if (at === 'all') return
    const turn = (event: KeyboardEvent) => {
      const to = at + (STEPS[event.key] ?? 0)
      if (to === at || !steps[to] || !isFree(event)) return
      event.preventDefault()
      turnTo(to)
    }
    addEventListener('keydown', turn)
    return () => removeEventListener('keydown', turn)
  }, [at, steps.length])
  const isShown = ({ number }: Numbered) => at === 'all' || at === number
  return (
    <>
      {groupsOf(steps).map(({ first, members }) => (
        <section
          key={first.number}
          class={`step-group ${first.figure ? (first.wide ? 'wide' : 'beside') : ''}`}
          hidden={!members.some(isShown)}
          data-first={first.number}
        >
          <div class="step-texts">
            {members.map((step) => (
              <div key={step.number} class="step" hidden={!isShown(step)}>
                <h3 class="step-title">{step.title}</h3>
                {step.text}
              </div>
            ))}
          </div>
          {first.figure && <div class="step-figure sheet">{first.figure}</div>}
        </section>
      ))}
      {at !== 'all' && <Line steps={steps} at={at} />}
    </>
  )
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }

/** Does a key turn pages? Not where a control or a figure takes it. */
function isFree(event: KeyboardEvent): boolean {
  const { target } = event
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return false
  return target === document.body || (target instanceof Element && !!target.closest('.step-line'))
}

/** Each figure with the steps that speak of it. */
function groupsOf(steps: readonly Numbered[]): { first: Numbered; members: Numbered[] }[] {
  const groups: { first: Numbered; members: Numbered[] }[] = []
  for (const step of steps) {
    const last = groups.at(-1)
    if (step.figure || !last) groups.push({ first: step, members: [step] })
    else last.members.push(step)
  }
  return groups
}

/** Progress of the reader, and the ways back and on. */
function Line({ steps, at }: { steps: readonly Numbered[]; at: number }) {
  const { steps: words } = book.value
  return (
    <nav class="step-line" aria-label={words.name}>
      <button
        type="button"
        id="step-back"
        aria-label={words.back}
        disabled={at === 0}
        onClick={() => turnTo(at - 1)}
      >
        ← <span>{words.back}</span>
      </button>
      <ol>
        {steps.map(({ number, title }) => (
          <li key={number} class={number <= at ? 'past' : ''}>
            <button
              type="button"
              title={title}
              aria-label={words.place(number + 1, steps.length, title)}
              aria-current={number === at ? 'step' : undefined}
              onClick={() => turnTo(number)}
            />
          </li>
        ))}
      </ol>
      <p role="status">
        {at + 1} / {steps.length}
        <span class="unseen">{steps[at]?.title}</span>
      </p>
      <a href={addressOf('all')}>{words.all}</a>
      <button
        type="button"
        id="step-next"
        class="primary"
        aria-label={words.next}
        disabled={at === steps.length - 1}
        onClick={() => turnTo(at + 1)}
      >
        <span>{words.next}</span> →
      </button>
    </nav>
  )
}
