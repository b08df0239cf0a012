// A WGSL file as an object: joined with the library files that it names, read once, specialised
// and compiled on demand. Compiled pipelines are kept by their text, so equal text is compiled once.

import { type Gpu, GpuError } from './device'
import { type Constants, type Specialised, specialise } from './specialise'
import { type Binding, type EntryPoint, type Module, readModule, readUses } from './wgsl'

const library = import.meta.glob<string>('../../shaders/lib/*.wgsl', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export class Shader {
  readonly name: string
  /** The file alone. */
  readonly file: string
  /** The file, and after it the library files that it uses: line numbers of the file stay true. */
  readonly source: string
  #module: Module | undefined

  constructor(name: string, source: string) {
    this.name = name
    this.file = source
    const parts = [source, ...readUses(source).map((used) => libraryFile(used, name))]
    this.source = parts.join('\n')
  }

  get module(): Module {
    this.#module ??= readModule(this.source)
    return this.#module
  }

  entry(name: string): EntryPoint {
    const entry = this.module.entryPoints.get(name)
    if (entry) return entry
    const names = [...this.module.entryPoints.keys()].join(', ')
    throw new Error(`${this.name}: there is no entry point ${name}; there are ${names}`)
  }

  specialise(constants: Constants, unroll = true): Specialised {
    try {
      return specialise(this.source, constants, { unroll })
    } catch (error) {
      throw new Error(`${this.name}: ${error instanceof Error ? error.message : error}`)
    }
  }
}

function libraryFile(name: string, user: string): string {
  const text = library[`../../shaders/${name}`]
  if (text !== undefined) return text
  throw new Error(`${user}: "// uses: ${name}" names no file in shaders/lib. Write lib/NAME.wgsl`)
}

/** A compiled entry point's address: the same key means the same machine code. */
export function pipelineKey(code: string, entry: string): string {
  return `${entry}\n${code}`
}

interface Kernel {
  shader: Shader
  entry: EntryPoint
  text: Specialised
  /** Label of the pipeline. Dispatches of equal text share one, which keeps the label of the first. */
  label: string
}

/** Compiles one entry point, or returns the one compiled before. */
export function compile(gpu: Gpu, kernel: Kernel): Promise<GPUComputePipeline> {
  const { entry, text } = kernel
  const key = pipelineKey(text.code, entry.name)
  let pipeline = gpu.pipelines.get(key)
  if (!pipeline) {
    pipeline = build(gpu, kernel)
    gpu.pipelines.set(key, pipeline)
  }
  return pipeline
}

async function build(gpu: Gpu, { shader, entry, text, label }: Kernel) {
  const { code, lines } = text
  const { device } = gpu
  device.pushErrorScope('validation')
  const module = device.createShaderModule({ label: shader.name, code })
  const scope = device.popErrorScope()
  const { messages } = await module.getCompilationInfo()
  const first = messages.find((message) => message.type === 'error')
  if (first) throw new GpuError(caret(shader, lines, first))
  const refused = await scope
  if (refused) throw new GpuError(`${label}: ${refused.message}`)
  try {
    return await device.createComputePipelineAsync({
      label,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layoutFor(gpu, entry.bindings)] }),
      compute: { module, entryPoint: entry.name },
    })
  } catch (error) {
    throw new GpuError(`${label}: ${error instanceof Error ? error.message : error}`)
  }
}

/** An explicit layout: entry points that bind the same kinds of buffers share one. */
export function layoutFor(gpu: Gpu, bindings: readonly Binding[]): GPUBindGroupLayout {
  const key = bindings.map(({ index, access }) => `${index}${access}`).join()
  let layout = gpu.layouts.get(key)
  if (!layout) {
    const type = { uniform: 'uniform', read: 'read-only-storage', read_write: 'storage' } as const
    layout = gpu.device.createBindGroupLayout({
      label: key,
      entries: bindings.map(({ index, access }) => ({
        binding: index,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type: type[access] },
      })),
    })
    gpu.layouts.set(key, layout)
  }
  return layout
}

/** `conv.wgsl:41:12 error: …`, the line, and a caret under the place. */
function caret(shader: Shader, lines: readonly number[], message: GPUCompilationMessage): string {
  const index = lines[message.lineNum - 1] ?? 0
  const line = shader.source.split('\n')[index] ?? ''
  const gutter = `${index + 1} | `
  const pad = ' '.repeat(gutter.length + Math.max(0, message.linePos - 1))
  // naga tells it as `Shader 'name' parsing error: reason`, and then shows the line, too.
  const [said = ''] = message.message.trim().split('\n')
  const reason = said.replace(/^Shader '.*?' parsing error: /, '')
  return `${shader.name}:${index + 1}:${message.linePos} error: ${reason}\n${gutter}${line}\n${pad}^`
}
