import type { RowName } from '../../../bench/choose'
import { text as parts } from '../parts/text'

/** Name of a row, in the reader's language. */
export function rowTitle({ op, what, size }: RowName): string {
  const { layer } = parts.value
  return `${op} ${layer(what)}: ${layer(size)}`
}
