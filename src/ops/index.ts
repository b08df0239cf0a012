// Every op, by name. An op that is exported here without a card in `src/catalogue` does not compile.

export { leakyRelu, relu, sigmoid, softplus, tanh } from './activations'
export { add, div, mul, reshape, scale, sub } from './arithmetic'
export { batchNorm } from './batchNorm'
export { crossEntropy, embedding, logSoftmax, logSumExp, oneHot } from './classes'
export { conv2d, convTranspose2d, convWeightGradient } from './conv'
export { abs, clamp, exp, log, maximum, minimum, sqrt, square } from './elementary'
export { gather } from './gather'
export { groupNorm, instanceNorm, layerNorm } from './groupNorm'
export { linear } from './linear'
export { bceWithLogits, hinge, l1, mse } from './losses'
export { bernoulli, normal, uniform } from './random'
export { bias, expand, mean, sum, sumTo } from './sums'
