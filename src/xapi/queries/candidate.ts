import { indexKeys } from '../statements/index-keys.ts'
import type { Actor, Statement } from '../statements/statement.ts'
import type { IndexKeys, StoredStatement } from '../statements/store.ts'
import { microsecondsOf } from '../timestamp.ts'
import type { Candidate } from './query.ts'

/** What is found out of a statement only if a query asks for it. */
export class StoredCandidate implements Candidate {
  readonly statement: Statement & { readonly authority: Actor }
  readonly stored: number
  #keys: IndexKeys | undefined

  constructor({ json, seq }: StoredStatement) {
    this.statement = JSON.parse(json.toString('utf8'))
    this.stored = seq
  }

  get timestamp(): number {
    const text = this.statement.timestamp
    return (text === undefined ? undefined : microsecondsOf(text)) ?? this.stored
  }

  get agents(): readonly string[] {
    return this.#index.agents
  }

  get activities(): readonly string[] {
    return this.#index.activities
  }

  get relatedActivities(): readonly string[] {
    return this.#index.relatedActivities
  }

  get #index(): IndexKeys {
    this.#keys ??= indexKeys(this.statement)
    return this.#keys
  }
}
