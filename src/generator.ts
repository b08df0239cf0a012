// What a page needs that only draws: `ganvas/generator`.
/// <reference types="@webgpu/types" preserve="true" />

export { TensorError } from './autograd/check'
export { DataError } from './data/imageSet'
export {
  type DrawnImage,
  Generator,
  type GeneratorShape,
  type OpenGeneratorOptions,
  openGenerator,
} from './gan/draw/generator'
export type { Wanted } from './gan/model/noise'
export type { ModelName } from './gan/model/recipes'
export { Gpu, GpuError } from './gpu/device'
export { type OpenOptions, openGpu } from './gpu/open'
