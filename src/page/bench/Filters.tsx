import { passes } from '../../../bench/choose'
import { CheckField, ChoiceField } from '../parts/Field'
import * as state from './state'
import { text } from './text'

const EVERY = 'every'

export function Filters() {
  const { pass, size, quick } = state.wanted.value
  const busy = state.isBusy.value
  const change = (part: Partial<state.Wanted>) => {
    state.wanted.value = { ...state.wanted.value, ...part }
  }
  const ops = [...new Set(state.plan.value?.rows.map(({ op }) => op))]
  const words = text.value.filters
  const several = [
    { value: state.SELECTION, title: words.selection },
    { value: state.ALL, title: words.all },
  ]
  return (
    <form
      id="bench-filters"
      class="bench-filters"
      aria-label={words.label}
      autocomplete="off"
      onSubmit={(event) => event.preventDefault()}
    >
      <ChoiceField
        id="bench-op"
        title={words.kernels}
        hint={words.kernelsHint}
        value={state.kernels.value}
        disabled={busy}
        options={[...several, ...ops.map((op) => ({ value: op, title: op }))]}
        changed={(kernels) => change({ kernels })}
      />
      <ChoiceField
        id="bench-pass"
        title={words.pass}
        value={pass ?? EVERY}
        disabled={busy}
        options={[
          { value: EVERY, title: words.every },
          ...passes.map((each) => ({ value: each, title: words.passes[each] })),
        ]}
        changed={(name) => change({ pass: passes.find((each) => each === name) })}
      />
      <label>
        {words.contains}
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
        title={words.quick}
        hint={words.quickHint}
        value={quick}
        disabled={busy}
        changed={(next) => change({ quick: next })}
      />
    </form>
  )
}
