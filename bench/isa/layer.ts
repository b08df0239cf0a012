// The Vulkan layer (layer.c), built on first use, and the environment of a process that compiles for a chip.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hash } from '../../src/gpu/hash'
import source from './layer.c?raw'

const missing = (what: string): Error =>
  new Error(
    `${what}. On Debian and Ubuntu: apt-get install gcc libc6-dev libvulkan-dev mesa-vulkan-drivers`,
  )

const DRIVERS = ['radeon_icd.json', 'radeon_icd.x86_64.json'].map(
  (name) => `/usr/share/vulkan/icd.d/${name}`,
)

const NAME = 'VK_LAYER_GANVAS_isa'

/**
 * Builds the layer in a folder, unless it is there.
 *
 * @returns  environment in which Vulkan has that layer, and Mesa's driver for AMD GPUs alone
 * @throws Error in one line where the compiler, the headers of Vulkan or Mesa are missing
 */
export function environmentOf(folder: string): Record<string, string> {
  const driver = DRIVERS.find((path) => existsSync(path))
  if (!driver) throw missing("there is no Vulkan driver of Mesa's for AMD GPUs")
  const library = `isa-${hash(source)}.so`
  mkdirSync(folder, { recursive: true })
  if (!existsSync(join(folder, library))) build(join(folder, library))
  const manifest = {
    file_format_version: '1.1.2',
    layer: {
      name: NAME,
      type: 'GLOBAL',
      library_path: `./${library}`,
      api_version: '1.3.0',
      implementation_version: '1',
      description: "Lets pipelines be compiled on RADV's device without hardware",
    },
  }
  writeFileSync(join(folder, 'layer.json'), JSON.stringify(manifest))
  return {
    VK_DRIVER_FILES: driver,
    VK_ICD_FILENAMES: driver,
    VK_LAYER_PATH: folder,
    VK_INSTANCE_LAYERS: NAME,
    MESA_SHADER_CACHE_DISABLE: 'true',
  }
}

function build(file: string): void {
  const options = ['-x', 'c', '-O1', '-Wall', '-shared', '-fPIC', '-fvisibility=hidden']
  const { error, status, stderr } = spawnSync('cc', [...options, '-o', file, '-', '-lpthread'], {
    input: source,
    encoding: 'utf8',
  })
  // A compiler that does not read to the end is an error too.
  if (error && status === null) throw missing('there is no C compiler `cc`')
  if (/vulkan\/\w+\.h/.test(stderr)) throw missing("Vulkan's headers are not installed")
  if (status !== 0) throw new Error(`cc cannot build the layer: ${stderr.trim().split('\n')[0]}`)
}
