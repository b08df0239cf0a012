// Every op, by name. An op that is exported here without a card in `src/catalogue` does not compile.

export { leakyRelu, relu, sigmoid, tanh } from './activations'
export { add, mul, reshape, scale } from './arithmetic'
export { batchNorm } from './batchNorm'
export { conv2d, convTranspose2d, convWeightGradient } from './conv'
export { gather } from './gather'
export { linear } from './linear'
export { bceWithLogits } from './losses'
export { avgPool2d, upsampleNearest2d } from './pool'
export { normal, uniform } from './random'
export { concat, pad, slice, transpose } from './shape'
export { bias, expand, mean, sum, sumLeading } from './sums'
export { affineWarp } from './warp'
