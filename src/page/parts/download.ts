// Files that the page made, handed to whoever uses it.

/** Milliseconds after which no browser still reads what it was handed. */
const LONG = 60_000

export function download(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), LONG)
}
