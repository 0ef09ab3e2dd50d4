import type { Command, CommandOption } from './command.ts'

const prefix = 'npm run -s hocba --'

const general = `Every command takes --json (exactly one JSON document on standard output) and --help.

The commands open the data folder that HOCBA_DATA names (./data unless set) directly. They work beside a running server: one
process writes at a time, the other waits its turn, and each sees at once what the other has written. Set the other HOCBA_*
variables as for the server, since links are made from them; docs/operating.md lists them.

Exit status: 0 done, 1 failed, 2 refused (a package, or some of the statements), 64 the command line was not understood.
`

/** `hocba --help`. */
export function describeCommands(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}   ${summary}`)
  return `hocba: a learning record store and a course player.

Usage: ${prefix} COMMAND [OPTION ...]

${lines.join('\n')}

${general}`
}

/** `hocba COMMAND --help`. */
export function describeCommand(command: Command): string {
  const options = [
    ...Object.entries(command.options).map(optionLine),
    ['--json', 'Answer with one JSON document.'],
    ['--help', 'Show this.'],
  ]
  const width = Math.max(...options.map(([name]) => name!.length))
  return `${command.summary}.

Usage: ${prefix} ${usageOf(command)}

${command.details}

Options:
${options.map(([name, summary]) => `  ${name!.padEnd(width)}   ${summary}`).join('\n')}

Examples:
${command.examples.map((example) => `  ${prefix} ${example}`).join('\n')}

${general}`
}

export function usageOf({ name, argument, options }: Command): string {
  const described = Object.entries(options).map(([option, { value, isRequired, isRepeatable }]) => {
    const once = `--${option} ${value}`.trimEnd()
    if (isRequired) return once
    return isRepeatable ? `[${once} ...]` : `[${once}]`
  })
  return [name, ...(argument ? [argument] : []), ...described, '[--json]'].join(' ')
}

function optionLine([name, { value, summary, isRequired, isRepeatable }]: [string, CommandOption]) {
  const marks = [isRequired && 'required', isRepeatable && 'may be repeated'].filter(Boolean)
  return [
    `--${name} ${value}`.trimEnd(),
    `${summary}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`,
  ]
}
