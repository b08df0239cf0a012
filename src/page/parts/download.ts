// Files that the page made, handed to whoever uses it.

/** Milliseconds after which no browser still reads what it was handed. */
const LONG = 60_000

export function download(content: BlobPart, { name, type }: { name: string; type: string }): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), LONG)
}
