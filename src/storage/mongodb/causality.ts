import type { ClientSession, MongoClient, Timestamp } from 'mongodb'

export interface SessionOptions {
  readonly session?: ClientSession
}

/**
 * Makes reads see all that this process knows to be committed: what it has written, and what lies up to a bound. On one replica set
 * the primary shows it anyhow; between the shards of a cluster, and after a fail-over, only a read that names the moment
 * waits for it [manual, Causal Consistency and Read and Write Concerns].
 */
export class Causality {
  readonly #client: MongoClient
  readonly #hasSessions: boolean
  #moment: Timestamp | undefined

  constructor(client: MongoClient, hasSessions: boolean) {
    this.#client = client
    this.#hasSessions = hasSessions
  }

  /** Reads no earlier state than any that was noted. */
  read<Result>(work: (options: SessionOptions) => Promise<Result>): Promise<Result> {
    if (!this.#hasSessions) return work({})
    return this.#client.withSession({ causalConsistency: true }, (session) =>
      work({ session: this.#advanced(session) }),
    )
  }

  /** Of a reader that goes on for long, by a cursor; it reads as `read` does. Whoever asks for it ends it. */
  startSession(): ClientSession {
    return this.#advanced(this.#client.startSession({ causalConsistency: true }))
  }

  #advanced(session: ClientSession): ClientSession {
    if (this.#moment) session.advanceOperationTime(this.#moment)
    return session
  }

  /** Notes the moment of what a session did last. */
  note({ operationTime }: ClientSession): void {
    if (!operationTime) return
    if (!this.#moment || operationTime.greaterThan(this.#moment)) this.#moment = operationTime
  }
}
