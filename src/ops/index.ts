// Every op, by name. An op that is exported here without a card in `src/catalogue` does not compile.

export { leakyRelu, relu, sigmoid, tanh } from './activations'
export { add, mul, reshape, scale } from './arithmetic'
export { batchNorm } from './batchNorm'
export { conv2d, convTranspose2d, convWeightGradient } from './conv'
export { gather } from './gather'
export { groupNorm, instanceNorm, layerNorm } from './groupNorm'
export { linear } from './linear'
export { bceWithLogits } from './losses'
export { bernoulli, normal, uniform } from './random'
export { bias, expand, mean, sum, sumTo } from './sums'
