// Lets Dawn wait without taking a core. While a promise of it is open, it asks by `setImmediate` again and again
// whether the GPU is done. Where the CPU is the GPU, that core is missed: kernels are compiled and run on it.

/** Milliseconds between two questions. A timer knows no shorter time. */
const BETWEEN = 1

/** Functions of native code have no source. So do bound ones: those come a little later, too, which does no harm. */
const isNative = (task: unknown): boolean =>
  typeof task === 'function' && Function.prototype.toString.call(task).includes('[native code]')

/** Lets native code that asks for its next turn by `setImmediate` come back after a millisecond. Call it once. */
export function waitPatiently(): void {
  const immediate = globalThis.setImmediate
  const patient = (task: (...args: unknown[]) => void, ...args: unknown[]) =>
    isNative(task) ? setTimeout(task, BETWEEN, ...args) : immediate(task, ...args)
  // `util.promisify` asks for its own form of the function by a symbol.
  globalThis.setImmediate = Object.defineProperties(
    patient,
    Object.getOwnPropertyDescriptors(immediate),
  ) as typeof setImmediate
}
