import { hostname, userInfo } from 'node:os'
import { type KeptCommand, keepCommandLog } from '../audit/index.ts'
import { systemClock } from '../base/clock.ts'
import { OperatorError } from '../base/operator-error.ts'
import { Problem } from '../base/problem.ts'
import { type Command, type CommandResult, exitCodes, UsageError } from './command.ts'
import { commands } from './commands.ts'
import { describeCommand, describeCommands } from './help.ts'
import { type Arguments, findCommand, readArguments } from './read-arguments.ts'

/** Runs one command line. @returns the exit status, or undefined while the command (serve) goes on. */
async function run(args: readonly string[]): Promise<number | undefined> {
  if (args.length === 0 || ['--help', '-h', 'help'].includes(args[0]!)) {
    process.stdout.write(describeCommands(commands))
    return args.length === 0 ? exitCodes.usage : 0
  }
  const { command, rest } = findCommand(
    commands,
    args.filter((word) => word !== '--json'),
  )
  const given = readArguments(command, rest)
  if (given.wantsHelp) {
    process.stdout.write(describeCommand(command))
    return 0
  }
  const result = await keepingLog(command, given, () =>
    command.run({
      ...given,
      wantsJson: wantsJson(args),
      env: process.env,
      // npm runs scripts in the project's folder and leaves the user's own here.
      folder: process.env.INIT_CWD ?? process.cwd(),
      tell: (line) => process.stderr.write(`${line}\n`),
    }),
  )
  if (!result) return undefined
  await print(wantsJson(args) ? JSON.stringify(result.json) : result.text)
  return result.exitCode ?? 0
}

/** Runs the command so that the audit log hears of what it does, and who typed it. */
function keepingLog<Result>(
  { audited, options }: Command,
  given: Arguments,
  run: () => Promise<Result>,
): Promise<Result> {
  if (!audited) return run()
  const asked = Object.keys(options).map((name) => [name, given.options(name)?.join(', ')] as const)
  const kept: KeptCommand = {
    isWhole: false,
    ...audited,
    by: userName(),
    machine: hostname(),
    process: process.pid,
    asked: Object.fromEntries([
      ...(given.argument ? [['argument', given.argument] as const] : []),
      ...asked.filter(([, value]) => value !== undefined),
    ]),
  }
  return keepCommandLog(kept, systemClock, run)
}

/** Of who types; a container may run as a user that the system has no name for. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown')
  }
}

/** Says what went wrong: on standard error for a person, and as the JSON document for a program. */
async function explain(error: unknown, args: readonly string[]): Promise<number> {
  const { json, text, exitCode } = failureOf(error)
  process.stderr.write(`${text}\n`)
  if (wantsJson(args)) await print(JSON.stringify(json))
  return exitCode
}

function failureOf(error: unknown): Required<CommandResult> {
  if (error instanceof UsageError) {
    const text = `${error.message}\nSee hocba --help.`
    return { json: { code: 'usage', message: error.message }, text, exitCode: exitCodes.usage }
  }
  const text = (error as Error).message
  if (error instanceof Problem) {
    const json = { code: error.code, message: error.message, ...error.detail }
    return { json, text, exitCode: exitCodes.failed }
  }
  const isPlain = error instanceof OperatorError || (error as NodeJS.ErrnoException).code
  return {
    json: { code: 'failed', message: text },
    text: isPlain ? text : String((error as Error).stack ?? error),
    exitCode: exitCodes.failed,
  }
}

const wantsJson = (args: readonly string[]): boolean => args.includes('--json')

/** A pipe takes text in pieces: exiting before it has taken them all would cut the document. */
const print = (text: string): Promise<void> =>
  new Promise((resolve) => process.stdout.write(`${text.replace(/\n$/, '')}\n`, () => resolve()))

const args = process.argv.slice(2)
process.exitCode = await run(args).catch((error: unknown) => explain(error, args))
