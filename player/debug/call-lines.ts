import type { LogLine } from '../call-log.ts'

/** Functions that ask about an error carry the code that they ask about. */
export const isError = ({ name, result, error = '0' }: LogLine): boolean =>
  (result !== undefined && error !== '0' && !/Get(LastError|ErrorString|Diagnostic)$/.test(name)) ||
  name === 'finding'

/** What a filter looks in. */
export const textOf = ({ name, args, result = '', error = '' }: LogLine): string =>
  `${name} ${args.join(' ')} ${result} ${error}`.toLowerCase()

/** A line in words of the standard, for a vendor. */
export const asCall = ({ at, activity, name, args, ...answered }: LogLine) => {
  const { result, error, diagnostic, milliseconds, entry } = answered
  return {
    at,
    activity,
    name,
    arguments: args,
    ...(result !== undefined && { result }),
    ...(error && { error }),
    ...(diagnostic && { diagnostic }),
    ...(milliseconds !== undefined && { milliseconds: Math.round(milliseconds * 100) / 100 }),
    ...(entry && { journalEntry: entry.n }),
  }
}
