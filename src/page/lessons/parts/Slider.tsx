import './parts.css'

export interface SliderProps {
  id: string
  title: string
  value: number
  least: number
  most: number
  step?: number
  disabled?: boolean
  show?: (value: number) => string
  changed: (value: number) => void
}

export function Slider({ id, title, value, least, most, step = 1, ...more }: SliderProps) {
  const { show, changed, disabled = false } = more
  const shown = show?.(value) ?? String(value)
  return (
    <label class="lesson-slider" for={id}>
      <span>
        {title} <b>{shown}</b>
      </span>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        disabled={disabled || most <= least}
        aria-valuetext={shown}
        onInput={({ currentTarget }) => changed(currentTarget.valueAsNumber)}
      />
    </label>
  )
}
