// Both kernels' loads, by the formula and as the invocations counted them.

import { count, sentence } from '../../parts/words'
import { type Loads, plainLoads, tiledLoads } from './shape'
import { accounts, fault, measured, tile } from './state'

export function LoadsTable() {
  const formula = { plain: plainLoads, tiles: tiledLoads(tile.value) }
  const { value: found } = measured
  const rows: [name: keyof Loads, title: string][] = [
    ['global', 'global loads'],
    ['fills', 'written to workgroup memory'],
    ['shared', 'read from workgroup memory'],
  ]
  const ratio = formula.plain.global / formula.tiles.global
  return (
    <section class="card tiles-loads" aria-label="Loads of a dispatch">
      <table id="tiles-loads">
        <caption>
          Numbers moved in the whole dispatch, by the formula / as counted on this GPU
        </caption>
        <thead>
          <tr>
            <td />
            <th scope="col">plain</th>
            <th scope="col">tiles</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, title]) => (
            <tr key={name}>
              <th scope="row">{title}</th>
              {(['plain', 'tiles'] as const).map((rung) => (
                <td key={rung} id={`loads-${rung}-${name}`}>
                  {count(formula[rung][name])} / {found ? count(found[rung][name]) : '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p id="tiles-verdict" class="note" role="status">
        {verdict(ratio)}
      </p>
    </section>
  )
}

function verdict(ratio: number): string {
  const { value: all } = accounts
  if (!all) return fault.value ? sentence(fault.value) : 'The kernels are running.'
  const { plain, tiles } = all.error
  return `Tiles load a number ${ratio.toFixed(ratio % 1 === 0 ? 0 : 1)} times less often (counted in numbers; one load instruction fetches four, as a vec4). The sums of plain and tiles differ from float64 by at most ${plain.toFixed(2)} and ${tiles.toFixed(2)} rounding steps; the test allows 8.`
}
