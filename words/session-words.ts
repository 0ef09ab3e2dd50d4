import type { LogLine, LogWhat } from '../src/launch/wire.ts'
import type { DecisionName, NavigationRequest, VerdictName } from '../src/runtime/index.ts'

type Fact = string | number | boolean
export type Facts = Readonly<Record<string, Fact>>

/** What is said about a session, in one language. Sentences have no full stop: they are put together. */
export interface SessionWords {
  readonly by: Readonly<Record<LogLine['by'], string>>
  readonly what: Readonly<Record<LogWhat, string>>
  readonly request: Readonly<Record<NavigationRequest['to'], string>>
  readonly verdict: Readonly<Record<VerdictName, (facts: Facts) => string>>
  /** `activity` is the title of what the decision is about. */
  readonly decision: Readonly<Record<DecisionName, (activity: string, facts: Facts) => string>>
}
