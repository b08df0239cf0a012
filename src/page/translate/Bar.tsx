import { count } from '../core/words'
import { Fact } from '../parts/Fact'
import { LoadButton } from '../parts/LoadButton'
import { RunBar } from '../parts/RunBar'
import { load, save } from './saved'
import { iterate, reset, toggle } from './session'
import { losses, opened, phase, status, step, stranded } from './state'
import { text } from './text'

export function Bar() {
  const trains = ['opening', 'training', 'pausing'].includes(phase.value)
  const { imagesPerSecond = 0 } = losses.value ?? {}
  const { steps } = opened.value ?? {}
  const words = text.value.bar
  return (
    <RunBar
      name="translate"
      label={words.label}
      phase={phase.value}
      status={status.value}
      isRefused={status.isRefusal}
      goesOn={stranded.value !== undefined}
      toggle={toggle}
      reset={reset}
      before={
        <button
          type="button"
          id="translate-step"
          disabled={trains || phase.value === 'done'}
          onClick={() => void iterate()}
        >
          {words.iterate}
        </button>
      }
      after={
        <>
          <button
            type="button"
            id="translate-save"
            title={words.saves}
            disabled={trains || !opened.value}
            onClick={() => void save()}
          >
            {words.save}
          </button>
          <LoadButton id="translate-load" disabled={trains} load={load} />
        </>
      }
      figures={
        <>
          <Fact id="translate-at" title={words.step(steps)} value={count(step.value)} />
          <Fact
            id="translate-speed"
            title={words.speed}
            value={imagesPerSecond > 0 ? imagesPerSecond.toFixed(1) : '–'}
          />
        </>
      }
    />
  )
}
