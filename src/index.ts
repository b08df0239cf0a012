// The public API, as a table of contents.

export { TensorError } from './autograd/check'
export { gradients } from './autograd/gradients'
export { type Backward, type Lazy, record } from './autograd/tape'
export { type DType, empty, Tensor, tensor } from './autograd/tensor'

export { parseIdx, parseIdxLabels } from './data/idx'
export { DataError, type ImageSet } from './data/imageSet'
export { parseMnist } from './data/mnist'
export { type RawTensor, readSafetensors, writeSafetensors } from './data/safetensors'

export { Clock, type Figures } from './gan/clock'
export { generate } from './gan/generate'
export { type DcganOptions, dcgan, type Models } from './gan/models'
export { mosaic } from './gan/mosaic'
export { type Objective, type ObjectiveName, objectives } from './gan/objectives'
export { type Gan, ganSteps } from './gan/steps'
export { blueprint, type GanConfig, seededNoise, Trainer } from './gan/trainer'

export { Gpu, GpuError, type OpenOptions, openGpu } from './gpu/device'
export { capture, Program, run, submit } from './gpu/program'
export { Shader } from './gpu/shader'
export { dispatch } from './gpu/trace'

export * from './nn/layers'
export { Module } from './nn/module'
export { Network } from './nn/network'

export * from './ops'

export { adam, type Optimizer, rmsprop, sgd } from './optim/optimizer'
