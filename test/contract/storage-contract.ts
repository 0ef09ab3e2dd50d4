import { access } from './access.ts'
import { accounts } from './accounts.ts'
import { audit } from './audit.ts'
import { classes } from './classes.ts'
import { documents } from './documents.ts'
import { durability } from './durability.ts'
import type { Chapter, Engine } from './engine.ts'
import { erasing } from './erasing.ts'
import { evidence } from './evidence.ts'
import { feeds } from './feeds.ts'
import { launch } from './launch.ts'
import { learned } from './learned.ts'
import { ledger } from './ledger.ts'
import { orderOfArrival } from './order-of-arrival.ts'
import { organisations } from './organisations.ts'
import { packages } from './packages.ts'
import { paging } from './paging.ts'
import { people } from './people.ts'
import { questions } from './questions.ts'
import { reach } from './reach.ts'
import { references } from './references.ts'
import { registrations } from './registrations.ts'
import { requests } from './requests.ts'
import { rowFilter } from './row-filter.ts'
import { statements } from './statements.ts'
import { transactions } from './transactions.ts'
import { transfer } from './transfer.ts'
import { versionMoves } from './version-moves.ts'
import { voiding } from './voiding.ts'

/** Every chapter of the contract, by what it is about. */
export const chapters = {
  transactions,
  access,
  'accounts and their roles': accounts,
  people,
  organisations,
  packages,
  registrations,
  classes,
  reach,
  'audit log': audit,
  evidence,
  questions,
  launch,
  'version moves': versionMoves,
  statements,
  'what statements bring': learned,
  voiding,
  references,
  'order of arrival': orderOfArrival,
  paging,
  'row filter': rowFilter,
  documents,
  requests,
  feeds,
  transfer,
  ledger,
  erasing,
  durability,
} satisfies Record<string, Chapter>

export type ChapterName = keyof typeof chapters

/** Declares the chapters of the contract for one engine: every one of them, unless an engine is still being built. */
export function storageContract(
  name: string,
  engine: Engine,
  names = Object.keys(chapters) as readonly ChapterName[],
): void {
  describe(`${name} storage`, () => {
    for (const chapter of names) describe(chapter, () => chapters[chapter](engine))
  })
}
