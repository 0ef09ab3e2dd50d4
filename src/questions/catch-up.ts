import { setTimeout as wait } from 'node:timers/promises'
import type { Transactor } from '../base/transactor.ts'
import type { Statement, StatementReader } from '../xapi/index.ts'
import { keepAnswers } from './observe-answers.ts'
import type { QuestionReader, QuestionWriter } from './store.ts'

export type CatchUpStore = Pick<QuestionReader, 'listCatchUps'> &
  Pick<StatementReader, 'queryStatements'> &
  Transactor<QuestionWriter>

const statementsPerStep = 200
/** Between steps, so that requests go first. */
const restMilliseconds = 20
/** While another process does it: this one goes on if that one dies. */
const notOursMilliseconds = 500

export interface CatchUpRules {
  /** Origin of the app, without a slash at the end. */
  readonly appUrl: string
  /** Told how many statements were read, now and then and at the end. */
  readonly tell: (progress: { readonly read: number; readonly isDone: boolean }) => void
  /** Whether this process is to do it, and no other; asked before each step. */
  readonly mayWork: () => Promise<boolean>
  /** Told of an error, after which the next start goes on. */
  readonly report: (error: unknown) => void
}

/**
 * Keeps the answers in statements that were stored before answers were kept. Each step is one transaction with its position,
 * so that it may be broken off anywhere and goes on at the next start; reading a statement twice changes nothing, also where two
 * processes do it at once.
 */
export function startCatchUp(store: CatchUpStore, rules: CatchUpRules): { stop(): Promise<void> } {
  let isStopped = false
  const work = catchUp(store, { ...rules, isStopped: () => isStopped }).catch(rules.report)
  return {
    async stop() {
      isStopped = true
      await work
    },
  }
}

const stepsPerReport = 50

async function catchUp(
  store: CatchUpStore,
  { appUrl, tell, mayWork, isStopped }: CatchUpRules & { readonly isStopped: () => boolean },
): Promise<void> {
  let read = 0
  for (let steps = 1; !isStopped(); steps++) {
    while ((await store.listCatchUps()).length > 0 && !(await mayWork())) {
      if (isStopped()) return
      await wait(notOursMilliseconds, undefined, { ref: false })
    }
    const found = await catchUpStep(store, appUrl)
    if (found === undefined) {
      if (steps > 1) tell({ read, isDone: true })
      return
    }
    read += found
    if (steps % stepsPerReport === 0) tell({ read, isDone: false })
    await wait(restMilliseconds, undefined, { ref: false })
  }
}

/** @returns how many statements were read; undefined once none are left to read. */
export async function catchUpStep(
  store: CatchUpStore,
  appUrl: string,
): Promise<number | undefined> {
  const [next] = await store.listCatchUps()
  if (!next) return undefined
  const { verb, position, through } = next
  const { items, cursor } = await store.queryStatements(
    { verb, since: position, until: through, ascending: true },
    { limit: statementsPerStep },
  )
  const read = items.map((stored) => ({
    stored,
    statement: JSON.parse(stored.json.toString('utf8')) as Statement,
  }))
  await store.transact(async (tx) => {
    await keepAnswers(tx, appUrl, read)
    await tx.putCatchUp({ verb, position: cursor ?? through, through })
  })
  return items.length
}
