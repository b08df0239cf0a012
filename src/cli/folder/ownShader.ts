// Kernel files of the user's own, for `check`, `bench` and `isa`.

import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import type { OpName } from '../../catalogue/index'
import { placeOwn } from '../../catalogue/own'
import { messageOf } from '../../data/imageSet'
import type { OwnShader } from '../../gpu/own'
import { Misuse } from '../terminal/failure'
import { path } from '../terminal/options'
import { exists, isFile, readWhole } from './files'

export interface ShaderOptions {
  shader?: string
  as?: string
}

export const shaderOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--shader <file>', 'a kernel of your own, in place of ours').argParser(path),
    )
    .addOption(
      new Option('--as <file>', 'with --shader: the file of shaders/ that it replaces').argParser(
        path,
      ),
    )

/** The user's kernel; undefined without --shader. */
export function ownShader(
  op: OpName | undefined,
  { shader, as }: ShaderOptions,
): OwnShader | undefined {
  if (shader === undefined) {
    if (as !== undefined) throw new Misuse('--as goes with --shader, a kernel of your own')
    return undefined
  }
  if (op === undefined) throw new Misuse('--shader replaces the kernel of one op. Name the op')
  if (!exists(shader) || !isFile(shader)) throw new Misuse(`--shader: there is no file ${shader}`)
  const source = new TextDecoder().decode(readWhole(shader))
  try {
    return placeOwn(op, { name: basename(shader), source, as })
  } catch (cause) {
    throw new Misuse(messageOf(cause), { cause })
  }
}
