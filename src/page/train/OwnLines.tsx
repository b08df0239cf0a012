// A list to open: files that were left out, or parts of pictures, with reasons.

import { byName } from '../../data/folders'
import { text as core } from '../core/text'

interface OwnLinesProps {
  id: string
  title: string
  lines: readonly string[]
}

export function OwnLines({ id, title, lines }: OwnLinesProps) {
  if (lines.length === 0) return null
  return (
    <details id={id} class="own-lines">
      <summary>{title}</summary>
      <ul class="note">
        {[...lines].sort(byName).map((line, i) => (
          <li key={i}>{core.value.reason(line)}</li>
        ))}
      </ul>
    </details>
  )
}
