import { type Pass, passes } from '../../../bench/choose'
import { CheckField, ChoiceField } from '../parts/Field'
import * as state from './state'

const passTitles: Record<Pass, string> = {
  forward: 'forward',
  gradient: 'gradients',
  step: "an optimiser's step",
}

const EVERY = 'every'

export function Filters() {
  const { pass, size, quick } = state.wanted.value
  const busy = state.isBusy.value
  const change = (part: Partial<state.Wanted>) => {
    state.wanted.value = { ...state.wanted.value, ...part }
  }
  const ops = [...new Set(state.plan.value?.rows.map(({ op }) => op))]
  const several = [
    { value: state.SELECTION, title: 'a selection' },
    { value: state.ALL, title: 'all' },
  ]
  return (
    <form
      id="bench-filters"
      class="bench-filters"
      aria-label="Rows to measure"
      autocomplete="off"
      onSubmit={(event) => event.preventDefault()}
    >
      <ChoiceField
        id="bench-op"
        title="Kernels"
        hint="A selection has one or two layers of each kind"
        value={state.kernels.value}
        disabled={busy}
        options={[...several, ...ops.map((op) => ({ value: op, title: op }))]}
        changed={(kernels) => change({ kernels })}
      />
      <ChoiceField
        id="bench-pass"
        title="Pass"
        value={pass ?? EVERY}
        disabled={busy}
        options={[
          { value: EVERY, title: 'every' },
          ...passes.map((each) => ({ value: each, title: passTitles[each] })),
        ]}
        changed={(name) => change({ pass: passes.find((each) => each === name) })}
      />
      <label>
        Layer contains
        <input
          id="bench-size"
          type="search"
          value={size}
          disabled={busy}
          aria-describedby="bench-problem"
          onInput={({ currentTarget }) => change({ size: currentTarget.value })}
        />
      </label>
      <CheckField
        id="bench-quick"
        title="Quick"
        hint="Short, less exact measurements, for a first look"
        value={quick}
        disabled={busy}
        changed={(next) => change({ quick: next })}
      />
    </form>
  )
}
