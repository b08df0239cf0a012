// What measures. It comes with the cards of all ops, so it is loaded when somebody opens the bench.

export { benchNames, casesOf } from '../../../bench/cases'
export { describe } from '../../../bench/describe'
export { timeOp } from '../../../bench/kernels'
export { probing } from '../../../bench/probes'
