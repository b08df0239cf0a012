// Typed calls into another process or thread: the terminal asks the process or Chrome page that has the GPU, the
// page asks its worker. A table of jobs defines what can be asked for; its types are the types of the call.

/** A table of jobs. Each takes the place where the work is done (a `Gpu`, the worker's `Lab`), then its arguments. */
export type Jobs<Place> = Readonly<
  Record<string, (place: Place, ...args: never[]) => Promise<unknown>>
>

/** Arguments of a job after its place. */
export type ArgumentsOf<Job> = Job extends (place: never, ...args: infer Args) => unknown
  ? Args
  : never

export type AnswerOf<Job> = Job extends (...args: never[]) => Promise<infer Value> ? Value : never

/** Calls a job of a table by its name, wherever the table's place is. */
export type Ask<Table> = <Name extends keyof Table>(
  name: Name,
  ...args: ArgumentsOf<Table[Name]>
) => Promise<AnswerOf<Table[Name]>>

/** Runs a job here. The asker's types have checked the name and the arguments. */
export async function perform<Place>(
  table: Jobs<Place>,
  place: Place,
  name: string,
  args: readonly unknown[],
): Promise<unknown> {
  const job = Object.hasOwn(table, name) ? table[name] : undefined
  if (!job) throw new Error(`no job is named ${name}`)
  return job(place, ...(args as never[]))
}
