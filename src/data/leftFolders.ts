// Folders among the user's files that are no images, such as those of runs.

export interface Leave {
  /** The folders to leave out, among the paths of files. */
  among: (paths: readonly string[]) => readonly string[]
  why: string
}

export class LeftFolders {
  readonly #leave: Leave | undefined
  readonly #tell: (line: string) => void
  #paths: readonly string[] = []
  #folders: readonly string[] | undefined
  readonly #named = new Set<string>()

  /** @param tell  takes a line about each folder that is left out */
  constructor(leave: Leave | undefined, tell: (line: string) => void) {
    this.#leave = leave
    this.#tell = tell
  }

  update(paths: readonly string[]): void {
    this.#paths = paths
    this.#folders = undefined
  }

  /** Is the file in such a folder? */
  holds(path: string): boolean {
    if (!this.#leave) return false
    this.#folders ??= this.#leave.among(this.#paths)
    const folder = this.#folders.find((each) => path.startsWith(`${each}/`))
    if (folder === undefined) return false
    if (!this.#named.has(folder)) this.#tell(`${folder} ${this.#leave.why}`)
    this.#named.add(folder)
    return true
  }
}
