// Measured rates of success, of sums and of edits.

import { edits, sums } from './measured'
import { text } from './text'

export function Rates() {
  const { rates: words } = text.value
  const groups = [
    {
      title: 'A − B + C',
      rows: [
        ...sums.means.map(({ of, right }) => ({ title: words.meansOf(of), right })),
        { title: words.random, right: sums.random },
      ],
    },
    {
      title: words.edits,
      rows: (['linear', 'needed', 'guided'] as const).map((how) => ({
        title: words[how],
        right: edits[how],
      })),
    },
  ]
  return (
    <section class="card" aria-label={words.label}>
      <table class="compared space-rates">
        <caption class="note">{words.caption}</caption>
        {groups.map(({ title, rows }) => (
          <tbody key={title}>
            <tr>
              <th colSpan={3} scope="rowgroup">
                <b>{title}</b>
              </th>
            </tr>
            {rows.map(({ title, right }) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                <td class="space-bar">
                  <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                    <rect width={right} height={10} />
                  </svg>
                </td>
                <td>{right}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}
