/**
 * Makes a function that formats a row of cells. A negative width aligns the column to the right; a column without a
 * width is as wide as its cell.
 */
export function columns(
  widths: readonly number[],
  { gap = 0 }: { gap?: number } = {},
): (...cells: string[]) => string {
  const padded = (cell: string, width = 0) =>
    width < 0 ? cell.padStart(-width) : cell.padEnd(width)
  return (...cells) =>
    cells
      .map((cell, i) => padded(cell, widths[i]))
      .join(' '.repeat(gap))
      .trimEnd()
}
