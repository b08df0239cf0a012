// The kernel's question for the picked row: which taps have an integer solution?

import { picked, setting, side } from './state'
import { text } from './text'
import { asked } from './ties'

export function Taps() {
  const { value: window } = setting
  const { taps: words } = text.value
  const h = picked.value.side === 'output' ? picked.value.row : Math.min(3, side.value - 1)
  return (
    <div class="transposed-scroll card">
      <table id="transposed-taps">
        <caption>{words.caption({ h, ...window })}</caption>
        <thead>
          <tr>
            <th scope="col">{words.tap}</th>
            <th scope="col">p</th>
            <th scope="col">{words.meets}</th>
          </tr>
        </thead>
        <tbody>
          {asked(h, window).map(({ tap, solution, meets }) => (
            <tr key={tap} data-meets={meets}>
              <th scope="row">{tap}</th>
              <td>{Number(solution.toFixed(2))}</td>
              <td>{words.found[meets]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
