import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { OperatorError } from '../../base/operator-error.ts'
import { type ListedErasure, listName, readList } from '../../erasure/index.ts'

/**
 * Every act of erasure that is known of: of lists that are given (files, or data folders and backups that have one), of the
 * backup itself and of the backups beside it. Each once.
 */
export function findErasures(backup: string, given: readonly string[]): ListedErasure[] {
  const beside = readdirSync(dirname(backup), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name, listName))
  const paths = [...given.map(listAt), join(backup, listName), ...beside]
  const byId = new Map<string, ListedErasure>()
  for (const path of paths) {
    for (const one of readList(path)) byId.set(one.erasure, one)
  }
  return [...byId.values()].sort((a, b) => (a.at < b.at ? -1 : 1))
}

function listAt(path: string): string {
  const list = existsSync(path) && statSync(path).isDirectory() ? join(path, listName) : path
  if (existsSync(list)) return list
  throw new OperatorError(`There is no list of erasures at ${list}.`)
}
