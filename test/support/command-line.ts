import { execFile } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** How a command ended and what it printed. */
export interface EndedCommand {
  readonly status: number
  readonly out: string
  readonly err: string
}

/** What a command knows besides its arguments. */
export interface CommandOptions {
  /** Its settings. Of this process it has the search path only, and where compiled sources are kept. */
  readonly env: Record<string, string | undefined>
  readonly cwd?: string
  /** From the root of the project. */
  readonly program?: string
}

/** Runs the real command line as a process of its own, to its end. */
export function runHocba(
  args: readonly string[],
  { env, cwd, program = 'src/cli/main.ts' }: CommandOptions,
): Promise<EndedCommand> {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const options = { cwd, env: { PATH, NODE_COMPILE_CACHE, ...env } }
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, program), ...args], options, (error, out, err) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err })
    })
  })
}
