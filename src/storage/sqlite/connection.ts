import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

export type Row = Record<string, unknown>

/** One SQLite connection with every statement prepared once. Values go in by position, never into the text. */
export class Connection {
  readonly database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  /** Opens `path` and asserts what durability rests on (docs/decisions/0003-sqlite.md). */
  constructor(path: string, options: { readOnly?: boolean } = {}) {
    this.database = new DatabaseSync(path, { readOnly: options.readOnly ?? false, timeout: 10_000 })
  }

  all<T = Row>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#statement(sql).all(...values) as T[]
  }

  get<T = Row>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.#statement(sql).get(...values) as T | undefined
  }

  /** @returns how many rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).changes)
  }

  exec(sql: string): void {
    this.database.exec(sql)
  }

  close(): void {
    this.#statements.clear()
    this.database.close()
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}
