import { foldCode } from '../people/index.ts'
import type { Storage } from '../storage/port.ts'

/** @returns the id of the learner with this code; the code itself, which no id is, if there is none: the refusal is then the same. */
export async function findLearner(storage: Storage, code: string): Promise<string> {
  const found = await storage.transact((tx) => tx.findPersonByCode(foldCode(code)))
  return found?.id ?? code
}
