import type { LogLine } from '../call-log.ts'
import type { DebugParts } from './debug-source.ts'

export type Statement = Readonly<Record<string, unknown>>

/** The statements that the try-out has led to, as the server has them, and which call each came from. */
export interface StatementSource {
  /** Undefined before the first answer. */
  read(): readonly Statement[] | undefined
  isFailed(): boolean
  /** Asks the server if it has saved something since the last time. */
  keepUp(): void
  refresh(): void
  /** Newest first; none for what led to no statement, or to one that the server no longer shows. */
  ofLine(line: LogLine): readonly Statement[]
  /** The journal entry that led to it, as `keyOf` names it. */
  originOf(statement: Statement): string | undefined
}

/** Names a line's journal entry, also beside those of sessions before. */
export const keyOf = ({ entry }: LogLine): string | undefined =>
  entry && `${entry.session}:${entry.n}`

export function statementSource(parts: DebugParts, onChange: () => void): StatementSource {
  let statements: readonly Statement[] | undefined
  let isFailed = false
  let isLoading = false
  let savedAt: number | undefined
  /** By statement id. Those of sessions before stay known. */
  const origins = new Map<string, string>()
  const load = async () => {
    isLoading = true
    const { session, token } = parts.play.session()
    const reply = await parts.openOptions.server.trialStatements(token)
    isLoading = false
    isFailed = reply.kind !== 'ok'
    if (reply.kind === 'ok') {
      statements = reply.body.statements
      for (const [id, n] of Object.entries(reply.body.entries)) origins.set(id, `${session}:${n}`)
    }
    onChange()
  }
  const originOf = ({ id }: Statement) => origins.get(String(id))
  return {
    read: () => statements,
    isFailed: () => isFailed,
    keepUp() {
      // Statements follow from what the server has taken.
      const { savedAt: now } = parts.play.saved()
      if (isLoading || (statements !== undefined && now === savedAt)) return
      savedAt = now
      void load()
    },
    refresh: () => void load(),
    ofLine(line) {
      const key = keyOf(line)
      return key === undefined ? [] : (statements ?? []).filter((one) => originOf(one) === key)
    },
    originOf,
  }
}
