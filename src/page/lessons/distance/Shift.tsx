// The slider that pushes the generated pile.

import { FARTHEST, move, STEP, shift } from './state'

export function Shift({ id }: { id: string }) {
  return (
    <label>
      Middle of the generated pile: {shift.value.toFixed(2)}
      <input
        id={id}
        type="range"
        min={-FARTHEST}
        max={FARTHEST}
        step={STEP}
        value={shift.value}
        onInput={({ currentTarget }) => move(currentTarget.valueAsNumber)}
      />
    </label>
  )
}
