// Runs functions of this project in Deno, whose WebGPU is wgpu with the shader compiler naga, as Firefox's is. Vite
// serves the modules, as it does to a browser.

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Outcome } from '../gpu/page/callPage'
import type { DenoAnswer, DenoCall } from '../gpu/page/deno'
import { Failure } from '../terminal/failure'
import { adapterKind, vulkanOf } from './adapterKind'
import { type Call, callerOf } from './caller'
import { namedBy, onPath } from './find'
import { HARNESS, type PageOptions } from './pageRuntime'
import { type PageServer, servePages } from './pageServer'

export interface DenoRuntime {
  call: Call
  close(): Promise<void>
}

/** Finds Deno: named by the environment, of the npm package `deno`, or the system's. Throws a Failure as Firefox's. */
export function findDeno(): string {
  const path =
    namedBy(['DENO_PATH']) ??
    [packaged(), ...onPath(['deno'])].find((each) => each && existsSync(each))
  if (path) return path
  throw new Failure('no Deno on this machine. Type: npm install deno (or set DENO_PATH)')
}

/** The binary of the npm package, which its own installer unpacks where npm did not run that. */
function packaged(): string | undefined {
  try {
    return createRequire(import.meta.url)('deno/install_api.cjs').runInstall()
  } catch {
    return undefined
  }
}

export async function openDenoRuntime({ entry = HARNESS }: PageOptions = {}): Promise<DenoRuntime> {
  const path = findDeno()
  const problems: string[] = []
  const server = await servePages(problems)
  // Deno keeps every module that it loads, and would know no better than that they are still the same.
  const cache = mkdtempSync(join(tmpdir(), 'ganvas-deno-'))
  const child = start(path, { server, entry, cache })
  const close = async () => {
    await end(child)
    await server.close()
    rmSync(cache, { recursive: true, force: true })
  }
  try {
    const { call, loaded } = converse(child, server, problems)
    await loaded
    return { call, close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Start {
  server: PageServer
  entry: string
  cache: string
}

function start(path: string, { server, entry, cache }: Start): ChildProcess {
  const flags = ['--allow-all', '--unstable-webgpu', '--no-config', '--no-lock', '--quiet']
  return spawn(
    path,
    [
      'run',
      ...flags,
      '--location',
      server.origin,
      `${server.origin}/src/cli/gpu/page/deno.ts`,
      entry,
    ],
    {
      env: {
        ...vulkanOf(adapterKind()),
        DENO_DIR: cache,
        DENO_NO_UPDATE_CHECK: '1',
        NO_COLOR: '1',
      },
      // Ctrl-C is this process's to handle; Deno ends when its standard input does.
      detached: process.platform !== 'win32',
    },
  )
}

/** Milliseconds until a process that should end is ended. */
const PATIENCE = 5000

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.on('exit', resolve))
  const killer = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
  child.stdin?.end()
  await ended
  clearTimeout(killer)
}

function converse(child: ChildProcess, { origin }: PageServer, problems: string[]) {
  const { stdin, stdout, stderr } = child
  if (!stdin || !stdout || !stderr) throw new Failure('Deno has no standard input or output')
  let said = ''
  stderr.on('data', (data: Buffer) => {
    said = (said + data.toString()).slice(-4000)
  })
  const crashed = new Promise<never>((_, reject) => {
    child.on('error', ({ message }) => reject(new Failure(`Deno did not start: ${message}`)))
    child.on('close', (code, signal) => {
      const lines = said.trim().split('\n')
      const why = lines.find((line) => /^error:|panicked/.test(line)) ?? lines.at(-1)
      reject(new Failure(`Deno ended before its work was done (${signal ?? code}): ${why}`))
    })
  })
  // A line that is written to a process that has ended is lost; `crashed` says why.
  stdin.on('error', () => {})
  const waiting = new Map<number, (outcome: Outcome) => void>()
  const loaded = new Promise<void>((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return
      const answer = JSON.parse(line) as DenoAnswer
      if ('problem' in answer) problems.push(answer.problem)
      else if ('loaded' in answer) resolve()
      else {
        waiting.get(answer.id)?.(answer.outcome)
        waiting.delete(answer.id)
      }
    })
  })
  let calls = 0
  const call = callerOf({
    origin: () => origin,
    answer: (name, given) =>
      new Promise((resolve) => {
        const made: DenoCall = { id: calls++, name, given }
        waiting.set(made.id, resolve)
        stdin.write(`${JSON.stringify(made)}\n`)
      }),
    crashed,
    problems,
  })
  return { call, loaded: Promise.race([loaded, crashed]) }
}
