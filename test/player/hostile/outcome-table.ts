import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Deployment, deployments, type Outcomes } from './stage.ts'

/**
 * The column of a deployment in a table of docs/operating.md: the attacks in the one that begins with `| a course ... |`, the rest
 * in that of what stays in the course's own place.
 */
export function documentedOutcomes(
  deployment: Deployment,
  table = 'a course ...' as 'a course ...' | 'in its own place, a course ...',
): Outcomes {
  const path = join(import.meta.dirname, '../../../docs/operating.md')
  const lines = readFileSync(path, 'utf8').split('\n')
  const first = lines.findIndex((line) => line.startsWith(`| ${table} |`))
  const rows = lines.slice(first + 2)
  const end = rows.findIndex((line) => !line.startsWith('|'))
  return Object.fromEntries(
    rows.slice(0, end).map((row) => {
      const cells = row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
      return [cells[0]!, cells[deployments.indexOf(deployment) + 1] === '**works**']
    }),
  )
}
