import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { type Command, type CommandInput, UsageError } from './command.ts'
import { usageOf } from './help.ts'

export interface Arguments extends Pick<CommandInput, 'argument' | 'option' | 'options'> {
  readonly wantsHelp: boolean
}

/** Finds the command whose name begins the arguments (without `--json`); the rest is for `readArguments`. */
export function findCommand(
  commands: readonly Command[],
  args: readonly string[],
): { command: Command; rest: readonly string[] } {
  for (const command of commands) {
    const words = command.name.split(' ')
    if (words.every((word, index) => args[index] === word)) {
      return { command, rest: args.slice(words.length) }
    }
  }
  const kin = commands.filter(({ name }) => name.split(' ')[0] === args[0])
  if (kin.length > 0) {
    throw new UsageError(`"${args[0]}" needs one more word: ${namesOf(kin)}.`)
  }
  throw new UsageError(`There is no command "${args[0]}". There are: ${namesOf(commands)}.`)
}

const namesOf = (commands: readonly Command[]): string =>
  commands.map(({ name }) => name).join(', ')

/**
 * Reads what follows a command's name.
 * @throws UsageError for an unknown, missing, empty or repeated option, and for a wrong number of arguments.
 */
export function readArguments(command: Command, rest: readonly string[]): Arguments {
  const { values, positionals } = parse(command, rest)
  const given = (name: string) => (values[name] as unknown[] | undefined)?.map(String)
  const wantsHelp = values.help === true
  if (!wantsHelp) checkOptions(command, given)
  if (!wantsHelp) checkArgument(command, positionals)
  return {
    wantsHelp,
    argument: positionals[0] ?? '',
    option: (name) => given(name)?.[0],
    options: given,
  }
}

function parse(command: Command, rest: readonly string[]) {
  const options: ParseArgsOptionsConfig = { help: { type: 'boolean', short: 'h' } }
  for (const [name, { isFlag }] of Object.entries(command.options))
    options[name] = { type: isFlag ? 'boolean' : 'string', multiple: true }
  try {
    return parseArgs({ args: [...rest], options, allowPositionals: true, strict: true })
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.\s/)
    throw new UsageError(`${sentence!.replace(/\.$/, '')}. Usage: ${usageOf(command)}`)
  }
}

function checkOptions(command: Command, given: (name: string) => string[] | undefined): void {
  for (const [name, option] of Object.entries(command.options)) {
    const values = given(name) ?? []
    if (option.isRequired && values.length === 0) {
      throw new UsageError(`--${name} is missing. Usage: ${usageOf(command)}`)
    }
    if (values.some((value) => value.trim() === '')) {
      throw new UsageError(`--${name} needs a value. Usage: ${usageOf(command)}`)
    }
    if (values.length > 1 && !option.isRepeatable) {
      throw new UsageError(`--${name} is given more than once.`)
    }
  }
}

function checkArgument(command: Command, positionals: readonly string[]): void {
  if (command.argument && positionals.length === 0) {
    throw new UsageError(`${command.argument} is missing. Usage: ${usageOf(command)}`)
  }
  const extra = positionals[command.argument ? 1 : 0]
  if (extra !== undefined) {
    throw new UsageError(`"${extra}" is one word too many. Usage: ${usageOf(command)}`)
  }
}
