import { Slider } from '../parts/Slider'
import { FARTHEST, move, STEP, shift } from './state'
import { text } from './text'

export function Shift({ id }: { id: string }) {
  return (
    <Slider
      id={id}
      title={text.value.controls.shift}
      value={shift.value}
      least={-FARTHEST}
      most={FARTHEST}
      step={STEP}
      show={(value) => value.toFixed(2)}
      changed={move}
    />
  )
}
