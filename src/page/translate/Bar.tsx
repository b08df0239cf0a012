import { count } from '../core/words'
import { Fact } from '../parts/Fact'
import { LoadButton } from '../parts/LoadButton'
import { RunBar } from '../parts/RunBar'
import { load, save } from './saved'
import { iterate, reset, toggle } from './session'
import { losses, opened, phase, status, step, stranded } from './state'

export function Bar() {
  const trains = ['opening', 'training', 'pausing'].includes(phase.value)
  const { imagesPerSecond = 0 } = losses.value ?? {}
  const { steps } = opened.value ?? {}
  return (
    <RunBar
      name="translate"
      label="Translation"
      phase={phase.value}
      status={status.value}
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
          Step
        </button>
      }
      after={
        <>
          <button
            type="button"
            id="translate-save"
            title="A zip to translate with, or to go on with here or in a terminal"
            disabled={trains || !opened.value}
            onClick={() => void save()}
          >
            Save
          </button>
          <LoadButton id="translate-load" disabled={trains} load={load} />
        </>
      }
      figures={
        <>
          <Fact
            id="translate-at"
            title={steps === undefined ? 'Step' : `Step of ${count(steps)}`}
            value={count(step.value)}
          />
          <Fact
            id="translate-speed"
            title="Images/s"
            value={imagesPerSecond > 0 ? imagesPerSecond.toFixed(1) : '–'}
          />
        </>
      }
    />
  )
}
