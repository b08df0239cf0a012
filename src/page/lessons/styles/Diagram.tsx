// The generator's parts, from z to the picture; those that are off are pale.

import { Drawing, useWidth } from '../plot/Drawing'
import { SIZES, strengthOf, switches, whole } from './state'
import { text } from './text'

const HEIGHT = 176
const [TOP, BUS, MIDDLE, BELOW] = [18, 54, 96, 150]
/** Half the height of a box. */
const HALF = 15

export function Diagram() {
  const [width, host] = useWidth(400)
  const { diagram: words, tries } = text.value
  const { mapping, modulation, noise } = switches.value
  // A column each for the constant, the layers, and the picture.
  const column = width / (SIZES.length + 2)
  const at = (i: number) => (i + 0.5) * column
  const box = Math.min(column - 16, 64)
  const map = { left: 1.05 * column, right: Math.max(1.05 * column + 74, 2.4 * column) }
  const w = map.right + 26
  const part = (isOn: boolean, name: string) => `styles-${name} ${isOn ? '' : 'off'}`
  return (
    <Drawing {...{ host, width }} id="styles-diagram" height={HEIGHT} label={words.label}>
      <g class={part(modulation, 'code')}>
        <text x={at(0)} y={TOP + 5} class="styles-letter">
          z
        </text>
        <Arrow from={[at(0) + 10, TOP]} to={[map.left - 2, TOP]} />
      </g>
      <g class={part(mapping && modulation, 'mapping')}>
        <rect
          class="styles-box"
          x={map.left}
          y={TOP - HALF}
          width={map.right - map.left}
          height={2 * HALF}
        />
        <text x={(map.left + map.right) / 2} y={TOP + 4}>
          {tries.switches.mapping}
        </text>
      </g>
      {!mapping && modulation && (
        <path class="styles-past" d={`M${map.left} ${TOP}H${map.right}`} />
      )}
      <g class={part(modulation, 'code')}>
        <Arrow from={[map.right, TOP]} to={[w - 10, TOP]} />
      </g>
      <text x={w} y={TOP + 5} class="styles-letter">
        {!modulation ? 'w̄' : mapping ? 'w' : 'z'}
      </text>
      <g class={part(modulation, 'modulation')}>
        <path class="styles-wire" d={`M${w} ${TOP + 11}V${BUS}M${at(1)} ${BUS}H${at(4)}`} />
        {SIZES.map((size, i) => (
          <Arrow key={size} from={[at(i + 1), BUS]} to={[at(i + 1), MIDDLE - HALF - 2]} />
        ))}
        <text x={at(4) + 10} y={BUS + 4} class="styles-side">
          s
        </text>
      </g>
      <rect
        class="styles-box"
        x={at(0) - box / 2}
        y={MIDDLE - HALF}
        width={box}
        height={2 * HALF}
      />
      <text x={at(0)} y={MIDDLE + 4}>
        {words.constant}
      </text>
      {SIZES.map((size, i) => (
        <g key={size}>
          <Arrow from={[at(i) + box / 2, MIDDLE]} to={[at(i + 1) - box / 2 - 2, MIDDLE]} />
          <rect
            class="styles-box layer"
            x={at(i + 1) - box / 2}
            y={MIDDLE - HALF}
            width={box}
            height={2 * HALF}
          />
          <text x={at(i + 1)} y={MIDDLE + 4}>
            {size}²
          </text>
          <g class={part(noise, 'noise')}>
            <Arrow from={[at(i + 1), BELOW - 14]} to={[at(i + 1), MIDDLE + HALF + 2]} />
            <text x={at(i + 1)} y={BELOW}>
              {strengthOf(whole.value, i)} n
            </text>
          </g>
        </g>
      ))}
      <text x={at(0)} y={BELOW} class={noise ? '' : 'off'}>
        {tries.switches.noise}
      </text>
      <Arrow from={[at(4) + box / 2, MIDDLE]} to={[at(5) - 20, MIDDLE]} />
      <rect class="styles-picture" x={at(5) - 17} y={MIDDLE - 17} width={34} height={34} />
      <text x={at(5)} y={MIDDLE + 4} class="styles-drawn">
        8
      </text>
    </Drawing>
  )
}

type Place = readonly [x: number, y: number]

function Arrow({ from: [x, y], to: [u, v] }: { from: Place; to: Place }) {
  const [right, down] = [Math.sign(u - x), Math.sign(v - y)]
  const head = right
    ? `M${u - 5 * right} ${v - 3}L${u} ${v}L${u - 5 * right} ${v + 3}`
    : `M${u - 3} ${v - 5 * down}L${u} ${v}L${u + 3} ${v - 5 * down}`
  return <path class="styles-wire" d={`M${x} ${y}L${u} ${v}${head}`} />
}
