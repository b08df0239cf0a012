// Fields of a form: a name above, a control below, in one look. A value that cannot be is refused where it
// is typed, and nothing changes.

import type { ComponentChildren } from 'preact'
import type { Rule } from '../../gan/model/config'

interface Named {
  id: string
  title: string
  /** More on hover. */
  hint?: string
  disabled?: boolean
}

export interface NumberFieldProps extends Named {
  value: number | undefined
  least: number
  most?: number
  /** Whole numbers only? */
  whole?: boolean
  /** What else it must be. */
  rule?: Rule
  changed: (value: number) => void
}

export function NumberField({ id, title, hint, value, changed, ...field }: NumberFieldProps) {
  const { least, most, whole = true, rule, disabled } = field
  return (
    <label title={hint}>
      {title}
      <input
        id={id}
        type="number"
        inputMode={whole ? 'numeric' : 'decimal'}
        min={least}
        max={most}
        step={whole ? 1 : 'any'}
        required
        value={value ?? ''}
        disabled={disabled ?? value === undefined}
        // What is drawn anew shows a value that can be.
        ref={(input) => input?.setCustomValidity('')}
        onChange={({ currentTarget: input }) => {
          const { valueAsNumber: typed } = input
          // Of an empty field the browser says what is wrong.
          const holds = !rule || Number.isNaN(typed) || rule.holds(typed)
          input.setCustomValidity(holds ? '' : `Must be ${rule.must}.`)
          if (input.reportValidity()) changed(typed)
        }}
      />
    </label>
  )
}

export interface ChoiceFieldProps<Value extends string | number> extends Named {
  value: Value | undefined
  options: readonly { value: Value; title: string }[]
  changed: (value: Value) => void
}

export function ChoiceField<Value extends string | number>({
  id,
  title,
  hint,
  value,
  options,
  changed,
  disabled = value === undefined,
}: ChoiceFieldProps<Value>) {
  return (
    <label title={hint}>
      {title}
      <select
        id={id}
        disabled={disabled}
        value={value === undefined ? '' : String(value)}
        onChange={({ currentTarget }) => {
          const found = options.find((option) => String(option.value) === currentTarget.value)
          if (found) changed(found.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={String(option.value)}>
            {option.title}
          </option>
        ))}
      </select>
    </label>
  )
}

export interface CheckFieldProps extends Named {
  value: boolean | undefined
  changed: (value: boolean) => void
}

export function CheckField({ id, title, hint, value, changed, disabled }: CheckFieldProps) {
  return (
    <label class="check" title={hint}>
      <input
        id={id}
        type="checkbox"
        checked={value ?? false}
        disabled={disabled ?? value === undefined}
        onChange={({ currentTarget }) => changed(currentTarget.checked)}
      />
      {title}
    </label>
  )
}

export function Fields({ children }: { children: ComponentChildren }) {
  return <div class="fields">{children}</div>
}
