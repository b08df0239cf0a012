// Fields of a form: a label above, a control below. A value out of range is refused where it is typed, and
// nothing changes.

import { type Signal, signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import type { Rule } from '../../gan/model/row'
import { text } from './text'

interface Named {
  id: string
  title: string
  hint?: string
  disabled?: boolean
}

/** Are the hints of fields shown below them? A pointer shows them as titles, too. */
export const explained = signal(false)

/** Text of a field's hint; assistive technology reads it as the field's description. */
export function Hint({ id, hint }: { id: string; hint: string | undefined }) {
  if (hint === undefined) return null
  return (
    <small id={`${id}-hint`} class="hint" aria-hidden="true" hidden={!explained.value}>
      {hint}
    </small>
  )
}

const describedBy = (id: string, hint: string | undefined) =>
  hint === undefined ? {} : { 'aria-describedby': `${id}-hint` }

export interface NumberFieldProps extends Named {
  value: number | undefined
  least: number
  most?: number
  whole?: boolean
  /** Range, beyond `least` and `most`. */
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
        {...describedBy(id, hint)}
        type="number"
        inputMode={whole ? 'numeric' : 'decimal'}
        min={least}
        max={most}
        step={whole ? 1 : 'any'}
        required
        value={value ?? ''}
        disabled={disabled ?? value === undefined}
        // A redrawn field shows a valid value.
        ref={(input) => input?.setCustomValidity('')}
        onChange={({ currentTarget: input }) => {
          const { valueAsNumber: typed } = input
          // The browser itself reports an empty field.
          const holds = !rule || Number.isNaN(typed) || rule.holds(typed)
          input.setCustomValidity(holds ? '' : text.value.must(rule.must))
          if (input.reportValidity()) changed(typed)
        }}
      />
      <Hint id={id} hint={hint} />
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
        {...describedBy(id, hint)}
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
      <Hint id={id} hint={hint} />
    </label>
  )
}

/** Options of a field: values with their titles. */
export const optionsOf = <const Value extends string>(
  values: readonly Value[],
  titles: Readonly<Record<NoInfer<Value>, string>>,
): { value: Value; title: string }[] => values.map((value) => ({ value, title: titles[value] }))

/** Setter of a signal, for `changed`. */
export const into =
  <Value,>(target: Signal<Value>) =>
  (value: Value): void => {
    target.value = value
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
        {...describedBy(id, hint)}
        type="checkbox"
        checked={value ?? false}
        disabled={disabled ?? value === undefined}
        onChange={({ currentTarget }) => changed(currentTarget.checked)}
      />
      {title}
      <Hint id={id} hint={hint} />
    </label>
  )
}

export function Fields({ children }: { children: ComponentChildren }) {
  return <div class="fields">{children}</div>
}
