import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface ConsoleRoute {
  /** As the route table writes it, e.g. `/library/$package`. */
  readonly path: string
  /** The parameters of its address; those that it takes from a list elsewhere are not among them. */
  readonly search: readonly string[]
}

/** The pages of the console, read from its route table, so that a new one is known without being told. */
export function consoleRoutes(): ConsoleRoute[] {
  const text = readFileSync(join(import.meta.dirname, '../../../console/router.tsx'), 'utf8')
  return text
    .split('createRoute({')
    .slice(1)
    .flatMap((route) => {
      const path = /^\s*path: '([^']+)'/m.exec(route)?.[1]
      const search = /searchOf\(([^)]*)\)/.exec(route)?.[1] ?? ''
      const names = [...search.matchAll(/'([^']+)'/g)].map(([, name]) => name!)
      return path === undefined ? [] : [{ path, search: names }]
    })
}
