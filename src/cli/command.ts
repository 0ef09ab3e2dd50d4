import type { Environment } from './installation.ts'

/** One command of the command line. Each has a file of its own; `commands.ts` lists them. */
export interface Command {
  /** What to type after `hocba`, e.g. `credential create`. */
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** A paragraph or two for `--help`: what happens, what comes back. */
  readonly details: string
  /** What follows the name, e.g. `FILE`; the command gets exactly one of them. */
  readonly argument?: string
  readonly options: Readonly<Record<string, CommandOption>>
  readonly examples: readonly string[]
  /** What the audit log calls it; absent where a command neither changes anything nor takes records out. */
  readonly audited?: AuditedCommand
  readonly run: (input: CommandInput) => Promise<CommandResult | undefined>
}

export interface AuditedCommand {
  /** `operationId` of the operation of the API that does the same, or a word of the same form. */
  readonly operation: string
  /** `read` where records are taken out. */
  readonly kind: 'change' | 'read'
  /** One entry for all of it, also if it happens to change nothing. */
  readonly isWhole?: boolean
}

/** An option; it takes a value unless it is a flag. */
export interface CommandOption {
  /** The value's name in the help, e.g. `NAME`. */
  readonly value: string
  readonly summary: string
  readonly isRequired?: boolean
  /** May be given more than once. */
  readonly isRepeatable?: boolean
  /** Takes no value: it is there or not. */
  readonly isFlag?: boolean
}

export interface CommandInput {
  readonly env: Environment
  /** The folder in which the user typed the command. */
  readonly folder: string
  readonly argument: string
  readonly wantsJson: boolean
  /** The first value given. */
  option(name: string): string | undefined
  /** Every value given, in order. */
  options(name: string): readonly string[] | undefined
  /** Says on standard error how far the work is. */
  readonly tell: (line: string) => void
}

export interface CommandResult {
  /** The one document of `--json`. */
  readonly json: unknown
  /** The same for a person. */
  readonly text: string
  /** 0 unless given. */
  readonly exitCode?: number
}

/** The command line cannot be understood. The message is a sentence for the one who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const exitCodes = { failed: 1, refused: 2, usage: 64 } as const
