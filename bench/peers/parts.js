// A part of a report: one network, or all kernels, on one adapter.

/** What a run may be restricted to. */
export const PARTS = { 32: 'DCGAN-32', 64: 'DCGAN-64', kernels: 'kernels' }

/**
 * Measures one part.
 *
 * @param run   `open`, `timeKernel` and `timeGan` of measure.js, here or in another process
 * @param word  of kernels, part of the names of those to measure
 * @param told  of every row that is done, `{ name, rows }`, with the count of those to come
 */
export async function measurePart(run, { runtime, part, word = '', browser }, told = () => {}) {
  const { adapter, software, libraries, kernels, gans } = await run.open()
  const about = { runtime, part, adapter, software, browser, libraries }
  if (gans.includes(part)) {
    const gan = { name: part, rows: await run.timeGan(part) }
    told(gan, 0)
    return { ...about, gan }
  }
  const chosen = kernels.filter((name) => name.toLowerCase().includes(word.toLowerCase()))
  const rows = []
  for (const [i, name] of chosen.entries()) {
    rows.push({ name, rows: await run.timeKernel(name) })
    told(rows.at(-1), chosen.length - i - 1)
  }
  return { ...about, kernels: rows }
}
