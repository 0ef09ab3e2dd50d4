/** Searches files in a process of its own (`searchFolder`): what and where comes on standard input, the result goes to standard output. */
import { text } from 'node:stream/consumers'
import { searchHere } from './search-files.ts'

const { folder, words } = JSON.parse(await text(process.stdin)) as {
  readonly folder: string
  readonly words: readonly string[]
}
process.stdout.write(JSON.stringify(await searchHere(folder, words)))
