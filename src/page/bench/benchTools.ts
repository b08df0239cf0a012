// Measuring. It brings the cards of all ops, so it is loaded when the bench is opened.

export { benchNames, casesOf } from '../../../bench/cases'
export { describe } from '../../../bench/describe'
export { timeOp } from '../../../bench/kernels'
export { probing } from '../../../bench/probes'
