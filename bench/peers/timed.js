// One measured time.

const SLEPT = 2 / 3

/**
 * Milliseconds until the GPU is done, and of those that JavaScript took. Most of the expected time is slept: where a CPU plays
 * the GPU, waiting for it in Node takes a core that it needs.
 */
export async function timed({ device, flush }, run, expectedMs = 0) {
  const start = performance.now()
  run()
  flush()
  const script = performance.now() - start
  const sleep = SLEPT * expectedMs - script
  if (sleep > 5) await new Promise((resolve) => setTimeout(resolve, sleep))
  const waiting = performance.now()
  await device.queue.onSubmittedWorkDone()
  const end = performance.now()
  return { ms: end - start, script, waited: end - waiting, slept: sleep > 5 }
}

/** One sample, without a sleep if that outlasted the work. */
export async function sample(library, run, expectedMs) {
  const found = await timed(library, run, expectedMs)
  return found.slept && found.waited < found.ms / 20 ? timed(library, run) : found
}
