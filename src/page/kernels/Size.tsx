import { checkTyped } from './actions'
import { asTyped, chooseRow, showConstants, typeSize } from './sizes'
import * as state from './state'
import { text } from './text'

/** Shapes and options of the chosen row, which can be changed, and the constants that follow. */
export function Size() {
  const row = state.opened.value?.rows[state.row.value]
  if (!row) return null
  const { shapes, options } = state.typed.value ?? asTyped(row.sample)
  const words = text.value.size
  const isIdle = state.phase.value === 'idle'
  return (
    <details
      class="card"
      id="lab-size"
      onToggle={({ currentTarget }) => void (currentTarget.open && showConstants())}
    >
      <summary>{words.title}</summary>
      <div class="controls">
        {Object.entries(shapes).map(([name, shape]) => (
          <Line key={name} id={`lab-shape-${name}`} title={name} value={shape} input={name} />
        ))}
        <Line id="lab-options" title={words.options} value={options} input={undefined} />
      </div>
      <div class="buttons">
        <button
          type="button"
          id="lab-check-typed"
          disabled={!isIdle}
          onClick={() => void checkTyped()}
        >
          {words.check}
        </button>
        <button
          type="button"
          disabled={!isIdle || !state.typed.value}
          onClick={() => chooseRow(state.row.value)}
        >
          {words.back}
        </button>
      </div>
      {state.constants.value.map(({ entry, constants, workgroups }) => (
        <p key={entry} class="lab-constants">
          {words.workgroups(entry, workgroups)}{' '}
          {Object.entries(constants).map(([name, value]) => (
            <code key={name}>
              {name} = {value}{' '}
            </code>
          ))}
        </p>
      ))}
      <p class="note">{words.note}</p>
    </details>
  )
}

interface LineProps {
  id: string
  title: string
  value: string
  /** The input whose shape it is; none for the options. */
  input: string | undefined
}

function Line({ id, title, value, input }: LineProps) {
  return (
    <label>
      {title}
      <input
        id={id}
        type="text"
        spellcheck={false}
        autocomplete="off"
        value={value}
        disabled={state.phase.value !== 'idle'}
        onChange={({ currentTarget }) => typeSize(input, currentTarget.value)}
      />
    </label>
  )
}
